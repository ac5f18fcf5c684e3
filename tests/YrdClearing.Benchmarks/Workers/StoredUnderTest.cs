using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Http;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Memory;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// Ours on a PostgreSQL that holds vouchers already. A request of zero seconds starts and stops <c>yrd serve</c> and gives the seconds
/// until it is ready; one of touched vouchers brings them into memory; any other is the load through the grains of this process, which then
/// keeps the database.
/// </summary>
internal sealed class StoredUnderTest : IMeasured
{
    private readonly BenchmarkData _data;
    private LoadHost? _host;
    private TouchedVouchers? _touched;

    private StoredUnderTest(BenchmarkData data) => _data = data;

    public static async Task<StoredUnderTest> StartAsync(PostgresCluster cluster, int vouchers)
    {
        var data = await BenchmarkData.CreateAsync(cluster);
        await using (await LoadHost.StartAsync(data.Options))
        {
            // Only the network is set up.
        }
        if (vouchers > 0)
        {
            await StoredVouchers.StoreAsync(data.Options.Postgres!, vouchers);
        }
        return new(data);
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        if (request.Touched > 0)
        {
            _touched ??= new(await WithEmptyMemoryAsync());
            return await _touched.TouchAsync(request.Touched, request.Lanes);
        }
        if (request.Seconds == 0)
        {
            await using var server = await YrdServer.StartAsync(_data.Options.Postgres!);
            return new(0) { ReadySeconds = server.StartedIn.TotalSeconds };
        }
        _host ??= await LoadHost.ResumeAsync(_data.Options);
        var result = await new ClosedLoop(_host.Path, _host.Redemptions).RunAsync(request);
        await BooksCheck.CheckAsync(_host.Store, _host.Redemptions);
        return Measurement.Of(result);
    }

    private async Task<LoadHost> WithEmptyMemoryAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        return _host = await LoadHost.ResumeAsync(_data.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        await _data.DisposeAsync();
    }
}
