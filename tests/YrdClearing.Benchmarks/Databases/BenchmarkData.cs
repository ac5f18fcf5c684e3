using System.Globalization;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Databases;

/// <summary>An empty journal for a measurement, on PostgreSQL or in a temporary folder; it goes with its measurement.</summary>
internal sealed class BenchmarkData : IAsyncDisposable
{
    private static int _made;

    private readonly PostgresCluster? _cluster;
    private readonly string _name;

    private BenchmarkData(StoreOptions options, PostgresCluster? cluster, string name)
    {
        Options = options;
        _cluster = cluster;
        _name = name;
    }

    public StoreOptions Options { get; }

    /// <param name="cluster">Where to make a database; null: SQLite.</param>
    public static async Task<BenchmarkData> CreateAsync(PostgresCluster? cluster)
    {
        if (cluster is null)
        {
            var folder = Directory.CreateTempSubdirectory("yrd-bench-data-").FullName;
            return new(new(folder, null, Write: true), null, folder);
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        return new(new(null, await cluster.CreateAsync(name), Write: true), cluster, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is null)
        {
            Directory.Delete(_name, recursive: true);
        }
        else
        {
            await _cluster.DropAsync(_name);
        }
    }
}
