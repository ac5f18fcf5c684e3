using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>
/// Found by reading: a refusal waited for each pair of books in turn, and up to four times, so it could take minutes where some of them were
/// slow to answer.
/// </summary>
public sealed class RefusalWaitTests(SqliteDatabase database) : JournalTestBase(database), IClassFixture<SqliteDatabase>
{
    private const string Reconcile =
        """{"at":"2026-03-31T18:00:00+08:00","as":"clearing:network","do":"cycle.calculate","cycle":"C1"}""";

    [Theory]
    [InlineData(9, 3)]
    [InlineData(30, 1)]
    public async Task A_refusal_that_messages_may_change_waits_for_them_so_long_and_is_then_an_unknown_outcome(int seconds, int asked)
    {
        await Database.OpenBookAsync(Fund);
        await Database.OpenBookAsync("fund:320000");
        var network = new SlowBooks(TimeSpan.FromSeconds(seconds));
        var services = new ClearingServices(Database.Store, Database.Committer, network.Clock, new(new byte[32]));
        var envelope = CommandReader.Read(Encoding.UTF8.GetBytes(Reconcile), "1", null).Envelope!;

        await Should.ThrowAsync<TimeoutException>(
            async () => await new Dispatcher(network, services).ExecuteAsync(envelope, TestContext.Current.CancellationToken));

        network.Asked.ShouldBe(asked);
    }

    /// <summary>
    /// Found in a run of all tests: a cycle whose cut-off had been accepted was refused as not reported yet. Each message had been applied just
    /// before its book was asked, and the next one was sent by a book that had been asked already.
    /// </summary>
    [Fact]
    public async Task A_chain_of_messages_that_moves_on_behind_the_question_is_followed_to_its_end()
    {
        string[] books = [Fund, "fund:320000", "fund:330000"];
        foreach (var book in books)
        {
            await Database.OpenBookAsync(book);
        }
        // Each round comes too late for one of them.
        var network = new MovesOn([.. (await Database.Store.BooksAsync(TestContext.Current.CancellationToken)).Reverse().Take(4)]);
        var services = new ClearingServices(Database.Store, Database.Committer, TimeProvider.System, new(new byte[32]));
        var envelope = CommandReader.Read(Encoding.UTF8.GetBytes(Reconcile), "2", null).Envelope!;
        await new Dispatcher(network, services).ExecuteAsync(envelope, TestContext.Current.CancellationToken);
        network.Left.ShouldBe(0);
    }

    /// <summary>One message at a time, each sent by the next book of the chain; it is applied in the moment in which its book is asked.</summary>
    private sealed class MovesOn(string[] chain) : Refusing
    {
        private int _at;

        public int Left => chain.Length - _at;

        public override Task<int> FlushAsync(string book, string? toBook)
        {
            _at += _at < chain.Length && chain[_at] == book ? 1 : 0;
            return Task.FromResult(0);
        }
    }

    /// <summary>Each book has one more message whenever it is asked, and takes its time.</summary>
    private sealed class SlowBooks(TimeSpan each) : Refusing
    {
        public MovedClock Clock { get; } = new();

        public int Asked { get; private set; }

        public override Task<int> FlushAsync(string book, string? toBook)
        {
            Asked++;
            Clock.Now += each;
            return Task.FromResult(1);
        }
    }

    /// <summary>Everything is refused, for what a message may change.</summary>
    private abstract class Refusing : INetwork
    {
        public ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call) =>
            new(CommandReply.Refused(new(RejectionCode.CycleNotReconciled)));

        public abstract Task<int> FlushAsync(string book, string? toBook);

        public ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery) => throw new NotSupportedException();

        public Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host) => throw new NotSupportedException();

        public Task WhenAppliedAsync(string book, long seq) => throw new NotSupportedException();

        public ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
            where TState : class => throw new NotSupportedException();
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
