using System.Net;
using Npgsql;
using YrdClearing.Grains;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>Members of this machine whose process is gone are declared dead by who starts on it next.</summary>
public sealed class DeadNeighboursTests : IAsyncLifetime
{
    private const int Dead = 6;

    // Nothing listens on it: only the super-user may, and nothing is there.
    private const int Port = 1;

    private readonly PostgresDatabase _database = new();

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync();
        await PrepareAsync();
        await _database.ExecuteAsync($"""
            INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('yrd-clearing');
            INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime)
            VALUES ('yrd-clearing', '127.0.0.1', {Port}, 7, 'a', '{Dns.GetHostName()}', 3, now(), now())
            """);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>
    /// Found by reading: the silos' own changes lock the version first, this one locked the member first. PostgreSQL then ended one of two
    /// that wait for each other: a silo that started, or a vote.
    /// </summary>
    [Fact]
    public async Task Who_declares_a_member_dead_waits_for_a_vote_on_it_and_neither_is_ended()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var voter = new NpgsqlConnection(_database.Options.Postgres);
        await voter.OpenAsync(stop);
        await using var vote = await voter.BeginTransactionAsync(stop);
        await ExecuteAsync(voter, "UPDATE OrleansMembershipVersionTable SET Version = Version + 1");
        var declared = PrepareAsync();
        while (await AskAsync(voter, "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))") == 0)
        {
            await Task.Delay(10, stop);
        }
        await ExecuteAsync(voter, "UPDATE OrleansMembershipTable SET SuspectTimes = 'b'");
        await vote.CommitAsync(stop);
        await declared;

        (await AskAsync(voter, "SELECT Status FROM OrleansMembershipTable WHERE SuspectTimes = 'b'")).ShouldBe(Dead);
        (await AskAsync(voter, "SELECT Version FROM OrleansMembershipVersionTable")).ShouldBe(2);
    }

    [Fact]
    public async Task A_member_that_is_dead_already_moves_no_version()
    {
        await PrepareAsync();
        await PrepareAsync();
        await using var reader = new NpgsqlConnection(_database.Options.Postgres);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        (await AskAsync(reader, "SELECT Version FROM OrleansMembershipVersionTable")).ShouldBe(1);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private static async Task<long> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), null);
    }

    /// <summary>What a silo does before it starts.</summary>
    private Task PrepareAsync() =>
        ProcessStorage.PrepareAsync(_database.Options, SiloEndpoint.Loopback(), TestContext.Current.CancellationToken);
}
