using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// Ours through the grains of one silo, under technology contracts from the draft to the payout; in the middle of each window a market
/// cycle is cut off, netted, paid and closed beside them.
/// </summary>
internal sealed class ContractsUnderTest : IProvable
{
    private const string MarketsNetwork = "markets";

    private readonly BenchmarkData _data;
    private readonly LoadHost _host;
    private int _cycles;

    private ContractsUnderTest(BenchmarkData data, LoadHost host)
    {
        _data = data;
        _host = host;
    }

    public static async Task<ContractsUnderTest> StartAsync(PostgresCluster? cluster)
    {
        var data = await BenchmarkData.CreateAsync(cluster);
        var host = await LoadHost.StartAsync(data.Options);
        await host.OpenMarketsAsync();
        return new(data, host);
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var cycle = new CycleUnderLoad(_host, MarketsNetwork, $"C{++_cycles}").RunAsync(request);
        var result = await new ClosedLoop(_host.Path, _host.Contracts).RunAsync(request);
        var payments = await cycle;
        await BooksCheck.CheckAsync(_host.Store, _host.Contracts);
        return Measurement.Of(result) with
        {
            EntriesPerBatch = await BatchSize.OfWindowAsync(_host.Store, result),
            Note = $"a market cycle of {payments} payments among them",
        };
    }

    public Task VerifyAsync() => JournalProof.VerifyAsync(_data.Options);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _data.DisposeAsync();
    }
}
