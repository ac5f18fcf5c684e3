using Microsoft.Extensions.Logging.Abstractions;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>
/// Found by reading: waits of clients that had gone, or were told "pending", were kept as long as their commands' effects took.
/// </summary>
public sealed class BookWaitTests(SqliteDatabase database) : JournalTestBase(database), IClassFixture<SqliteDatabase>
{
    [Fact(Timeout = 30_000)]
    public async Task A_wait_for_effects_that_do_not_come_ends_and_is_taken_up_again_only_by_those_who_care()
    {
        var clock = new WaitsEnd();
        var network = new NobodyAnswers();
        var services = new ClearingServices(Database.Store, Database.Committer, clock, new(new byte[32]));
        using var book = network.Book = await OpenAsync(services, network, TestContext.Current.CancellationToken);
        var sent = await Turns.Run(() => book.CommitAsync(Sending("1")));

        await Should.ThrowAsync<TimeoutException>(book.WhenAppliedSoonAsync(sent.Seq));

        using var cares = new CancellationTokenSource();
        var waiting = network.UntilAppliedAsync(Fund, sent.Seq, clock, cares.Token);
        await network.AskedAsync(times: 3);
        waiting.IsCompleted.ShouldBeFalse();
        await cares.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    /// <summary>Found by reading: it waited until a message had failed eight times, some minutes.</summary>
    [Fact(Timeout = 30_000)]
    public async Task A_flush_of_what_is_not_applied_ends()
    {
        var network = new NobodyAnswers();
        var services = new ClearingServices(Database.Store, Database.Committer, new WaitsEnd(), new(new byte[32]));
        using var book = network.Book = await OpenAsync(services, network, TestContext.Current.CancellationToken);
        await Turns.Run(() => book.CommitAsync(Sending("flush")));
        await Should.ThrowAsync<TimeoutException>(Turns.Run(() => book.FlushAsync(null, RunningBook.LongestWait)));
    }

    private Task<RunningBook> OpenAsync(ClearingServices services, INetwork network, CancellationToken stop) => Turns.Run(
        () => RunningBook.OpenAsync(Fund, services, network, NullLogger.Instance, stop));

    private CommitRequest Sending(string id) => Request(id) with
    {
        Messages = [new(0, "fund:320000", "payout:O1", "payout.record-due.1", StoredJson.Of("{}"))],
    };

    /// <summary>The longest wait ends at once; others take their time.</summary>
    private sealed class WaitsEnd : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == RunningBook.LongestWait ? TimeSpan.Zero : dueTime, period);
    }
}
