namespace YrdClearing.Server.Replay;

/// <summary>A line's work in the schedule.</summary>
internal sealed class Job(long number, IReadOnlyList<Lane>? lanes, Func<Task> work)
{
    /// <summary>Position in the stream; of the jobs that may start, the earliest does.</summary>
    public long Number => number;

    /// <summary>Null for a barrier.</summary>
    public IReadOnlyList<Lane>? Lanes => lanes;

    public Func<Task> Work => work;

    /// <summary>Earlier jobs that must be over first.</summary>
    public int Waiting { get; set; }

    public List<Job> Followers { get; } = [];
}

/// <summary>
/// Runs jobs side by side, each after those before it that share a lane: a graph of dependencies, built as jobs come. A job that needs a
/// lane alone follows everyone before it in that lane, a job that shares it follows the last one that had it alone. A barrier follows all
/// and all follow it. With one job at a time the order is that of the stream.
/// </summary>
/// <param name="parallel">Jobs that run at the same time, at most.</param>
internal sealed class LaneSchedule(int parallel)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Tail> _tails = new(StringComparer.Ordinal);
    private readonly HashSet<Job> _unfinished = [];
    private readonly PriorityQueue<Job, long> _ready = new();
    private Job? _barrier;
    private int _running;
    private bool _stopped;

    /// <summary>Adds the next job of the stream; it may start at once. Its work must not throw.</summary>
    public void Add(Job job)
    {
        lock (_gate)
        {
            if (job.Lanes is null)
            {
                foreach (var earlier in _unfinished)
                {
                    Follow(job, earlier);
                }
                _barrier = job;
            }
            else
            {
                Follow(job, _barrier);
                foreach (var lane in job.Lanes)
                {
                    Enter(job, lane);
                }
            }
            _unfinished.Add(job);
            if (job.Waiting == 0)
            {
                _ready.Enqueue(job, job.Number);
            }
            Start();
        }
    }

    /// <summary>
    /// What the jobs that are not over may take from a lane, in fen; null when one of them may take who knows how much.
    /// </summary>
    public long? DrawnFen(string lane)
    {
        lock (_gate)
        {
            return _barrier is not null                                                     ? null :
                !_tails.TryGetValue(lane, out var tail)                                     ? 0 :
                tail.Unknown > 0                                                            ? null :
                tail.DrawnFen;
        }
    }

    /// <summary>No further job starts; those that run end by themselves.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }
    }

    private void Enter(Job job, Lane lane)
    {
        if (!_tails.TryGetValue(lane.Name, out var tail))
        {
            _tails[lane.Name] = tail = new();
        }
        tail.Count(lane, 1);
        if (lane.IsShared)
        {
            Follow(job, tail.Alone);
            tail.Sharing.Add(job);
            return;
        }
        // Those that share already follow the one before them that was alone.
        if (tail.Sharing.Count == 0)
        {
            Follow(job, tail.Alone);
        }
        foreach (var sharing in tail.Sharing)
        {
            Follow(job, sharing);
        }
        tail.Alone = job;
        tail.Sharing.Clear();
    }

    private static void Follow(Job job, Job? earlier)
    {
        if (earlier is not null)
        {
            earlier.Followers.Add(job);
            job.Waiting++;
        }
    }

    private void Start()
    {
        while (!_stopped && _running < parallel && _ready.TryDequeue(out var job, out _))
        {
            _running++;
            _ = Task.Run(() => RunAsync(job));
        }
    }

    private async Task RunAsync(Job job)
    {
        await job.Work().ConfigureAwait(false);
        lock (_gate)
        {
            _running--;
            _unfinished.Remove(job);
            Leave(job);
            foreach (var follower in job.Followers)
            {
                if (--follower.Waiting == 0)
                {
                    _ready.Enqueue(follower, follower.Number);
                }
            }
            Start();
        }
    }

    private void Leave(Job job)
    {
        if (_barrier == job)
        {
            _barrier = null;
        }
        foreach (var lane in job.Lanes ?? [])
        {
            if (_tails.TryGetValue(lane.Name, out var tail))
            {
                tail.Count(lane, -1);
                tail.Sharing.Remove(job);
                tail.Alone = tail.Alone == job ? null : tail.Alone;
                if (tail.Alone is null && tail.Sharing.Count == 0)
                {
                    _tails.Remove(lane.Name);
                }
            }
        }
    }

    /// <summary>The unfinished end of a lane: the last job that needs it alone, and those after it that share it.</summary>
    private sealed class Tail
    {
        public Job? Alone { get; set; }
        public HashSet<Job> Sharing { get; } = [];

        /// <summary>What its unfinished jobs may take.</summary>
        public long DrawnFen { get; private set; }

        /// <summary>Unfinished jobs that need it alone and do not say what they take.</summary>
        public int Unknown { get; private set; }

        public void Count(Lane lane, int sign)
        {
            DrawnFen = checked(DrawnFen + sign * (lane.Draw?.AtMost.Fen ?? 0));
            Unknown += lane is { IsShared: false, Draw: null } ? sign : 0;
        }
    }
}
