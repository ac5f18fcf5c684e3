using System.Globalization;
using System.Text;

namespace YrdClearing.Benchmarks.Capacity;

/// <summary>The installations that ops/performance.md plans with, and the table of what the model makes of them.</summary>
internal static class CapacityPlan
{
    /// <summary>The table stands between these two lines of the document.</summary>
    public const string TableBegins = "<!-- capacity: begin -->";
    public const string TableEnds = "<!-- capacity: end -->";

    /// <summary>Books of the national network: 31 provinces and 300 cities.</summary>
    public const int NationalBooks = 331;

    private const int Microsecond = 1_000;

    /// <summary>One silo with its database on the two cores of the machine that was measured.</summary>
    public static readonly Costs ThisMachine = new()
    {
        Silo = 54 * Microsecond,
        Database = 50 * Microsecond,
        Transaction = 500 * Microsecond,
        Flush = 300 * Microsecond,
        RoundTrip = 50 * Microsecond,
        RemoteCall = 0,
        ReservedKeys = 0,
    };

    /// <summary>The same on machines of their own: every call and transaction crosses a network.</summary>
    public static readonly Costs Apart = ThisMachine with
    {
        RoundTrip = 500 * Microsecond,
        RemoteCall = 40 * Microsecond,
        ReservedKeys = 15 * Microsecond,
    };

    private static readonly int[] FourEven = [1, 1, 1, 1];
    private static readonly int[] Even = [.. Enumerable.Repeat(1, NationalBooks)];

    /// <summary>The k-th book has 1/k of the first one's load: Guangdong 16% of all, Jiangsu 8%.</summary>
    private static readonly int[] Skewed = [.. Enumerable.Range(1, NationalBooks).Select(k => 10_000 / k)];

    public static IReadOnlyList<CapacityCase> Cases { get; } =
    [
        Measured(64),
        Measured(256),
        Measured(1_024),
        Own("four provinces, 1 silo", 1, 1, FourEven, CapacityLoad.Arriving(400)),
        Own("four provinces, 1 silo", 1, 1, FourEven, CapacityLoad.Closed(2_048)),
        Own("four provinces, 3 silos", 3, 1, FourEven, CapacityLoad.Closed(2_048)),
        Own("national, 3 silos", 3, 1, Skewed, CapacityLoad.Arriving(4_000)),
        Own("national, 3 silos", 3, 1, Skewed, CapacityLoad.Arriving(12_000)),
        Own("national, 3 silos", 3, 1, Skewed, CapacityLoad.Closed(4_096)),
        Own("national, 6 silos", 6, 1, Skewed, CapacityLoad.Closed(4_096)),
        Own("national, 12 silos", 12, 1, Skewed, CapacityLoad.Closed(4_096)),
        Own("national, 12 silos, books even", 12, 1, Even, CapacityLoad.Closed(4_096)),
        Own("national, 3 silos, 4 databases", 3, 4, Skewed, CapacityLoad.Closed(4_096)),
        Own("national, 12 silos, 4 databases", 12, 4, Skewed, CapacityLoad.Closed(4_096)),
        Own("national, 12 silos, 4 databases", 12, 4, Skewed, CapacityLoad.Arriving(12_000)),
    ];

    /// <summary>The table as Markdown; the same text every time.</summary>
    public static string Table()
    {
        var results = new CapacityResult[Cases.Count];
        Parallel.For(0, results.Length, n => results[n] = CapacityModel.Run(Cases[n]));
        var table = new StringBuilder();
        table.Append("| installation | load | commands/s | busiest silo | busiest database | entries a transaction | p50 ms | p99 ms |\n");
        table.Append("|---|---|---|---|---|---|---|---|\n");
        for (var n = 0; n < results.Length; n++)
        {
            var (c, r) = (Cases[n], results[n]);
            table.Append(CultureInfo.InvariantCulture, $"| {c.Name} | {c.Load} | {Rounded(r.PerSecond):N0} | {r.SiloPercent}% | ");
            table.Append(CultureInfo.InvariantCulture, $"{(c.DatabaseCores == 0 ? "the same cores" : $"{r.DatabasePercent}%")} | ");
            table.Append(CultureInfo.InvariantCulture, $"{r.EntriesPerTransaction} | {r.P50 / 1_000.0:0} | {r.P99 / 1_000.0:0} |\n");
        }
        return table.ToString();
    }

    /// <summary>The document's table; null when its marks are missing.</summary>
    public static string? TableIn(string document)
    {
        var begins = document.IndexOf(TableBegins, StringComparison.Ordinal);
        var ends = document.IndexOf(TableEnds, StringComparison.Ordinal);
        return begins < 0 || ends < begins ? null : document[(begins + TableBegins.Length + 1)..ends];
    }

    private static CapacityCase Measured(int lanes) =>
        new("this machine", 1, 2, 1, 0, FourEven, CapacityLoad.Closed(lanes)) { Costs = ThisMachine };

    private static CapacityCase Own(string name, int silos, int databases, IReadOnlyList<int> shares, CapacityLoad load) =>
        new(name, silos, SiloCores, databases, DatabaseCores, shares, load) { Costs = Apart, Connections = Connections };

    /// <summary>Cores of a silo's machine.</summary>
    private const int SiloCores = 4;

    /// <summary>
    /// Transactions that a silo has in one database at a time (<c>Committer.MaxTransactions</c>); it was one when the costs were measured.
    /// </summary>
    private const int Connections = 2;

    /// <summary>Cores of a database's machine.</summary>
    private const int DatabaseCores = 16;

    /// <summary>Two digits are more than a model knows.</summary>
    private static int Rounded(int perSecond) => perSecond < 10_000 ? (perSecond + 50) / 100 * 100 : (perSecond + 500) / 1_000 * 1_000;
}
