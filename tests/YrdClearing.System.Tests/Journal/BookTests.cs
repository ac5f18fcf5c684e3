using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

public sealed class BookTestsOnSqlite(SqliteDatabase database) : BookTests(database), IClassFixture<SqliteDatabase>;

public sealed class BookTestsOnPostgres(PostgresDatabase database) : BookTests(database), IClassFixture<PostgresDatabase>;

/// <summary>What a book accepts, refuses and takes back.</summary>
public abstract class BookTests(JournalDatabase database) : JournalTestBase(database)
{
    private const string Enterprise = "91310000MAXX00015X";
    private static readonly string Quota = Accounts.QuotaAvailable(Enterprise, 2026);

    [Fact]
    public async Task An_entry_is_there_after_a_restart()
    {
        var book = await Database.OpenBookAsync(Fund);
        (await CommitOneAsync(book, Appropriate("1", 100_00))).ShouldBe(new(CommitStatus.Written, 1));

        await Database.ReopenAsync();
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-100_00);
        (await BalanceAsync(Accounts.Cash)).ShouldBeNull("never posted to");
        var receipt = (await Database.Store.FindReceiptAsync(Id("1"), default)).ShouldNotBeNull();
        (receipt.Book, receipt.Seq, receipt.AtMicroseconds).ShouldBe((Fund, 1, At.UnixMicroseconds));
        receipt.BodyHash.ShouldBe(Request("1").BodyHash);
        (await CommitOneAsync(await Database.OpenBookAsync(Fund), Issue("2", 100_00))).ShouldBe(new(CommitStatus.Written, 2));
        (await Database.Store.BooksAsync(default)).ShouldContain(Fund);
    }

    [Fact]
    public async Task A_grant_is_made_once_also_when_its_account_is_back_at_zero()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(book, Appropriate("money", 1_000_00));
        (await CommitOneAsync(book, TakeQuota("1", 60_00))).Status.ShouldBe(CommitStatus.Written);
        (await BalanceAsync(Quota)).ShouldBe(-40_00);
        (await CommitOneAsync(book, TakeQuota("2", 40_00))).Status.ShouldBe(CommitStatus.Written);
        (await BalanceAsync(Quota)).ShouldBe(0);

        book = await Database.OpenBookAsync(Fund);
        var refused = await CommitOneAsync(book, TakeQuota("3", 1));
        refused.Rejection.ShouldBe(new Rejection(RejectionCode.QuotaExceeded, Available: Money.Zero, Needed: new(1)));
    }

    [Fact]
    public async Task A_refused_first_use_grants_nothing_and_counts_the_grant_as_available()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(book, Appropriate("money", 1_000_00));
        var refused = await CommitOneAsync(book, TakeQuota("1", 100_01));
        refused.Rejection.ShouldBe(new Rejection(RejectionCode.QuotaExceeded, Available: new(100_00), Needed: new(100_01)));
        (await BalanceAsync(Quota)).ShouldBeNull();
        (await CommitOneAsync(book, TakeQuota("2", 100_00))).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task The_first_guard_that_fails_answers_with_its_code_and_figures()
    {
        var book = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(book, Appropriate("money", 50_00));
        var both = TakeQuota("1", 200_00) with
        {
            Guards =
            [
                new(RejectionCode.BudgetInsufficient, GuardKind.NotOverdrawn, Accounts.BudgetAvailable),
                new(RejectionCode.QuotaExceeded, GuardKind.NotOverdrawn, Quota),
            ],
        };
        (await CommitOneAsync(book, both)).Rejection
            .ShouldBe(new Rejection(RejectionCode.BudgetInsufficient, Available: new(50_00), Needed: new(200_00)));
        (await CommitOneAsync(book, both with { Guards = [both.Guards[1], both.Guards[0]] })).Rejection!.Code
            .ShouldBe(RejectionCode.QuotaExceeded);
    }

    [Fact]
    public async Task Cash_covers_what_is_in_transit_and_not_a_fen_more()
    {
        var book = await Database.OpenBookAsync(Fund);
        CommitRequest Pay(string id, long fen) => Move(id, Accounts.SubsidyExpenses, Accounts.PaymentsInTransit, fen) with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
        };
        await CommitOneAsync(book, Move("cash", Accounts.Cash, Accounts.Treasury, 10_00));
        (await CommitOneAsync(book, Pay("1", 6_00))).Status.ShouldBe(CommitStatus.Written);
        (await CommitOneAsync(book, Pay("2", 4_01))).Rejection
            .ShouldBe(new Rejection(RejectionCode.InsufficientCash, Available: new(4_00), Needed: new(4_01)));
        (await CommitOneAsync(book, Pay("3", 4_00))).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task The_cap_counts_what_is_owed_to_all_books_together_also_after_a_restart()
    {
        CommitRequest Owe(string id, string to, long fen) => Move(id, Accounts.SubsidyExpenses, Accounts.DueTo(to), fen) with
        {
            Guards = [new(RejectionCode.NetDebitCapExceeded, GuardKind.DueToAtMost, LimitFen: 100_00)],
        };
        await CommitOneAsync(await Database.OpenBookAsync(Fund), Owe("1", "fund:320000", 60_00));
        var book = await Database.OpenBookAsync(Fund);
        (await CommitOneAsync(book, Owe("2", "fund:330000", 40_01))).Rejection
            .ShouldBe(new Rejection(RejectionCode.NetDebitCapExceeded, Available: new(40_00), Needed: new(40_01)));
        (await CommitOneAsync(book, Owe("3", "fund:330000", 40_00))).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task What_buyers_owe_a_compensation_fund_stays_below_it_across_all_of_them_and_restarts()
    {
        CommitRequest Pay(string id, string buyer, long fen) => Move(id, Accounts.Subrogation(buyer), Accounts.Sellers("S"), fen) with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CompensationCovers)],
        };
        var before = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(before, Move("fund", Accounts.Cash, Accounts.RiskCompensation, 100_00));
        await CommitOneAsync(before, Pay("1", "B1", 60_00));
        var book = await Database.OpenBookAsync(Fund);
        (await CommitOneAsync(book, Pay("2", "B2", 40_01))).Rejection
            .ShouldBe(new Rejection(RejectionCode.InsufficientCash, Available: new(40_00), Needed: new(40_01)));
        (await CommitOneAsync(book, Pay("3", "B2", 40_00))).Status.ShouldBe(CommitStatus.Written);
        await CommitOneAsync(book, Move("4", Accounts.Cash, Accounts.Subrogation("B1"), 10_00));
        (await CommitOneAsync(book, Pay("5", "B3", 10_00))).Status.ShouldBe(CommitStatus.Written);
    }

    [Fact]
    public async Task A_writer_that_only_refuses_learns_that_another_has_the_book_though_it_posts_nothing_to_what_changed()
    {
        var before = await Database.OpenBookAsync(Fund);
        await CommitOneAsync(before, Move("cash", Accounts.Cash, Accounts.Treasury, 10_00));
        await CommitOneAsync(await Database.OpenBookAsync(Fund), Move("more", Accounts.Cash, Accounts.Treasury, 90_00));
        await Should.ThrowAsync<BookFencedException>(() => CommitOneAsync(
            before,
            Move("pay", Accounts.SubsidyExpenses, Accounts.PaymentsInTransit, 50_00) with
            {
                Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
            }));
    }

    [Fact]
    public async Task Guards_of_one_batch_see_what_came_before_them_in_it()
    {
        var book = await Database.OpenBookAsync(Fund);
        var results = await CommitAsync(
            book, Appropriate("money", 100_00), Issue("1", 60_00), Issue("2", 60_00), Issue("3", 40_00), Issue("4", 1));
        results.Select(r => r.Status).ShouldBe(
        [
            CommitStatus.Written, CommitStatus.Written, CommitStatus.Rejected, CommitStatus.Written, CommitStatus.Rejected,
        ]);
        results.Where(r => r.Status == CommitStatus.Written).Select(r => r.Seq).ShouldBe([1, 2, 3]);
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(0);
    }

    [Fact]
    public async Task A_bug_in_one_request_throws_there_and_harms_no_other()
    {
        var book = await Database.OpenBookAsync(Fund);
        var unguarded = Issue("1", 1) with { Guards = [] };
        var unbalanced = Request("2") with { Postings = [new(Accounts.Cash, 1)] };
        var elsewhere = Appropriate("3", 1, "fund:999999");
        var overflow = Move("4", Accounts.BudgetAppropriated, Accounts.BudgetAvailable, long.MaxValue);
        var requests = new[] { unguarded, Appropriate("5", 7), unbalanced, elsewhere, overflow };
        var tasks = await Turns.Run(() => requests.Select(book.CommitAsync).ToList());

        await Should.ThrowAsync<InvalidOperationException>(tasks[0]);
        (await tasks[1]).ShouldBe(new(CommitStatus.Written, 1));
        await Should.ThrowAsync<InvalidOperationException>(tasks[2]);
        await Should.ThrowAsync<InvalidOperationException>(tasks[3]);
        // Whoever sent it is told: a replay could never get past a line that has no outcome.
        (await tasks[4]).Rejection!.Code.ShouldBe(RejectionCode.InvalidAmount);
        book.Failure.ShouldBeNull();
        (await BalanceAsync(Accounts.BudgetAvailable)).ShouldBe(-7);
        (await CommitOneAsync(book, Issue("6", 8))).Rejection!.Available.ShouldBe(new Money(7));
    }

    [Fact]
    public async Task Each_entry_is_announced_with_its_messages_before_it_is_answered()
    {
        var book = await Database.OpenBookAsync(Fund);
        var announced = new List<PendingMessage>();
        book.Written = announced.AddRange;
        var message = new OutgoingMessage(0, "fund:320000", "payout:O1", "payout.record-due.1", StoredJson.Of("""{"fen":1}"""), AfterAll: true);
        OutgoingMessage[] both = [message, message with { N = 1, AfterAll = false }];
        await CommitAsync(book, Appropriate("1", 1), Appropriate("2", 1) with { Messages = both });

        announced.Select(a => a.Key).ShouldBe([new(Fund, 2, 0), new(Fund, 2, 1)]);
        (await Database.Store.PendingAsync(Fund, 0, 10, null, default)).ShouldBe(announced);
        (await Database.Store.PendingAsync(Fund, 2, 10, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Beyond_its_queue_a_book_takes_no_more_until_it_has_written()
    {
        var book = await Database.OpenBookAsync(Fund);
        var (taken, refused) = await Turns.Run(() =>
        {
            var tasks = Enumerable.Range(0, Book.MaxQueuedCommits).Select(i => book.CommitAsync(Issue("q" + i, 1))).ToList();
            return (tasks, book.CommitAsync(Issue("late", 1)));
        });
        await Should.ThrowAsync<BookOverloadedException>(refused);
        (await Task.WhenAll(taken)).ShouldAllBe(r => r.Status == CommitStatus.Rejected);
        (await CommitOneAsync(book, Appropriate("late", 1))).Status.ShouldBe(CommitStatus.Written);
    }

    private CommitRequest TakeQuota(string id, long fen)
    {
        var granted = Accounts.QuotaGranted(Enterprise, 2026);
        return Request(id) with
        {
            Grants = [new(Quota, [new(granted, 100_00), new(Quota, -100_00)])],
            Postings =
            [
                new(Accounts.BudgetAvailable, fen), new(Accounts.BudgetIssued, -fen), new(Quota, fen), new(granted, -fen),
            ],
            Guards = [new(RejectionCode.QuotaExceeded, GuardKind.NotOverdrawn, Quota), .. Issue(id, fen).Guards],
        };
    }
}
