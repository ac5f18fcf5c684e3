using Npgsql;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>
/// Found by reading: what a writer has to read before it can write waited for a connection behind the clients' reads, and when it had
/// waited too long its book failed with everything it had in hand.
/// </summary>
public sealed class SlowReadsTests(PostgresDatabase database) : JournalTestBase(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_book_opens_writes_and_refuses_while_slow_reads_hold_every_connection_for_reading()
    {
        var few = new NpgsqlConnectionStringBuilder(Database.Options.Postgres) { MaxPoolSize = 1, Timeout = 3 };
        await using var store = await JournalStores.OpenAsync(
            Database.Options with { Postgres = few.ToString() }, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var committer = new Committer(store);
        await CommitOneAsync(await OpenAsync(), Appropriate("money", 10_00));
        await using var slow = await store.OpenReadAsync(TestContext.Current.CancellationToken);
        await Should.ThrowAsync<NpgsqlException>(() => store.BooksAsync(default), "no client can read");

        var book = await OpenAsync();
        var claim = Move("claim", Accounts.SubsidyExpenses, Accounts.Claims("provider:91310000MAXX00015X"), 5_00);
        (await CommitOneAsync(book, claim)).Status.ShouldBe(CommitStatus.Written);
        (await CommitOneAsync(book, Issue("too much", 10_01))).Rejection!.Code.ShouldBe(RejectionCode.BudgetInsufficient);
        book.Failure.ShouldBeNull();

        Task<Book> OpenAsync() => Turns.Run(() => Book.OpenAsync(Fund, store, committer, TimeProvider.System, default));
    }
}
