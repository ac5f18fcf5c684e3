using System.Globalization;
using Dapper;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The processes beside this one that a load keeps busy: servers, and those of PostgreSQL that serve the journal or all databases.
/// </summary>
/// <param name="store">The journal.</param>
/// <param name="servers">The servers' processes; none when the system is in this one.</param>
/// <param name="metrics">Where servers tell what they have allocated; none when the load leaves no connection for that.</param>
internal sealed class OtherProcesses(JournalStore store, IReadOnlyList<int> servers, IReadOnlyList<Uri> metrics) : IDisposable
{
    private const string Backends = "SELECT pid FROM pg_stat_activity WHERE datname IS NULL OR datname = current_database()";
    private const string AllocatedBytes = "dotnet_gc_heap_total_allocated_bytes_total";

    private readonly HttpClient _http = new();

    /// <summary>Counters of a moment; see <see cref="Measured.Beside"/>.</summary>
    public async Task<OthersUse> NowAsync()
    {
        var allocated = 0.0;
        foreach (var server in metrics)
        {
            allocated += Sum(await _http.GetStringAsync(server), AllocatedBytes);
        }
        await using var connection = await store.OpenReadAsync(CancellationToken.None);
        var database = await connection.QueryAsync<int>(Backends);
        return new(ProcessorTime.Of(servers), (long)allocated, ProcessorTime.Of(database));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The values of all series of one name: <c>name{labels} value time</c>.</summary>
    private static double Sum(string metrics, string name)
    {
        var sum = 0.0;
        foreach (var line in metrics.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal)))
        {
            var value = line[(Math.Max(line.IndexOf('}', StringComparison.Ordinal), name.Length - 1) + 1)..].Trim().Split(' ')[0];
            sum += double.Parse(value, CultureInfo.InvariantCulture);
        }
        return sum;
    }
}

/// <summary>What other processes have used.</summary>
internal readonly record struct OthersUse(TimeSpan ServerCpu, long ServerBytes, TimeSpan DatabaseCpu)
{
    public OthersUse Less(OthersUse earlier) =>
        new(ServerCpu - earlier.ServerCpu, ServerBytes - earlier.ServerBytes, DatabaseCpu - earlier.DatabaseCpu);
}
