using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Disk;

/// <summary>What becomes of a transaction.</summary>
internal enum WriteFate
{
    Written,

    /// <summary>It is durable, but its caller is told that the connection broke.</summary>
    Unanswered,

    /// <summary>Its caller has long given up when it comes through.</summary>
    Late,

    /// <summary>Nothing is written, and its caller is told so.</summary>
    Never,
}

/// <summary>How long the disk takes and how it fails; times in microseconds.</summary>
internal sealed class DiskFaults(Chance chance, Faults faults, Action step)
{
    /// <summary>Writes in a row that a full disk refuses.</summary>
    private const int MaxFullWrites = 12;

    private readonly int _readsAtOncePerThousand = chance.Of([0, 500, 900]);
    private int _full;

    public WriteFate OfWrite()
    {
        if (_full > 0 || faults.Strikes(Fault.FullDisk))
        {
            _full = _full > 0 ? _full - 1 : chance.Below(MaxFullWrites);
            return faults.Over ? WriteFate.Written : WriteFate.Never;
        }
        return faults.Strikes(Fault.CrashBeforeCommit) ? WriteFate.Never :
            faults.Strikes(Fault.LostAcknowledgement) ? WriteFate.Unanswered :
            faults.Strikes(Fault.LateWrite) ? WriteFate.Late :
            WriteFate.Written;
    }

    public void Step() => step();

    public bool IsLostWithItsProcess() => chance.OneIn(2);

    public bool ReadsAtOnce() => chance.In1000(_readsAtOncePerThousand);

    public bool BreaksRead() => faults.Strikes(Fault.BrokenRead);

    public long WriteMicroseconds() => chance.Between(200, 2_000);

    public long LateMicroseconds() => chance.Between(2_000, 80_000);

    public long ReadMicroseconds() => chance.OneIn(50) ? chance.Between(1_000, 20_000) : chance.Between(20, 300);

    public long AnswerMicroseconds() => chance.Between(10, 300);
}
