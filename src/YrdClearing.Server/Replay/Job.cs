namespace YrdClearing.Server.Replay;

/// <summary>A line's work in the schedule, which alone uses its members but the first three.</summary>
/// <param name="number">See <see cref="Number"/>.</param>
/// <param name="lanes">See <see cref="Lanes"/>.</param>
internal abstract class Job(long number, List<Lane>? lanes) : IThreadPoolWorkItem
{
    // Most jobs have one follower, if any.
    private Job? _follower;
    private List<Job>? _followers;

    /// <summary>Position in the stream; of the jobs that may start, the earliest does.</summary>
    public long Number => number;

    /// <summary>Null for a barrier. To be settled before the job is scheduled.</summary>
    public List<Lane>? Lanes { get; protected set; } = lanes;

    /// <summary>The work; it must not throw.</summary>
    public abstract ValueTask RunAsync();

    /// <summary>Where it is scheduled.</summary>
    internal LaneSchedule? Schedule { get; set; }

    /// <summary>The ends of its lanes, in their order; none of a barrier.</summary>
    internal LaneEnd[] Ends { get; set; } = [];

    /// <summary>Earlier jobs that must be over first.</summary>
    internal int Waiting { get; set; }

    /// <summary>True when it runs or is over.</summary>
    internal bool HasStarted { get; set; }

    /// <summary>The unfinished job before it.</summary>
    internal Job? Before { get; set; }

    /// <summary>The unfinished job after it.</summary>
    internal Job? After { get; set; }

    internal void AddFollower(Job job)
    {
        if (_follower is null)
        {
            _follower = job;
        }
        else
        {
            (_followers ??= []).Add(job);
        }
    }

    internal void ForEachFollower<T>(Action<Job, T> act, T with)
    {
        if (_follower is not null)
        {
            act(_follower, with);
            for (var i = 0; i < (_followers?.Count ?? 0); i++)
            {
                act(_followers![i], with);
            }
        }
    }

    /// <summary>It is over; it may wait long for its answer to be sent, and needs nothing of this for that.</summary>
    internal void Forget() => (Lanes, Ends, _follower, _followers) = (null, [], null, null);

    void IThreadPoolWorkItem.Execute() => _ = Schedule!.RunAsync(this);
}

/// <summary>A job whose work is a function.</summary>
internal sealed class Work(long number, List<Lane>? lanes, Func<Task> work) : Job(number, lanes)
{
    public override ValueTask RunAsync() => new(work());
}
