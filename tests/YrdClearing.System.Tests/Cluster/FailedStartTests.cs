using System.Net;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using YrdClearing.Grains;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Api;
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
        await Should.ThrowAsync<IOException>(Serving.StartAsync(database.Options, ServeSchedule.None, ((IPEndPoint)other.LocalEndpoint).Port));
        await using var connection = new NpgsqlConnection(database.Options.Postgres);
        (await connection.QueryAsync<int>("SELECT Status FROM OrleansMembershipTable")).ShouldAllBe(status => status == Dead);
    }
}
