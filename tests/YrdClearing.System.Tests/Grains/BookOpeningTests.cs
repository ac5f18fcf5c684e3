using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>
/// Found by reading: a book was open only when its outbox had looked up all that was pending. Behind a message that is stopped that may be
/// millions of entries; Orleans gives up after half a minute, and the book could not be opened any more. Each attempt went on by itself, too.
/// </summary>
public sealed class BookOpeningTests(PostgresDatabase database) : JournalTestBase(database), IClassFixture<PostgresDatabase>
{
    [Fact(Timeout = 60_000)]
    public async Task A_book_is_open_before_it_is_known_what_its_outbox_has_still_to_send()
    {
        var stop = TestContext.Current.CancellationToken;
        await CommitOneAsync(await Database.OpenBookAsync(Fund), Request("1") with
        {
            Messages = [new(0, "fund:320000", "payout:O1", "payout.record-due.1", StoredJson.Of("{}"))],
        });
        await using var holder = new NpgsqlConnection(Database.Options.Postgres);
        await holder.OpenAsync(stop);
        await using var held = await holder.BeginTransactionAsync(stop);
        // Whether a message is applied is what the table of keys says.
        await using var hold = new NpgsqlCommand("LOCK TABLE key IN ACCESS EXCLUSIVE MODE", holder, held);
        await hold.ExecuteNonQueryAsync(stop);
        var services = new ClearingServices(Database.Store, Database.Committer, TimeProvider.System, new(new byte[32]));

        var opening = Turns.Run(() => RunningBook.OpenAsync(Fund, services, new NobodyAnswers(), NullLogger.Instance, stop));

        using var book = await opening.WaitAsync(TimeSpan.FromSeconds(10), stop);
        book.Pending.ShouldBe(0);
        await held.RollbackAsync(stop);
        while (book.Pending == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
        }
    }
}
