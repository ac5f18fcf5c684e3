using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// A process that is paused while it sends a transaction leaves the server in the middle of it: the server waits for the rest, without any
/// end, and holds what the transaction has locked. The book could not be claimed by anybody for as long as the pause lasted.
/// </summary>
public sealed class PausedWriterTests(PostgresDatabase database) : JournalTestBase(database), IClassFixture<PostgresDatabase>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_book_whose_writer_is_paused_while_it_sends_is_claimed_by_another_and_nothing_of_the_half_is_written()
    {
        await using var wire = new CutWire(Database.Options.Postgres!);
        await using var paused = await JournalStores.OpenAsync(
            Database.Options with { Postgres = wire.ConnectionString }, TimeProvider.System, default);
        await using var committer = new Committer(paused);
        var book = await OpenAsync(paused, committer);
        var mark = Id("mark");
        var held = wire.HoldBackAfter(mark);
        // The head has moved and the keys are taken when its row arrives, and with it the mark.
        var lost = CommitOneAsync(book, Appropriate("1", 5) with { Rows = [new(Row("fund:" + Id("F"), mark), 0)] });
        await held.WaitAsync(Soon, TestContext.Current.CancellationToken);

        var next = await OpenAsync(Database.Store, Database.Committer).WaitAsync(Soon, TestContext.Current.CancellationToken);

        next.Head.Seq.ShouldBe(0);
        await Should.ThrowAsync<CommitUnknownException>(lost);
        (await CommitOneAsync(next, Appropriate("1", 5))).ShouldBe(new(CommitStatus.Written, 1));
        (await BalanceAsync(Domain.Ledger.Accounts.BudgetAvailable)).ShouldBe(-5);
    }

    [Fact]
    public async Task A_claim_waits_for_a_writer_whose_transaction_the_server_is_at_work_on()
    {
        await Database.ExecuteAsync("""
            CREATE FUNCTION work() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
                PERFORM pg_sleep(4);
                RETURN NULL;
            END $$;
            CREATE TRIGGER work AFTER INSERT ON entry FOR EACH ROW WHEN (NEW.event = 'test.worked.1') EXECUTE FUNCTION work();
            """);
        var book = await Database.OpenBookAsync(Fund);
        var slow = CommitOneAsync(book, Appropriate("1", 5) with { Event = "test.worked.1" });
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        var next = await Database.OpenBookAsync(Fund);

        next.Head.Seq.ShouldBe(1);
        (await slow).ShouldBe(new(CommitStatus.Written, 1));
        await Should.ThrowAsync<BookFencedException>(CommitOneAsync(book, Appropriate("2", 5)));
    }

    private Task<Book> OpenAsync(JournalStore store, Committer committer) =>
        Turns.Run(() => Book.OpenAsync(Fund, store, committer, TimeProvider.System, default));
}
