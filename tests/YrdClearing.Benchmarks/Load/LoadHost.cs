using System.Text;
using Microsoft.Extensions.DependencyInjection;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;

namespace YrdClearing.Benchmarks.Load;

/// <summary>Our system in this process, with the network of the load set up.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    /// <summary>Commands of the set-up under way at a time.</summary>
    private const int SetupInFlight = 256;

    private readonly ClearingHost _host;
    private readonly Lazy<Contracts> _contracts = new(() => new());

    private LoadHost(ClearingHost host)
    {
        _host = host;
        Path = new(host.Dispatcher);
    }

    public GrainPath Path { get; }

    public JournalStore Store => _host.Store;

    public Dispatcher Dispatcher => _host.Dispatcher;

    /// <summary>Aggregates in this process's memory.</summary>
    public int Aggregates => _host.Services.GetRequiredService<LocalGrains>().Aggregates;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public Redemptions Redemptions { get; } = new();

    /// <summary>Contracts need the markets: <see cref="OpenMarketsAsync"/>.</summary>
    public Contracts Contracts => _contracts.Value;

    public static async Task<LoadHost> StartAsync(StoreOptions options) =>
        await StartAsync(options, await JournalStores.OpenAsync(options, TimeProvider.System, CancellationToken.None));

    /// <summary>The same on a journal in which the network is set up already.</summary>
    public static async Task<LoadHost> ResumeAsync(StoreOptions options) =>
        new(await ClearingHost.StartAsync(options, TimeProvider.System, CancellationToken.None));

    /// <summary>The same on an open journal.</summary>
    public static async Task<LoadHost> StartAsync(StoreOptions options, JournalStore store)
    {
        var host = new LoadHost(await ClearingHost.StartAsync(options, store, TimeProvider.System, CancellationToken.None));
        await SetUpAsync(host.Path);
        return host;
    }

    /// <summary>Opens the funds and introduces everybody.</summary>
    public static Task SetUpAsync(IClearingPath path) => SendAsync(path, LoadNetwork.Setup());

    /// <summary>Opens the markets and fills their cash.</summary>
    public Task OpenMarketsAsync() => SendAsync(Path, MarketSetup.Stages());

    private static async Task SendAsync(IClearingPath path, IEnumerable<IReadOnlyList<string>> stages)
    {
        foreach (var stage in stages)
        {
            await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = SetupInFlight }, async (line, _) =>
                await await path.SendAsync(Encoding.UTF8.GetBytes(line)));
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
