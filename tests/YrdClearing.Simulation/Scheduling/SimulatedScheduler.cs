using System.Diagnostics;

namespace YrdClearing.Simulation.Scheduling;

/// <summary>
/// Runs everything of one simulation on one thread: which strand takes the next turn is chance's choice, and time is virtual: it passes a
/// little with each turn and jumps to the next event when nobody has anything to do.
/// </summary>
public sealed class SimulatedScheduler(Chance chance)
{
    /// <summary>The longest turn, microseconds of virtual time.</summary>
    private const int MaxTurnMicroseconds = 40;

    private readonly List<Strand> _ready = [];
    private readonly PriorityQueue<Action, (long Microseconds, long Order)> _events = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;
    private bool _broken;

    /// <summary>Virtual time since the beginning, microseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Turns taken and events that struck.</summary>
    public long Decisions { get; private set; }

    /// <summary>Runs <paramref name="action"/> (outside all strands) after a while.</summary>
    public void After(long microseconds, Action action)
    {
        MustBeHere();
        _events.Enqueue(action, (Now + microseconds, _order++));
    }

    /// <summary>Takes one decision; false when there is nothing left to happen.</summary>
    public bool Advance()
    {
        Decisions++;
        if (_broken)
        {
            throw new UnreachableException("Code under simulation left the simulated scheduler: the seed would not replay.");
        }
        if (_events.TryPeek(out _, out var next) && (next.Microseconds <= Now || _ready.Count == 0))
        {
            Now = Math.Max(Now, next.Microseconds);
            _events.Dequeue()();
            return true;
        }
        if (_ready.Count == 0)
        {
            return false;
        }
        var index = chance.Below(_ready.Count);
        var strand = _ready[index];
        if (strand.HasWork)
        {
            Now += chance.Between(1, MaxTurnMicroseconds);
            strand.RunOne();
        }
        if (!strand.HasWork)
        {
            // Its place may have moved meanwhile only to a higher index: others were added at the end.
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            strand.IsReady = false;
        }
        return true;
    }

    /// <summary>Notes when code under simulation got onto another thread; the run fails then.</summary>
    internal void MustBeHere()
    {
        _broken |= Environment.CurrentManagedThreadId != _thread || SynchronizationContext.Current is not null;
    }

    internal void Wake(Strand strand)
    {
        if (!strand.IsReady && strand.HasWork)
        {
            strand.IsReady = true;
            _ready.Add(strand);
        }
    }
}
