using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class ConflictTestsOnSqlite(SqliteDatabase database) : ConflictTests(database), IClassFixture<SqliteDatabase>;

public sealed class ConflictTestsOnPostgres(PostgresDatabase database) : ConflictTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Keys, row versions, fences and failures: what the database refuses is taken back in memory too (a lesson paid for).</summary>
public abstract class ConflictTests(JournalDatabase database) : JournalTestBase(database)
{
    [Fact]
    public async Task A_taken_key_is_answered_with_its_code_and_the_rest_of_the_batch_goes_on()
    {
        var other = await Database.OpenBookAsync(Database.NextBook());
        await CommitOneAsync(other, Appropriate("other", 1, other.Name) with { Claims = [Invoice("I1")] });

        var book = await Database.OpenBookAsync(Fund);
        var results = await CommitAsync(
            book, Appropriate("1", 100_00), Issue("2", 60_00) with { Claims = [Invoice("I1")] }, Issue("3", 50_00), Issue("4", 50_01));
        results[1].ShouldBe(new(CommitStatus.Rejected, Rejection: RejectionCode.InvoiceAlreadyClaimed));
        // The 60.00 came back: 50.00 fits, and the last one sees what it left.
        results[2].ShouldBe(new(CommitStatus.Written, 2));
        results[3].Rejection.ShouldBe(new Rejection(RejectionCode.BudgetInsufficient, Available: new(50_00), Needed: new(50_01)));
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-50_00);
        (await Database.Store.FindKeysAsync([Invoice("I1").Key, Id("x")], default)).Single().Book.ShouldBe(other.Name);
    }

    [Fact]
    public async Task A_command_id_posts_once_in_one_batch_in_the_next_and_in_another_book()
    {
        var book = await Database.OpenBookAsync(Fund);
        var results = await CommitAsync(book, [.. Enumerable.Repeat(Appropriate("1", 5), 8)]);
        results[0].ShouldBe(new(CommitStatus.Written, 1));
        results[1..].ShouldAllBe(r => r.Status == CommitStatus.Duplicate);
        (await CommitOneAsync(book, Appropriate("1", 5))).Status.ShouldBe(CommitStatus.Duplicate);
        var other = await Database.OpenBookAsync(Database.NextBook());
        (await CommitOneAsync(other, Appropriate("1", 5, other.Name))).Status.ShouldBe(CommitStatus.Duplicate);
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-5);
    }

    [Fact]
    public async Task A_message_is_applied_once()
    {
        var book = await Database.OpenBookAsync(Fund);
        var applied = Appropriate("unused", 5) with { CommandId = null, BodyHash = null, Cause = new(Fund, 7, 1) };
        (await CommitAsync(book, applied, applied)).Select(r => r.Status).ShouldBe([CommitStatus.Written, CommitStatus.Duplicate]);
        (await CommitOneAsync(await Database.OpenBookAsync(Fund), applied)).Status.ShouldBe(CommitStatus.Duplicate);
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-5);
    }

    [Fact]
    public async Task A_repetition_that_would_now_be_refused_is_still_a_repetition()
    {
        var book = await Database.OpenBookAsync(Fund);
        var issue = Issue("2", 10) with { Claims = [Invoice("I")] };
        await CommitAsync(book, Appropriate("1", 10), issue);
        (await CommitOneAsync(book, issue)).Status.ShouldBe(CommitStatus.Duplicate);
        // A taken key answers before a refusal that ranks after it, and not before one that ranks first.
        (await CommitOneAsync(book, Issue("3", 10) with { Claims = [Invoice("I")] }))
            .Rejection!.Code.ShouldBe(RejectionCode.InvoiceAlreadyClaimed);
        (await CommitOneAsync(book, Issue("4", 10) with { Claims = [Invoice("I") with { Code = RejectionCode.CycleNotReconciled }] }))
            .Rejection!.Code.ShouldBe(RejectionCode.BudgetInsufficient);
        var overdrawing = Issue("5", 10) with { Guards = [], CommandId = null, BodyHash = null, Cause = new(Fund, 8, 0) };
        await CommitAsync(book, Appropriate("6", 10), overdrawing);
        (await CommitOneAsync(book, overdrawing)).Status.ShouldBe(CommitStatus.Duplicate);
    }

    [Fact]
    public async Task A_book_that_another_writer_has_claimed_does_not_refuse_on_old_balances()
    {
        var overtaken = await Database.OpenBookAsync(Fund);
        var overtaker = await Database.OpenBookAsync(Fund);
        (await CommitOneAsync(overtaker, Appropriate("1", 10))).Status.ShouldBe(CommitStatus.Written);
        // It writes nothing, so no fence would ever tell it.
        await Should.ThrowAsync<BookFencedException>(CommitOneAsync(overtaken, Issue("2", 10)));
        overtaken.Failure.ShouldBeOfType<BookFencedException>();
        (await CommitOneAsync(overtaker, Issue("2", 10))).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task Two_books_race_for_many_keys_and_each_key_has_one_holder()
    {
        const int keys = 200;
        var books = new[] { await Database.OpenBookAsync(Fund), await Database.OpenBookAsync(Database.NextBook()) };
        var turns = new[] { new Turns(), new Turns() };
        // In opposite order, which once was a deadlock.
        var results = await Task.WhenAll(books.Select(async (book, b) => await Task.WhenAll(await turns[b].Run(() => Enumerable
            .Range(0, keys)
            .Select(i => b == 0 ? i : keys - 1 - i)
            .Select(i => book.CommitAsync(Appropriate($"{b}-{i}", 1, book.Name) with { Claims = [Invoice("R" + i)] }))
            .ToList()))));
        results.SelectMany(r => r).Count(r => r.Status == CommitStatus.Written).ShouldBe(keys);
        results.SelectMany(r => r).Count(r => r.Rejection?.Code == RejectionCode.InvoiceAlreadyClaimed).ShouldBe(keys);
        var held = await Database.Store.FindKeysAsync([.. Enumerable.Range(0, keys).Select(i => Invoice("R" + i).Key)], default);
        held.GroupBy(k => k.Book).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(books.Select((b, i) => (b.Name, Count: results[i].Count(r => r.Status == CommitStatus.Written)))
                .Where(p => p.Count > 0).ToDictionary(p => p.Name, p => p.Count), ignoreOrder: true);
    }

    [Fact]
    public async Task A_key_is_free_again_after_its_holder_gave_it_back()
    {
        var book = await Database.OpenBookAsync(Fund);
        var key = Invoice("F");
        var results = await CommitAsync(
            book,
            Appropriate("1", 1) with { Claims = [key] },
            Appropriate("2", 1) with { Claims = [key] },
            Appropriate("3", 1) with { Frees = [key.Key] },
            Appropriate("4", 1) with { Claims = [key with { Value = "order:O4" }] },
            Appropriate("5", 1) with { Claims = [key] });
        results.Select(r => r.Status).ShouldBe(
            [CommitStatus.Written, CommitStatus.Rejected, CommitStatus.Written, CommitStatus.Written, CommitStatus.Rejected]);
        (await Database.Store.FindKeysAsync([key.Key], default)).ShouldBe([new(key.Key, "order:O4", Fund, 3)]);
        (await CommitOneAsync(book, Appropriate("6", 1) with { Frees = [key.Key], Claims = [key] })).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task An_outdated_row_is_stale_and_nothing_of_its_entry_stays()
    {
        var book = await Database.OpenBookAsync(Fund);
        var voucher = "voucher:" + Id("V");
        var order = "order:" + Id("O");
        await CommitOneAsync(book, Appropriate("1", 10) with { Rows = [new(Row(voucher, "Issued"), 0)] });
        RowWrite[] both = [new(Row(voucher, "PartlyUsed"), 1), new(Row(order, "Placed", voucher), 0)];
        await CommitOneAsync(book, Request("2") with { Rows = both });

        var results = await CommitAsync(
            book,
            Issue("3", 10) with { Rows = [new(Row(voucher, "Expired"), 1)] },
            Issue("4", 10) with { Rows = [new(Row(order, "Placed", voucher), 0)] },
            Issue("5", 10) with { Rows = [new(Row("voucher:" + Id("none"), "Issued"), 3)] },
            Issue("6", 10) with { Rows = [new(Row(voucher, "Exhausted"), 2)] });
        results.Select(r => r.Status).ShouldBe([CommitStatus.Stale, CommitStatus.Stale, CommitStatus.Stale, CommitStatus.Written]);
        var rows = await Database.Store.LoadAsync(voucher, default);
        rows.Select(r => (r.Row.Id, r.Row.Status, r.Version, r.Seq)).ShouldBe([(voucher, "Exhausted", 3, 3), (order, "Placed", 1, 2)]);
    }

    [Fact]
    public async Task Rows_of_one_aggregate_written_twice_in_a_row_keep_both_versions_apart()
    {
        var book = await Database.OpenBookAsync(Fund);
        var voucher = "voucher:" + Id("V");
        var results = await CommitAsync(
            book,
            Request("1") with { Rows = [new(Row(voucher, "Applied"), 0)] },
            Request("2") with { Rows = [new(Row(voucher, "Issued"), 1)] },
            Request("3") with { Rows = [new(Row(voucher, "Expired"), 2)] });
        results.Select(r => r.Seq).ShouldBe([1, 2, 3]);
        (await Database.Store.LoadAsync(voucher, default)).Single().Row.Status.ShouldBe("Expired");
    }

    [Fact]
    public async Task An_older_writer_is_fenced_off_and_nothing_is_written_twice()
    {
        var older = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(older, Appropriate("1", 1));
        var newer = await Database.OpenBookAsync(Fund);
        await Should.ThrowAsync<BookFencedException>(CommitOneAsync(older, Appropriate("2", 1)));
        await Should.ThrowAsync<BookFencedException>(CommitOneAsync(older, Appropriate("2", 1)));
        older.Failure.ShouldBeOfType<BookFencedException>();
        (await CommitOneAsync(newer, Appropriate("2", 1))).ShouldBe(new(CommitStatus.Written, 2));
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-2);
    }

    [Fact]
    public async Task Writers_that_take_a_book_from_each_other_under_load_lose_and_double_nothing()
    {
        const int commands = 150;
        var acknowledged = 0;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async w =>
        {
            var turns = new Turns();
            var book = await Database.OpenBookAsync(Fund);
            for (var i = w; i < commands; i += 2)
            {
                try
                {
                    var result = await await turns.Run(() => Task.FromResult(book.CommitAsync(Appropriate("L" + i, 1))));
                    Interlocked.Add(ref acknowledged, result.Status is CommitStatus.Written or CommitStatus.Duplicate ? 1 : 0);
                }
                catch (BookFencedException)
                {
                    book = await Database.OpenBookAsync(Fund);
                    i -= 2;
                }
            }
        }));
        acknowledged.ShouldBe(commands);
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-commands);
    }

    [Fact]
    public async Task When_the_answer_was_lost_the_command_id_answers_the_retry()
    {
        // The process died between commit and answer: nobody saw the result.
        await CommitOneAsync(await Database.OpenBookAsync(Fund), Appropriate("1", 5));
        await Database.ReopenAsync();
        (await CommitOneAsync(await Database.OpenBookAsync(Fund), Appropriate("1", 5))).Status.ShouldBe(CommitStatus.Duplicate);
        (await Database.Store.FindReceiptAsync(Id("1"), default)).ShouldNotBeNull().Seq.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_fails_is_unknown_to_all_who_wait_and_closes_the_book()
    {
        var book = await Database.OpenBookAsync(Fund);
        await Database.ExecuteAsync("ALTER TABLE personal RENAME TO personal_away");
        try
        {
            var failing = Appropriate("1", 5) with { Personal = [new(Id("hash"), "account", "6222")] };
            var requests = new[] { Appropriate("0", 5), failing, Appropriate("2", 5) };
            var tasks = await Turns.Run(() => requests.Select(book.CommitAsync).ToList());
            foreach (var task in tasks)
            {
                await Should.ThrowAsync<CommitUnknownException>(task);
            }
            await Should.ThrowAsync<CommitUnknownException>(CommitOneAsync(book, Appropriate("3", 5)));
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE personal_away RENAME TO personal");
        }
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBeNull();
        (await CommitOneAsync(await Database.OpenBookAsync(Fund), Appropriate("0", 5))).ShouldBe(new(CommitStatus.Written, 1));
    }

    private KeyClaim Invoice(string number) => new("invoice/" + Id(number), "order:O1", RejectionCode.InvoiceAlreadyClaimed);
}
