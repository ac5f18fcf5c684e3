using Orleans.Runtime;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A silo is away for the moment: it died, it is leaving, or its activation of a grain gave way to another. Nothing is known of the outcome
/// of a call that ends so; what has an id (a command, a message) or changes nothing (a question) is asked again, and a new activation
/// answers. Mutable: one for each call.
/// </summary>
/// <param name="clock">Measures the time.</param>
/// <param name="patience">How long an outage is waited for before the caller is told.</param>
public struct Outage(TimeProvider clock, TimeSpan patience)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private long _since;
    private int _waits;

    /// <summary>The database or a silo is away, late or going, or was when a grain woke up; anything else is a bug, or damage.</summary>
    public static bool Is(Exception failure) =>
        failure is OrleansException or AggregateGoneException or OperationCanceledException || JournalOutage.Is(failure)
        || (failure.InnerException is { } cause && Is(cause));

    /// <summary>True when the failure is an outage that the call is to be made again for, after <see cref="WaitAsync"/>.</summary>
    /// <param name="failure">How the call ended.</param>
    /// <param name="orTimeout">A book that goes ends its waits so, and an answer that was lost is missed so.</param>
    /// <param name="orJournal">Whatever is an outage: also when another silo could not reach the database, or was late.</param>
    public bool Excuses(Exception failure, bool orTimeout = false, bool orJournal = false)
    {
        // OrleansException: rejected on the way, or an activation that no member of the cluster wants to know. ObjectDisposedException: a
        // silo that is going has let go of its database.
        if (failure is not (OrleansException or BookFencedException or WriterExpelledException or AggregateGoneException
                or ObjectDisposedException)
            && !(orTimeout && failure is TimeoutException) && !(orJournal && Is(failure)))
        {
            return false;
        }
        _since = _waits == 0 ? clock.GetTimestamp() : _since;
        return clock.GetElapsedTime(_since) < patience;
    }

    /// <summary>A wait that doubles each time, up to a second.</summary>
    public Task WaitAsync()
    {
        var wait = FirstWait * (1 << Math.Min(_waits++, 10));
        return Task.Delay(wait < LongestWait ? wait : LongestWait, clock);
    }
}
