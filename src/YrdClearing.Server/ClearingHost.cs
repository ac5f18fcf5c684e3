using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server;

/// <summary>
/// A silo without HTTP, for <c>replay</c> and <c>demo</c>: opens the data, starts on free ports, waits for messages left over.
/// </summary>
public sealed class ClearingHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ClearingHost(IHost host, ClearingServices services)
    {
        _host = host;
        Store = services.Store;
        Dispatcher = host.Services.GetRequiredService<Dispatcher>();
    }

    public Dispatcher Dispatcher { get; }

    public JournalStore Store { get; }

    /// <summary>The silo's services, for measurements.</summary>
    internal IServiceProvider Services => _host.Services;

    /// <param name="options">Where the journal is; on PostgreSQL the silo joins the database's cluster.</param>
    /// <param name="clock">The system clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <param name="at">Where the cluster reaches this silo; null: on loopback.</param>
    /// <exception cref="DataFolderInUseException">Another process writes this folder.</exception>
    public static async Task<ClearingHost> StartAsync(
        StoreOptions options, TimeProvider clock, CancellationToken cancellation, SiloEndpoint? at = null)
    {
        var store = await JournalStores.OpenAsync(options, clock, cancellation);
        return await StartAsync(options, store, clock, cancellation, at);
    }

    /// <summary>The same on a journal that is open already (that of a benchmark, which watches what is written).</summary>
    internal static async Task<ClearingHost> StartAsync(
        StoreOptions options, JournalStore store, TimeProvider clock, CancellationToken cancellation, SiloEndpoint? at = null)
    {
        IHost? host = null;
        try
        {
            var endpoint = at ?? SiloEndpoint.Loopback();
            var services = await SiloSetup.PrepareAsync(options, store, endpoint, clock, cancellation);
            var builder = Host.CreateEmptyApplicationBuilder(null);
            // What goes wrong beneath ends the command with a sentence of its own; a trace of Orleans or Polly beside it says nothing more.
            builder.Logging
                .AddFilter((category, level) => level >= LogLevel.Warning && category!.StartsWith(nameof(YrdClearing), StringComparison.Ordinal))
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.UseOrleans(silo => silo
                .AddClearing(options, endpoint, SiloRole.Work, services)
                .Configure<SiloOptions>(o => o.SiloName = $"{BookPlaces.GuestPrefix}{Environment.ProcessId}"));
            host = builder.Build();
            await host.StartAsync(cancellation);
            await SiloSetup.ResumeAsync(host.Services.GetRequiredService<INetwork>(), store, cancellation);
            return new(host, services);
        }
        catch
        {
            await GiveUpAsync(host, store);
            throw;
        }
    }

    /// <summary>
    /// Ends what has started before the rest could not: a silo that just went would be missed by the others only after some seconds, and
    /// what is placed on it is away until then.
    /// </summary>
    internal static async Task GiveUpAsync(IHost? host, JournalStore store)
    {
        if (host is not null)
        {
            // Why it did not start is what is told.
            await host.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
        await store.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Store.DisposeAsync();
    }
}
