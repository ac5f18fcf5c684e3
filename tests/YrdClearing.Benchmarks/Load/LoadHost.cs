using System.Text;
using YrdClearing.Journal;
using YrdClearing.Server;

namespace YrdClearing.Benchmarks.Load;

/// <summary>Our system in this process, with the network of the load set up.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    /// <summary>Commands of the set-up under way at a time.</summary>
    private const int SetupInFlight = 256;

    private readonly ClearingHost _host;

    private LoadHost(ClearingHost host)
    {
        _host = host;
        Path = new(host.Dispatcher);
    }

    public GrainPath Path { get; }

    public JournalStore Store => _host.Store;

    public RedemptionNumbers Numbers { get; } = new(1);

    public static async Task<LoadHost> StartAsync(StoreOptions options)
    {
        var host = new LoadHost(await ClearingHost.StartAsync(options, TimeProvider.System, CancellationToken.None));
        await SetUpAsync(host.Path);
        return host;
    }

    /// <summary>Opens the funds and introduces everybody.</summary>
    public static async Task SetUpAsync(IClearingPath path)
    {
        foreach (var stage in LoadNetwork.Setup())
        {
            await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = SetupInFlight }, async (line, _) =>
                await await path.SendAsync(Encoding.UTF8.GetBytes(line)));
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
