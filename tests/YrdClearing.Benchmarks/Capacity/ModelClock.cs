namespace YrdClearing.Benchmarks.Capacity;

/// <summary>Simulated time, nanoseconds, and what happens in it. Two events of one moment happen in the order they were planned.</summary>
internal sealed class ModelClock
{
    private readonly PriorityQueue<Action, (long Nanoseconds, long Order)> _events = new();
    private long _order;

    public long Now { get; private set; }

    public void After(long nanoseconds, Action happens) => _events.Enqueue(happens, (Now + nanoseconds, _order++));

    /// <summary>Lets everything happen up to and including a moment.</summary>
    public void RunUntil(long nanoseconds)
    {
        while (_events.TryPeek(out _, out var next) && next.Nanoseconds <= nanoseconds)
        {
            Now = next.Nanoseconds;
            _events.Dequeue()();
        }
        Now = nanoseconds;
    }
}
