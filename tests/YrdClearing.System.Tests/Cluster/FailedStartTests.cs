using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Serilog;
using YrdClearing.Grains;
using YrdClearing.Server;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>
/// Found by reading: a silo whose server could not listen had joined the cluster already and went without a word. The others sent it their
/// grains' calls until they had missed its signs of life.
/// </summary>
public sealed class FailedStartTests
{
    private const int Dead = 6;

    [Fact]
    public async Task A_silo_whose_server_cannot_listen_leaves_the_cluster()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var database = new PostgresDatabase();
        await database.CreateAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var listen = ListenAddress.Check($"127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}", allowRemote: false);
        await Should.ThrowAsync<IOException>(ApiHost.StartAsync(
            database.Options, SiloEndpoint.Loopback(), listen, TimeProvider.System, new LoggerConfiguration().CreateLogger(),
            ServeSchedule.None, stop));
        await using var connection = new NpgsqlConnection(database.Options.Postgres);
        (await connection.QueryAsync<int>("SELECT Status FROM OrleansMembershipTable")).ShouldAllBe(status => status == Dead);
    }
}
