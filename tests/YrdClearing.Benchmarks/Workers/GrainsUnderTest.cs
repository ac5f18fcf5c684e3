using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// Ours through the grains of one silo. In the middle of each window of a closed loop with many lanes a cycle is cut off, netted, paid and
/// closed beside the redemptions.
/// </summary>
internal sealed class GrainsUnderTest : IProvable
{
    private const string VouchersNetwork = "vouchers";

    private readonly BenchmarkData _data;
    private readonly LoadHost _host;
    private readonly OtherProcesses? _beside;
    private int _cycles;

    private GrainsUnderTest(BenchmarkData data, LoadHost host)
    {
        _data = data;
        _host = host;
        _beside = data.Options.Postgres is null ? null : new(host.Store, [], []);
    }

    public static async Task<GrainsUnderTest> StartAsync(PostgresCluster? cluster)
    {
        var data = await BenchmarkData.CreateAsync(cluster);
        return new(data, await LoadHost.StartAsync(data.Options));
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var cycle = request is { CommandsPerSecond: 0, Lanes: > 1 }
            ? new CycleUnderLoad(_host, VouchersNetwork, $"C{++_cycles}").RunAsync(request)
            : null;
        var result = request.CommandsPerSecond > 0
            ? await new OpenLoop(_host.Path, _host.Redemptions).RunAsync(request)
            : await new ClosedLoop(_host.Path, _host.Redemptions, _beside).RunAsync(request);
        var note = cycle is null ? "" : $"a cycle of {await cycle} payments among them";
        await BooksCheck.CheckAsync(_host.Store, _host.Redemptions);
        return Measurement.Of(result) with { EntriesPerBatch = await BatchSize.OfWindowAsync(_host.Store, result), Note = note };
    }

    public Task VerifyAsync() => JournalProof.VerifyAsync(_data.Options);

    public async ValueTask DisposeAsync()
    {
        _beside?.Dispose();
        await _host.DisposeAsync();
        await _data.DisposeAsync();
    }
}
