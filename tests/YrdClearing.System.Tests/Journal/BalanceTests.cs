using System.Data.Common;
using CsCheck;
using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Server.Api;
using YrdClearing.Server.Cli;

namespace YrdClearing.System.Tests.Journal;

public sealed class BalanceTestsOnSqlite(SqliteDatabase database) : BalanceTests(database), IClassFixture<SqliteDatabase>;

public sealed class BalanceTestsOnPostgres(PostgresDatabase database) : BalanceTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Balances are a cache: checkpoint and tail must always give the sum of the postings.</summary>
public abstract class BalanceTests(JournalDatabase database) : JournalTestBase(database)
{
    [Fact]
    public async Task Checkpoint_and_tail_add_up_to_the_postings_before_and_after_a_restart()
    {
        const int entries = Book.CheckpointEveryEntries * 2 + 500;
        var book = await Database.OpenBookAsync(Fund);
        for (var from = 0; from < entries; from += 500)
        {
            await CommitAsync(book, [.. Enumerable.Range(from, 500).Select(Claim)]);
        }
        await ShouldAgreeAsync();
        (await CountAsync("checkpoint")).ShouldBe(1);
        (await CountAsync("balance")).ShouldBeInRange(101, 102);

        book = await Database.OpenBookAsync(Fund);
        var payee = Payee(7);
        var owed = -(await BalanceAsync(Accounts.Claims(payee)))!.Value;
        CommitRequest Pay(string id, long fen) => Move(id, Accounts.Claims(payee), Accounts.PaymentsInTransit, fen) with
        {
            Guards = [new(RejectionCode.AmountExceedsClaim, GuardKind.NotOverdrawn, Accounts.Claims(payee))],
        };
        (await CommitOneAsync(book, Pay("over", owed + 1))).Rejection!.Available.ShouldBe(new Money(owed));
        (await CommitOneAsync(book, Pay("all", owed))).Status.ShouldBe(CommitStatus.Written);
        await ShouldAgreeAsync();
        (await BalanceAsync(Accounts.Claims(payee))).ShouldBe(0);
    }

    /// <summary>
    /// The book keeps each balance within 64 bits in the order of its entries; by business time, or on the way of a sum, there is more.
    /// </summary>
    [Fact]
    public async Task As_of_a_time_a_balance_may_be_more_than_64_bits_hold()
    {
        var book = await Database.OpenBookAsync(Fund);
        CommitRequest On(int day, string id, long fen) =>
            Move(id, Accounts.Cash, Accounts.Treasury, fen) with { At = new(At.UnixMicroseconds + day * 86_400_000_000) };
        await CommitAsync(book, On(0, "l1", long.MaxValue), On(2, "l2", -long.MaxValue), On(1, "l3", long.MaxValue), On(3, "l4", -5));

        var day = At.Day.AddDays(1);
        var balances = await new BalanceReads(Database.Store).ReadAsync(Fund, new(BusinessTime.EndOf(day), null), default);
        balances[Fund][Accounts.Cash].ToString().ShouldBe("184467440737095516.14");
        var reads = new BookReads(Database.Store);
        (await reads.BalancesAsync(Fund, day, "", 10, default)).ShouldContain(new AccountBalance(Accounts.Treasury, -balances[Fund][Accounts.Cash]));
        var statement = (await reads.StatementAsync(Fund, Accounts.Cash, day.AddDays(1), null, default))!;
        statement.Opening.ToString().ShouldBe("184467440737095516.14");
        statement.Lines.Select(l => l.Balance.ToString()).ShouldBe(["92233720368547758.07", "92233720368547758.02"]);
        statement.Closing.ToString().ShouldBe("92233720368547758.02");
        (await BalanceAsync(Accounts.Cash)).ShouldBe(long.MaxValue - 5);
    }

    [Fact]
    public async Task Every_entry_balances_in_the_posting_view()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitAsync(book, [.. Enumerable.Range(0, 50).Select(Claim)]);
        await using var connection = await Database.Store.OpenReadAsync(default);
        var sums = await connection.QueryAsync<(long Seq, long Sum, long Lines)>(
            "SELECT seq, CAST(SUM(fen) AS BIGINT), COUNT(*) FROM posting WHERE book = @Fund GROUP BY seq ORDER BY seq", new { Fund });
        sums.ShouldBe(Enumerable.Range(1, 50).Select(seq => ((long)seq, 0L, 2L)));
    }

    [Fact]
    public async Task The_database_itself_refuses_an_entry_that_does_not_balance()
    {
        string Insert(string amounts) => $"""
            INSERT INTO entry (book, seq, at, recorded, actor, aggregate, event, data, currency, accounts, amounts, hash)
            VALUES ('{Fund}', 1, 0, 0, 'a', 'a', 'e', 'd', 'CNY', {Array("\"x\",\"y\"")}, {Array(amounts)}, '00')
            """;
        await Should.ThrowAsync<DbException>(Database.ExecuteAsync(Insert("5,-4")));
        await Should.ThrowAsync<DbException>(Database.ExecuteAsync(Insert("0")));
        await Database.ExecuteAsync(Insert("5,-5"));
    }

    private string Array(string elements) => Database.Store.IsPostgres ? $"'{{{elements}}}'" : $"'[{elements}]'";

    private async Task ShouldAgreeAsync()
    {
        await using var connection = await Database.Store.OpenReadAsync(default);
        var sums = (await connection.QueryAsync<(string Account, long Fen)>(
            "SELECT account, CAST(SUM(fen) AS BIGINT) FROM posting WHERE book = @Fund GROUP BY account", new { Fund })).ToList();
        (await Database.Store.BalancesAsync(Fund, [.. sums.Select(s => s.Account), "assets:none"], default))
            .ShouldBe(sums.ToDictionary(s => s.Account, s => s.Fen), ignoreOrder: true);
    }

    private async Task<long> CountAsync(string table)
    {
        await using var connection = await Database.Store.OpenReadAsync(default);
        return await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table} WHERE book = @Fund", new { Fund });
    }

    private CommitRequest Claim(int i) => Move("c" + i, Accounts.SubsidyExpenses, Accounts.Claims(Payee(i % 100)), 1 + i % 13);

    private static string Payee(int i) => $"9131000000000{i:00000}";
}

/// <summary>Balances in memory: dropping, taking back, checkpoints.</summary>
public sealed class BookAccountsTests
{
    [Fact]
    public void Only_what_is_checkpointed_is_dropped()
    {
        var accounts = new BookAccounts();
        for (var i = 0; i < 100; i++)
        {
            accounts.Load(Accounts.Claims("P" + i), 0);
        }
        accounts.Load(Accounts.Cash, 5);
        accounts.Post(Accounts.Claims("P3"), -5);
        accounts.Post(Accounts.Cash, 5);
        accounts.Settle();
        accounts.Trim(max: 20);
        accounts.IsMissing(Accounts.Claims("P3")).ShouldBeFalse();
        accounts.IsMissing(Accounts.Cash).ShouldBeFalse();
        accounts.Fen(Accounts.Cash).ShouldBe(10);
        Enumerable.Range(0, 100).Count(i => accounts.IsMissing(Accounts.Claims("P" + i))).ShouldBeGreaterThanOrEqualTo(80);

        accounts.Changed().ShouldBe(new Dictionary<string, long> { [Accounts.Claims("P3")] = -5, [Accounts.Cash] = 10 }, ignoreOrder: true);
        accounts.Checkpointed();
        accounts.Changed().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_taken_back_leaves_no_trace() => Gen.Select(Gen.Int[0, 5], Gen.Long[-9, 9]).Array[0, 20].Sample(postings =>
    {
        var accounts = new BookAccounts();
        string Name(int i) => i < 3 ? Accounts.DueTo("fund:" + i) : Accounts.Claims("P" + i);
        for (var i = 3; i < 6; i++)
        {
            accounts.Load(Name(i), i == 3 ? null : i);
        }
        accounts.Post(Name(0), -7);
        accounts.Settle();
        var before = State();
        var mark = accounts.Mark;
        foreach (var (account, fen) in postings)
        {
            accounts.Post(Name(account), fen);
        }
        accounts.UndoTo(mark);
        return State() == before && accounts.Mark == mark;

        string State() => string.Join(' ', Enumerable.Range(0, 6).Select(i => $"{accounts.Fen(Name(i))}{accounts.WasPosted(Name(i))}"))
            + accounts.DueToFen + string.Join(' ', accounts.Changed());
    });
}
