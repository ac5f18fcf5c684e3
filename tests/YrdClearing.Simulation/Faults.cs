using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation;

/// <summary>What can go wrong.</summary>
public enum Fault
{
    CrashBeforeCommit,
    LostAcknowledgement,
    LateWrite,
    FullDisk,
    BrokenRead,
    LostRequest,
    LostReply,
    DuplicatedMessage,
    DelayedMessage,
    NodeCrash,
    PausedNode,
    TwoActivations,
    Deactivation,
    NewBodyUnderOldId,
    RepeatedCommand,
}

/// <summary>
/// How often each fault strikes in one run: chance decides about that too, so that some runs are calm and some a nightmare. Once
/// <see cref="Over"/>, nothing strikes any more and everything has to come to its end.
/// </summary>
public sealed class Faults
{
    /// <summary>One run in this many has no faults at all.</summary>
    private const int CalmOneIn = 16;

    /// <summary>Rates, per 1,000 occasions, are drawn up to these.</summary>
    private static readonly Dictionary<Fault, int> MaxRates = new()
    {
        [Fault.CrashBeforeCommit] = 15,
        [Fault.LostAcknowledgement] = 50,
        [Fault.LateWrite] = 50,
        [Fault.FullDisk] = 15,
        [Fault.BrokenRead] = 10,
        [Fault.LostRequest] = 15,
        [Fault.LostReply] = 20,
        [Fault.DuplicatedMessage] = 60,
        [Fault.DelayedMessage] = 60,
        [Fault.NodeCrash] = 200,
        [Fault.PausedNode] = 200,
        [Fault.TwoActivations] = 500,
        [Fault.Deactivation] = 500,
        [Fault.NewBodyUnderOldId] = 40,
        [Fault.RepeatedCommand] = 100,
    };

    private readonly Chance _chance;
    private readonly int[] _rates = new int[MaxRates.Count];

    public Faults(Chance chance)
    {
        _chance = chance;
        IsCalm = chance.OneIn(CalmOneIn);
        foreach (var (fault, max) in MaxRates)
        {
            // Half of the kinds strike in a run, each at a rate of its own.
            _rates[(int)fault] = IsCalm || chance.OneIn(2) ? 0 : chance.Below(max + 1);
        }
    }

    public bool IsCalm { get; }

    public bool Over { get; set; }

    public int[] Struck { get; } = new int[MaxRates.Count];

    /// <summary>A run without any fault.</summary>
    public static Faults None() => new(new Chance(0)) { Over = true };

    public bool Strikes(Fault fault)
    {
        if (Over || !_chance.In1000(_rates[(int)fault]))
        {
            return false;
        }
        Struck[(int)fault]++;
        return true;
    }
}
