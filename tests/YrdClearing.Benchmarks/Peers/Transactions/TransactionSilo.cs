using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Peers.Transactions;

/// <summary>
/// A silo of peer (c): Orleans transactions whose states are stored by Orleans' own ADO.NET storage on the same PostgreSQL, which is what
/// those who clear with Orleans would write first.
/// </summary>
internal sealed class TransactionSilo : IAsyncDisposable
{
    public const string Storage = "transactions";

    private readonly IHost _host;

    private TransactionSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<TransactionSilo> StartAsync(string connectionString)
    {
        var options = new StoreOptions(null, connectionString, Write: true);
        await ProcessStorage.PrepareAsync(options, SiloEndpoint.Loopback(), CancellationToken.None);
        var (invariant, storageConnection) = ProcessStorage.Of(options);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(SiloEndpoint.Loopback().SiloPort, SiloEndpoint.Loopback().SiloPort);
            silo.AddAdoNetGrainStorage(Storage, storage =>
            {
                storage.Invariant = invariant;
                storage.ConnectionString = storageConnection + ";Maximum Pool Size=64";
            });
            silo.UseTransactions();
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromMinutes(2));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
