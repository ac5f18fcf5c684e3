using System.Runtime.InteropServices;

namespace YrdClearing.Server.Replay;

/// <summary>
/// Runs jobs side by side, each after those before it that share a lane: a graph of dependencies, built as jobs come. A job that needs a
/// lane alone follows everyone before it in that lane, a job that shares it follows the last one that had it alone. A barrier follows all
/// and all follow it. With one job at a time the order is that of the stream.
/// </summary>
/// <param name="parallel">Jobs that run at the same time, at most.</param>
internal sealed class LaneSchedule(int parallel)
{
    /// <summary>More jobs are wanted when no more than this part of those that run wait for their turn.</summary>
    private const int WaitingPart = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LaneEnd> _tails = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Job, long> _ready = new();

    // Lanes come and go with every thing that lines are about: their ends are used again.
    private readonly Stack<LaneEnd> _spare = [];
    private Job? _lastUnfinished;
    private Job? _barrier;
    private int _running;
    private long _last = long.MaxValue;
    private TaskCompletionSource? _forWork;

    /// <summary>
    /// Completes when so little is left that may run that more jobs are worth reading: those that wait for nothing but their turn would
    /// only grow old in memory.
    /// </summary>
    public ValueTask WhenWantedAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (IsWanting)
            {
                return default;
            }
            _forWork = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_forWork.Task.WaitAsync(cancellation));
        }
    }

    private bool IsWanting => _ready.Count <= parallel / WaitingPart;

    /// <summary>Adds the next job of the stream; it may start at once.</summary>
    public void Add(Job job)
    {
        job.Schedule = this;
        lock (_gate)
        {
            if (job.Lanes is not { } lanes)
            {
                for (var earlier = _lastUnfinished; earlier is not null; earlier = earlier.Before)
                {
                    Follow(job, earlier);
                }
                _barrier = job;
            }
            else
            {
                Follow(job, _barrier);
                job.Ends = new LaneEnd[lanes.Count];
                for (var i = 0; i < lanes.Count; i++)
                {
                    job.Ends[i] = Enter(job, lanes[i]);
                }
            }
            Link(job);
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
    public void Stop() => StopAfter(long.MinValue);

    /// <summary>
    /// No job after this one starts any more. Those before it still do: they follow only earlier ones, and whoever waits for them in order
    /// would otherwise wait for ever.
    /// </summary>
    public void StopAfter(long number)
    {
        lock (_gate)
        {
            _last = Math.Min(_last, number);
        }
    }

    /// <summary>The first job that has not started; null when all have.</summary>
    public Job? FirstNotStarted()
    {
        Job? first = null;
        lock (_gate)
        {
            for (var job = _lastUnfinished; job is not null; job = job.Before)
            {
                first = job.HasStarted ? first : job;
            }
        }
        return first;
    }

    /// <summary>Runs a job that was started, on the thread pool.</summary>
    internal async Task RunAsync(Job job)
    {
        await job.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _running--;
            Unlink(job);
            Leave(job);
            job.ForEachFollower(static (follower, ready) =>
            {
                if (--follower.Waiting == 0)
                {
                    ready.Enqueue(follower, follower.Number);
                }
            }, _ready);
            job.Forget();
            Start();
            if (_forWork is not null && IsWanting)
            {
                _forWork.SetResult();
                _forWork = null;
            }
        }
    }

    private LaneEnd Enter(Job job, Lane lane)
    {
        ref var there = ref CollectionsMarshal.GetValueRefOrAddDefault(_tails, lane.Name, out _);
        var tail = there ??= _spare.TryPop(out var spare) ? spare : new();
        tail.Count(lane, 1);
        if (lane.IsShared)
        {
            Follow(job, tail.Alone);
            (tail.Sharing ??= []).Add(job);
            return tail;
        }
        // Those that share already follow the one before them that was alone.
        if (tail.Sharing is not { Count: > 0 } all)
        {
            Follow(job, tail.Alone);
        }
        else
        {
            foreach (var sharing in all)
            {
                Follow(job, sharing);
            }
            all.Clear();
        }
        tail.Alone = job;
        return tail;
    }

    private static void Follow(Job job, Job? earlier)
    {
        if (earlier is not null)
        {
            earlier.AddFollower(job);
            job.Waiting++;
        }
    }

    private void Start()
    {
        while (_running < parallel && _ready.TryPeek(out var job, out var number) && number <= _last)
        {
            _ready.Dequeue();
            _running++;
            job.HasStarted = true;
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: true);
        }
    }

    private void Leave(Job job)
    {
        if (_barrier == job)
        {
            _barrier = null;
        }
        for (var i = 0; i < job.Ends.Length; i++)
        {
            var (lane, tail) = (job.Lanes![i], job.Ends[i]);
            tail.Count(lane, -1);
            tail.Sharing?.Remove(job);
            tail.Alone = tail.Alone == job ? null : tail.Alone;
            if (tail.Alone is null && tail.Sharing is null or { Count: 0 })
            {
                _tails.Remove(lane.Name);
                _spare.Push(tail);
            }
        }
    }

    private void Link(Job job)
    {
        job.Before = _lastUnfinished;
        if (_lastUnfinished is { } last)
        {
            last.After = job;
        }
        _lastUnfinished = job;
    }

    private void Unlink(Job job)
    {
        if (job.Before is { } before)
        {
            before.After = job.After;
        }
        if (job.After is { } after)
        {
            after.Before = job.Before;
        }
        else
        {
            _lastUnfinished = job.Before;
        }
        (job.Before, job.After) = (null, null);
    }
}
