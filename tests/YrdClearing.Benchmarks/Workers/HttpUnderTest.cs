using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Http;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Journal;
using YrdClearing.Server.Api;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>Ours through the HTTP API of server processes on one database; this process is the client.</summary>
internal sealed class HttpUnderTest : IMeasured
{
    private readonly BenchmarkData _data;
    private readonly IReadOnlyList<YrdServer> _servers;
    private readonly JournalStore _store;
    private readonly HttpPath _path;
    private readonly OtherProcesses _beside;
    private readonly bool _lines;
    private readonly Redemptions _redemptions = new();

    private HttpUnderTest(BenchmarkData data, IReadOnlyList<YrdServer> servers, JournalStore store, HttpPath path, bool lines)
    {
        _data = data;
        _servers = servers;
        _store = store;
        _path = path;
        // One command a request takes every connection there is.
        _beside = new(store, [.. servers.Select(s => s.ProcessId)], lines ? [.. servers.Select(s => new Uri(s.Url, ApiTelemetry.Path))] : []);
        _lines = lines;
    }

    /// <param name="cluster">Where to make the database.</param>
    /// <param name="silos">Server processes.</param>
    /// <param name="lines">True for JSON Lines, false for one command a request.</param>
    public static async Task<HttpUnderTest> StartAsync(PostgresCluster cluster, int silos, bool lines)
    {
        var data = await BenchmarkData.CreateAsync(cluster);
        var servers = new List<YrdServer>();
        for (var i = 0; i < silos; i++)
        {
            servers.Add(await YrdServer.StartAsync(data.Options.Postgres!));
        }
        var path = new HttpPath([.. servers.Select(s => s.Url)]);
        await LoadHost.SetUpAsync(path);
        var store = await JournalStores.OpenAsync(data.Options with { Write = false }, TimeProvider.System, CancellationToken.None);
        return new(data, servers, store, path, lines);
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        _path.CloseIdle();
        var (pending, repeated) = (_path.Pending, _path.Repeated);
        var result = _lines
            ? await new LineStreams(_servers[0].Url, _redemptions, _beside).RunAsync(request)
            : request.CommandsPerSecond > 0
                ? await new OpenLoop(_path, _redemptions).RunAsync(request)
                : await new ClosedLoop(_path, _redemptions, _beside).RunAsync(request);
        await BooksCheck.CheckAsync(_store, _redemptions);
        return Measurement.Of(result) with
        {
            EntriesPerBatch = await BatchSize.OfWindowAsync(_store, result),
            // Else it would be the client's.
            AllocatedBytesPerCommand = _lines ? result.AllocatedBytesPerCommand : 0,
            Note = Note(_path.Pending - pending, "answered before their effects elsewhere") + Note(_path.Repeated - repeated, "sent again"),
        };
    }

    private static string Note(long count, string what) =>
        count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what} ") : "";

    public async ValueTask DisposeAsync()
    {
        _path.Dispose();
        _beside.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
        await _store.DisposeAsync();
        await _data.DisposeAsync();
    }
}
