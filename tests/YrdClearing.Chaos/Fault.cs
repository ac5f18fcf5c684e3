namespace YrdClearing.Chaos;

internal enum FaultKind
{
    SiloKilled,
    DatabaseKilled,
    AllKilled,
    SiloPaused,
    SiloCutFromDatabase,
    SiloCutFromSilo,
}

/// <summary>One fault, and when each silo had all books again.</summary>
internal sealed class Fault(FaultKind kind, string what, long began, int silos)
{
    private readonly TimeSpan?[] _recovered = new TimeSpan?[silos];

    public FaultKind Kind => kind;

    public string What => what;

    /// <summary>From the beginning of the fault until it was lifted: restart ordered, process continued, wire healed.</summary>
    public TimeSpan? Lasted { get; private set; }

    /// <summary>By silo, from the beginning of the fault; null as long as it has not recovered.</summary>
    public IReadOnlyList<TimeSpan?> Recovered => _recovered;

    public bool IsOver => _recovered.All(r => r is not null);

    public void Lift() => Lasted = TimeProvider.System.GetElapsedTime(began);

    /// <summary>A silo has acknowledged a command of every book, all of them sent at this moment.</summary>
    public void Note(int silo, long sent)
    {
        if (_recovered[silo] is null && Lasted is { } lasted && TimeProvider.System.GetElapsedTime(began, sent) >= lasted)
        {
            _recovered[silo] = TimeProvider.System.GetElapsedTime(began);
        }
    }

    public static string Name(FaultKind kind) => kind switch
    {
        FaultKind.SiloKilled => "kill -9 of a silo",
        FaultKind.DatabaseKilled => "kill -9 of the database",
        FaultKind.AllKilled => "kill -9 of all silos and the database",
        FaultKind.SiloPaused => "SIGSTOP of a silo past its lease, then SIGCONT",
        FaultKind.SiloCutFromDatabase => "partition between a silo and the database",
        FaultKind.SiloCutFromSilo => "partition between two silos",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
