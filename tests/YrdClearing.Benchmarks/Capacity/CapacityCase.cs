namespace YrdClearing.Benchmarks.Capacity;

/// <summary>An installation and its load.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Silos">Processes of the cluster, one a machine.</param>
/// <param name="SiloCores">Cores of each.</param>
/// <param name="Databases">PostgreSQL servers, one a machine; the first holds the network's keys, the books are dealt out to all.</param>
/// <param name="DatabaseCores">Cores of each; 0: the database shares the cores of the one silo.</param>
/// <param name="Shares">The books' shares of the load, in any unit.</param>
/// <param name="Load">What comes.</param>
internal sealed record CapacityCase(
    string Name, int Silos, int SiloCores, int Databases, int DatabaseCores, IReadOnlyList<int> Shares, CapacityLoad Load)
{
    /// <summary>Connections on which a silo writes to one database at a time.</summary>
    public int Connections { get; init; } = 1;

    public required Costs Costs { get; init; }
}

/// <summary>
/// Either as many clients as <paramref name="Lanes"/>, each of which sends its next command when the last is acknowledged; or commands
/// that arrive by chance, <paramref name="PerSecond"/> on average and three times as many in the middle tenth of the window.
/// </summary>
internal sealed record CapacityLoad(int Lanes, int PerSecond)
{
    public const int SurgeFactor = 3;

    public static CapacityLoad Closed(int lanes) => new(lanes, 0);

    public static CapacityLoad Arriving(int perSecond) => new(0, perSecond);

    public override string ToString() => FormattableString.Invariant(
        $"{(Lanes > 0 ? $"{Lanes:N0} in flight" : $"{PerSecond:N0}/s, surge {PerSecond * SurgeFactor:N0}/s")}");
}

/// <summary>What came of it within the window. Shares of time are in percent of all cores.</summary>
/// <param name="PerSecond">Commands acknowledged in a second.</param>
/// <param name="SiloPercent">Of the busiest silo's cores.</param>
/// <param name="DatabasePercent">Of the busiest database's cores.</param>
/// <param name="EntriesPerTransaction">On average.</param>
/// <param name="P50">Half of the commands were acknowledged within this time, microseconds.</param>
/// <param name="P99">99 of 100 were.</param>
/// <param name="Waiting">Commands that had come and were not acknowledged when the window ended.</param>
internal sealed record CapacityResult(
    int PerSecond, int SiloPercent, int DatabasePercent, int EntriesPerTransaction, long P50, long P99, int Waiting);
