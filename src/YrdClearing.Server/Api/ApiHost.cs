using Microsoft.AspNetCore.Hosting.Server;
using Serilog;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>One process with everything: the journal, a silo and the HTTP API. What <c>yrd serve</c> runs.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    /// <summary>
    /// How long requests have to be answered once the server stops; then their connections are broken off. Kestrel alone would wait for a
    /// body that does not come until nothing is left of the half minute in which the silo, too, has to leave.
    /// </summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, JournalStore store)
    {
        _app = app;
        Store = store;
    }

    public JournalStore Store { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens, with the port it got if it was given 0.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Opens the data, starts the silo, takes up messages that were left over, then listens.</summary>
    /// <param name="options">Where the journal is.</param>
    /// <param name="endpoint">Where other silos of the database's cluster reach this one.</param>
    /// <param name="listen">Where to listen.</param>
    /// <param name="time">The system clock.</param>
    /// <param name="log">Disposed with the host.</param>
    /// <param name="schedule">Whether deadlines are run every business day.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <param name="otlp">Where metrics and traces are sent; null: nowhere, metrics can be fetched all the same.</param>
    /// <exception cref="DataFolderInUseException">Another process writes this folder.</exception>
    public static async Task<ApiHost> StartAsync(
        StoreOptions options, SiloEndpoint endpoint, ListenAddress listen, TimeProvider time, Serilog.ILogger log, ServeSchedule schedule,
        CancellationToken cancellation, Uri? otlp = null)
    {
        var store = await JournalStores.OpenAsync(options, time, cancellation);
        WebApplication? app = null;
        try
        {
            var services = await SiloSetup.PrepareAsync(options, store, endpoint, time, cancellation);
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.Services.AddSerilog(log, dispose: true);
            builder.WebHost.UseKestrelCore();
            builder.WebHost.UseUrls(listen.Url);
            builder.Services.AddRouting();
            builder.Services.AddSingleton<IHostLifetime, CommandLineLifetime>();
            builder.Services.AddSingleton(time);
            builder.Services.AddSingleton(store);
            builder.Services.AddSingleton(await BusinessClock.LoadAsync(store, time, cancellation));
            ApiServices.Add(builder.Services);
            ApiTelemetry.Add(builder.Services, otlp, $"{endpoint.Address}:{endpoint.SiloPort}");
            var role = schedule == ServeSchedule.EveryDay ? SiloRole.Serve : SiloRole.Work;
            builder.Host.UseOrleans(silo =>
            {
                silo.AddClearing(options, endpoint, role, services);
                if (otlp is not null)
                {
                    silo.AddActivityPropagation();
                }
            });
            app = builder.Build();
            ApiEndpoints.Map(app, listen);
            await app.StartAsync(cancellation);
            Telemetry.ShowAtZero();
            if (options.Postgres is null)
            {
                // In a cluster others are at work already, and nobody waits for their messages to end.
                await SiloSetup.ResumeAsync(app.Services.GetRequiredService<INetwork>(), store, cancellation);
            }
            if (schedule == ServeSchedule.EveryDay)
            {
                await ScheduleGrain.StartAsync(app.Services.GetRequiredService<IGrainFactory>(), time, cancellation);
            }
            return new(app, store);
        }
        catch
        {
            await ClearingHost.GiveUpAsync(app, store);
            throw;
        }
    }

    /// <summary>Completes when the process is asked to stop and those who distribute requests have had time to see it.</summary>
    /// <param name="leaving">How long readiness says "leaving" before the server stops taking requests.</param>
    /// <param name="stop">Asks the process to stop.</param>
    public async Task WaitForShutdownAsync(TimeSpan leaving, CancellationToken stop)
    {
        var stopped = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, stopped);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Services.GetRequiredService<Readiness>().Leave();
        await Task.Delay(leaving, Services.GetRequiredService<TimeProvider>(), stopped)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Takes no more requests, answers those it has, hands its grains over to the other silos, and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        _app.Lifetime.StopApplication();
        using (var late = new CancellationTokenSource(LongestAnswer))
        {
            await Services.GetRequiredService<IServer>().StopAsync(late.Token);
        }
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>
    /// A signal is the command line's, which ends this host when those who distribute requests have had their time. The host's usual
    /// lifetime listens for it, too, and would stop taking requests at once.
    /// </summary>
    private sealed class CommandLineLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>What a server does by itself.</summary>
public enum ServeSchedule
{
    /// <summary>Nothing: deadlines are run by command only.</summary>
    None,

    /// <summary>Deadlines are run once each business day.</summary>
    EveryDay,
}
