using Serilog;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>A server in the tests' own process, which says nothing.</summary>
internal static class Serving
{
    /// <summary>Starts it on loopback.</summary>
    /// <param name="options">Where the journal is; on PostgreSQL it joins the database's cluster.</param>
    /// <param name="schedule">Whether deadlines are run.</param>
    /// <param name="port">Where it listens; 0: on a free port.</param>
    public static Task<ApiHost> StartAsync(StoreOptions options, ServeSchedule schedule, int port = 0) => ApiHost.StartAsync(
        options, SiloEndpoint.Loopback(), ListenAddress.Check($"127.0.0.1:{port}", allowRemote: false), TimeProvider.System,
        new LoggerConfiguration().CreateLogger(), schedule, TestContext.Current.CancellationToken);
}
