using Dapper;
using Npgsql;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Api;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Backup;

/// <summary>
/// An older journal beside newer process state: restored alone, or on a disk that lost the journal's tail. How far messages were delivered
/// was process state once, and what the older journal had still to send was never sent.
/// </summary>
public abstract class RestoredJournalTests
{
    /// <summary>What the paying book writes when it applies the message of an approval.</summary>
    private protected const string Mirrored = "payout.due.1";

    /// <summary>A network to approve claims in.</summary>
    private protected abstract StoreOptions Original { get; }

    /// <summary>The same as of the older moment, with the newer process state.</summary>
    private protected abstract StoreOptions Restored { get; }

    /// <summary>Statements after which no message of an approval can be applied.</summary>
    private protected abstract string Refuse { get; }

    private protected abstract string Allow { get; }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_message_of_an_older_journal_arrives_however_far_the_newer_process_state_had_got()
    {
        var orders = OrderAbroad.BothWays(Enumerable.Range(1, 3)).ToList();
        await PlayAsync(Original, async load =>
        {
            await load.SetUpAsync();
            await load.Network.SendAsync([.. orders.SelectMany(o => o.UntilReviewed)]);
        });
        await ExecuteAsync(Original, Refuse);
        await PlayAsync(Original, load => ApproveAsync(load, orders[0]));
        await ExecuteAsync(Original, Allow);
        await KeepJournalAsync();
        await PlayAsync(Original, load => ApprovedAsync(load, orders[1..]));
        await RestoreAsync();

        // Other commands than those that were lost, so that the same numbers mean something else now.
        orders.Reverse();
        await PlayAsync(Restored, load => ApprovedAsync(load, orders[..^1]));

        string[] data = Restored.Postgres is { } postgres ? ["--postgres", postgres] : ["--data", Restored.DataFolder!];
        var verified = await Yrd.RunAsync(["verify", .. data]);
        verified.ExitCode.ShouldBe(ExitCode.Ok, verified.Output);
        verified.Output.ShouldContain(" messages, 0 in flight ");
    }

    [Fact]
    public async Task A_days_deadlines_that_an_older_journal_lacks_are_run_again()
    {
        await PlayAsync(Original, load => load.SetUpAsync());
        await KeepJournalAsync();
        (await ServeAsync(Original)).ShouldBe(1);
        await RestoreAsync();
        (await ServeAsync(Restored)).ShouldBe(1);
    }

    /// <summary>Keeps a copy of the journal as it is now.</summary>
    private protected abstract Task KeepJournalAsync();

    /// <summary>Makes <see cref="Restored"/> of the kept journal and the process state as it is now.</summary>
    private protected abstract Task RestoreAsync();

    private protected abstract Task ExecuteAsync(StoreOptions options, string sql);

    private static Task<Receipt> ApproveAsync(BackupUnderLoad load, OrderAbroad order) =>
        load.Network.ExecuteAsync(order.Approve, "approve-" + order.Id);

    private static async Task ApprovedAsync(BackupUnderLoad load, IEnumerable<OrderAbroad> orders)
    {
        foreach (var order in orders)
        {
            await load.Network.UntilAppliedAsync(await ApproveAsync(load, order));
        }
    }

    /// <summary>Serves for a moment.</summary>
    /// <returns>The runs of deadlines in the journal.</returns>
    private static async Task<long> ServeAsync(StoreOptions options)
    {
        await using var host = await Serving.StartAsync(options, ServeSchedule.EveryDay);
        await using var connection = await host.Store.OpenReadAsync(Stop);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM entry WHERE event = 'deadlines.run-started.1'");
    }

    private static async Task PlayAsync(StoreOptions options, Func<BackupUnderLoad, Task> play)
    {
        await using var host = await ClearingHost.StartAsync(options, TimeProvider.System, Stop);
        await play(new(host));
    }
}

public sealed class JournalRestoredOnSqliteTests : RestoredJournalTests, IAsyncLifetime
{
    private readonly SqliteDatabase _data = new();

    private protected override StoreOptions Original => _data.Options;

    private protected override StoreOptions Restored => _data.Options;

    private protected override string Refuse =>
        $"CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.event = '{Mirrored}' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";

    private protected override string Allow => "DROP TRIGGER refuse";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    private protected override Task ExecuteAsync(StoreOptions options, string sql) => _data.ExecuteAsync(sql);

    private protected override Task KeepJournalAsync()
    {
        File.Copy(Journal, Journal + ".kept");
        return Task.CompletedTask;
    }

    private protected override Task RestoreAsync()
    {
        File.Move(Journal + ".kept", Journal, overwrite: true);
        return Task.CompletedTask;
    }

    private string Journal => Path.Combine(_data.Folder, "journal.db");
}

public sealed class JournalRestoredOnPostgresTests : RestoredJournalTests, IAsyncLifetime
{
    /// <summary>Where Orleans' grain storage keeps process state.</summary>
    private const string ProcessState = "OrleansStorage";

    private readonly PostgresDatabase _data = new();

    private protected override StoreOptions Original => _data.Options;

    private protected override StoreOptions Restored => Original with { Postgres = ConnectionTo(Kept) };

    private protected override string Refuse => $"""
        CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full';
        END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON entry FOR EACH ROW WHEN (NEW.event = '{Mirrored}') EXECUTE FUNCTION refuse();
        """;

    private protected override string Allow => "DROP TRIGGER refuse ON entry; DROP FUNCTION refuse()";

    public async ValueTask InitializeAsync() => await _data.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync(Elsewhere, $"DROP DATABASE IF EXISTS {Kept} WITH (FORCE)");
        await _data.DisposeAsync();
    }

    private protected override async Task ExecuteAsync(StoreOptions options, string sql)
    {
        await using var source = NpgsqlDataSource.Create(options.Postgres!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private protected override Task KeepJournalAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return ExecuteAsync(Elsewhere, $"CREATE DATABASE {Kept} TEMPLATE {Name}");
    }

    private protected override async Task RestoreAsync()
    {
        await ExecuteAsync(Restored, $"DELETE FROM {ProcessState}");
        await using var from = NpgsqlDataSource.Create(Original.Postgres!);
        await using var to = NpgsqlDataSource.Create(Restored.Postgres!);
        await using var source = await from.OpenConnectionAsync(Stop);
        await using var target = await to.OpenConnectionAsync(Stop);
        using var reader = await source.BeginTextExportAsync($"COPY {ProcessState} TO STDOUT", Stop);
        await using var writer = await target.BeginTextImportAsync($"COPY {ProcessState} FROM STDIN", Stop);
        await writer.WriteAsync(await reader.ReadToEndAsync(Stop));
    }

    private string Name => new NpgsqlConnectionStringBuilder(Original.Postgres).Database!;

    private string Kept => Name + "_kept";

    private StoreOptions Elsewhere => Original with { Postgres = ConnectionTo("postgres") };

    private string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(Original.Postgres) { Database = database }.ToString();
}
