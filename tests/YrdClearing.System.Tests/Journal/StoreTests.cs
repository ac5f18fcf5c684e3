using System.Data.Common;
using Dapper;
using Npgsql;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class StoreTestsOnSqlite(SqliteDatabase database) : StoreTests(database), IClassFixture<SqliteDatabase>;

public sealed class StoreTestsOnPostgres(PostgresDatabase database) : StoreTests(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Many_processes_that_start_at_once_upgrade_the_schema_once()
    {
        await using var fresh = new PostgresDatabase();
        await fresh.CreateAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            JournalStores.OpenAsync(fresh.Options, TimeProvider.System, CancellationToken.None)));
        await stores[0].SetMetaAsync("name", "value", default);
        foreach (var store in stores)
        {
            (await store.MetaAsync("name", default)).ShouldBe("value");
            await store.DisposeAsync();
        }
    }

    /// <summary>Found by measuring: it failed after half a minute, and until then whoever wrote waited behind it.</summary>
    [Fact]
    public async Task A_schemas_script_waits_for_who_reads_for_long_and_holds_up_no_writer()
    {
        await using var fresh = new PostgresDatabase();
        await fresh.CreateAsync();
        await using (await JournalStores.OpenAsync(fresh.Options, TimeProvider.System, default))
        {
            // As it was before the script that drops them.
        }
        await using var reader = new NpgsqlConnection(fresh.Options.Postgres);
        await using var writer = new NpgsqlConnection(fresh.Options.Postgres);
        await reader.OpenAsync();
        await writer.OpenAsync();
        await writer.ExecuteAsync("""
            DELETE FROM schemaversions WHERE scriptname LIKE '%0004%';
            CREATE INDEX state_kind ON state (kind, id);
            CREATE INDEX entry_messages ON entry (book, seq) WHERE messages IS NOT NULL;
            """);
        await using var reading = await reader.BeginTransactionAsync();
        await reader.ExecuteAsync("SELECT count(*) FROM state, entry", transaction: reading);
        var upgrading = JournalStores.OpenAsync(fresh.Options, TimeProvider.System, default);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await writer.ExecuteAsync("UPDATE state SET amount = 1", commandTimeout: 10);
        upgrading.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync();
        await using var upgraded = await upgrading;
        (await writer.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_indexes WHERE indexname = 'state_kind'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_is_told_when_the_database_holds_no_journal()
    {
        await using var fresh = new PostgresDatabase();
        await fresh.CreateAsync();
        await Should.ThrowAsync<JournalMissingException>(
            JournalStores.OpenAsync(fresh.Options with { Write = false }, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_the_outcome_unknown_and_the_next_writer_goes_on()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(book, Appropriate("1", 1));
        await Database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await Should.ThrowAsync<CommitUnknownException>(CommitOneAsync(book, Appropriate("2", 1)));
        var status = (await CommitOneAsync(await OpenAgainAsync(), Appropriate("2", 1))).Status;
        status.ShouldBeOneOf(CommitStatus.Written, CommitStatus.Duplicate);

        // With new pools: neither a read nor the next test must find their broken connections.
        await Database.ReopenAsync();
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-2);
    }

    [Fact]
    public async Task A_store_opens_no_more_connections_than_three_silos_have_room_for()
    {
        var open = new List<DbConnection>();
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await Should.ThrowAsync<OperationCanceledException>(async () =>
            {
                while (open.Count < 100)
                {
                    open.Add(await Database.Store.OpenReadAsync(late.Token));
                }
            });
            open.Count.ShouldBe(24);
        }
        finally
        {
            foreach (var connection in open)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>The pools find out about their broken connections one by one.</summary>
    private async Task<Book> OpenAgainAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await Database.OpenBookAsync(Fund);
            }
            catch (Npgsql.NpgsqlException) when (attempt < 10)
            {
                // The next attempt gets another connection.
            }
        }
    }
}

/// <summary>What readers get to see.</summary>
public abstract class StoreTests(JournalDatabase database) : JournalTestBase(database)
{
    [Fact]
    public async Task A_row_comes_back_as_it_was_written_with_its_children_in_order_of_creation()
    {
        var book = await Database.OpenBookAsync(Fund);
        var id = "voucher:" + Id("V");
        var row = Row(id, "Issued") with
        {
            Fund = "310000",
            Enterprise = "91310000MAXX00015X",
            Provider = "91320000MAXX00023W",
            Claim = "Submitted",
            Amount = new(long.MaxValue),
            Amount2 = Money.Zero,
            Amount3 = new(-1),
            Due = new(2026, 3, 31),
            Body = StoredJson.Of("""{"名":"科技创新券 𠮷"}"""),
        };
        var orders = new[] { "z", "a" }.Select(o => Row("order:" + Id(o), "Placed", id)).ToArray();
        await CommitAsync(
            book,
            Request("1") with { Rows = [new(row, 0)] },
            Request("2") with { Rows = [new(orders[0], 0)] },
            Request("3") with { Rows = [new(orders[1], 0)] });
        var loaded = await Database.Store.LoadAsync(id, default);
        loaded.Select(r => r.Row).ShouldBe([row, orders[0], orders[1]]);
        loaded[0].ShouldBe(new(row, Fund, 1, 1));
        (await Database.Store.LoadAsync("voucher:" + Id("none"), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Due_rows_are_found_page_by_page_in_the_order_in_which_they_were_first_written()
    {
        var book = await Database.OpenBookAsync(Fund);
        var day = new DateOnly(2026, 4, 1);
        await CommitAsync(book, [.. Enumerable.Range(1, 5).Select(i => Request("r" + i) with
        {
            Rows = [new(Row($"voucher:{Id("V" + (9 - i))}", "Issued") with { Due = day.AddDays(i - 4) }, 0)],
        })]);
        var first = await Database.Store.DueAsync(Fund, "voucher", day, DueRow.None, 2, default);
        first.ShouldBe([new($"voucher:{Id("V8")}", 1), new($"voucher:{Id("V7")}", 2)]);
        (await Database.Store.DueAsync(Fund, "voucher", day, first[1], 2, default)).ShouldBe([new($"voucher:{Id("V6")}", 3)]);
        (await Database.Store.DueAsync(Fund, "order", day, DueRow.None, 2, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Obligations_are_summed_between_two_cut_offs_and_mirrors_by_their_cause()
    {
        const string host = "fund:320000";
        var book = await Database.OpenBookAsync(Fund);
        CommitRequest Owe(string id, ObligationKind kind, long fen, long? cause = null) => Request(id) with
        {
            CommandId = cause is null ? Id(id) : null,
            BodyHash = cause is null ? new byte[32] : null,
            Cause = cause is { } seq ? new(host, seq, int.Parse(Books.Region(Fund))) : null,
            Obligation = new(kind, host, new(fen)),
        };
        await CommitAsync(
            book,
            Owe("1", ObligationKind.Approval, 100), Owe("2", ObligationKind.Approval, 20), Owe("3", ObligationKind.ClawBack, 3),
            Owe("4", ObligationKind.ApprovalMirror, 7, cause: 40), Owe("5", ObligationKind.ClawBackMirror, 8, cause: 41),
            Owe("6", ObligationKind.ApprovalMirror, 9, cause: 50));
        (await Database.Store.ObligationsAsync(Fund, 0, 7, default)).ShouldBe(
            [new(host, ObligationKind.Approval, new(120)), new(host, ObligationKind.ClawBack, new(3))]);
        (await Database.Store.ObligationsAsync(Fund, 1, 3, default)).ShouldBe([new(host, ObligationKind.Approval, new(20))]);
        (await Database.Store.MirrorsAsync(Fund, host, 39, 50, default)).ShouldBe(
            [new(host, ObligationKind.ApprovalMirror, new(7)), new(host, ObligationKind.ClawBackMirror, new(8))]);
        (await Database.Store.MirrorsAsync(Fund, "fund:330000", 0, 99, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_outcome_of_a_replayed_line_stays()
    {
        var file = Id("file.jsonl");
        await Database.Store.RecordReplayedAsync(file, "h", [new(1, "c1", "ok", Fund, 7), new(2, "c2", "not_found", null, null)], default);
        await Database.Store.RecordReplayedAsync(file, "h", [new(2, "c2", "ok", Fund, 8), new(3, "c3", "ok", Fund, 9)], default);
        (await Database.Store.ReplayedAsync(file, "h", default)).ShouldBe(new Dictionary<int, ReplayedLine>
        {
            [1] = new(1, "c1", "ok", Fund, 7),
            [2] = new(2, "c2", "not_found", null, null),
            [3] = new(3, "c3", "ok", Fund, 9),
        }, ignoreOrder: true);
        (await Database.Store.ReplayedAsync(file, "other", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_values_that_are_set_once_the_first_stands_for_all_who_set_it_at_the_same_time()
    {
        var stand = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Database.Store.AddMetaAsync(Id("once"), $"{i}", default)));
        stand.Distinct().ShouldHaveSingleItem().ShouldBe(await Database.Store.MetaAsync(Id("once"), default));
        (await Database.Store.AddMetaAsync(Id("once"), "later", default)).ShouldBe(stand[0]);
    }

    [Fact]
    public async Task A_key_that_many_take_for_no_entry_at_the_same_time_is_the_first_ones()
    {
        var stand = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Database.Store.TakeKeyAsync(Id("key"), $"{i}", default)));
        var row = stand.Distinct().ShouldHaveSingleItem();
        row.Seq.ShouldBe(StoredKey.NoEntry);
        (await Database.Store.TakeKeyAsync(Id("key"), "later", default)).ShouldBe(row);
        (await Database.Store.FindKeysAsync([Id("key")], default)).ShouldHaveSingleItem().ShouldBe(row);
    }

    [Fact]
    public async Task Meta_values_are_replaced()
    {
        await Database.Store.SetMetaAsync(Id("m"), "1", default);
        await Database.Store.SetMetaAsync(Id("m"), "2", default);
        (await Database.Store.MetaAsync(Id("m"), default)).ShouldBe("2");
        (await Database.Store.FindKeysAsync([], default)).ShouldBeEmpty();
        (await Database.Store.FindReceiptAsync(Id("none"), default)).ShouldBeNull();
    }
}
