using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>A run of deadlines comes to its end, and is gone through once, whatever becomes of what it causes.</summary>
public sealed class DeadlinesRunTests(SqliteDatabase database) : JournalTestBase(database), IClassFixture<SqliteDatabase>
{
    private const int Contracts = 3;

    private readonly ToldLog _log = new();
    private readonly string _market = "market:" + Random.Shared.Next(100_000, 1_000_000);

    /// <summary>Found by reading: one message that is stopped stopped the deadlines of its book, that night and each one after.</summary>
    [Fact]
    public async Task A_message_that_does_not_arrive_does_not_stop_the_run()
    {
        var (network, run) = await OpenAsync();
        var applied = (await run.TryApplyAsync(Message()).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldNotBeNull();
        applied.Book.ShouldBe(_market);
        network.Asked.ShouldBe(2 * Contracts);
    }

    /// <summary>Found by reading: the call for a run that took long came again, and asked each contract again.</summary>
    [Fact]
    public async Task A_run_that_comes_again_is_not_gone_through_anew()
    {
        var (network, run) = await OpenAsync();
        var first = (await run.TryApplyAsync(Message())).ShouldNotBeNull();
        (await run.TryApplyAsync(Message())).ShouldNotBeNull().Seq.ShouldBe(first.Seq);
        network.Asked.ShouldBe(2 * Contracts);
    }

    /// <summary>Found by reading: one contract that could not be read stopped the deadlines of its book, that night and each one after.</summary>
    [Fact]
    public async Task What_cannot_be_read_holds_up_none_of_the_others_and_is_told_of()
    {
        var (network, run) = await OpenAsync();
        network.Failures.Add($"{ContractRows.Kind}:{Id("K1")}", new InvalidDataException("no JSON"));
        (await run.TryApplyAsync(Message())).ShouldNotBeNull();
        network.Asked.ShouldBe(2 * Contracts - 1);
        _log.Told.ShouldHaveSingleItem().ShouldContain(Id("K1"));
    }

    [Theory]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task An_outage_ends_the_run_which_is_then_sent_again(Type cause)
    {
        var (network, run) = await OpenAsync();
        network.Failures.Add($"{ContractRows.Kind}:{Id("K1")}", new InvalidOperationException("no answer", (Exception)Activator.CreateInstance(cause)!));
        await Should.ThrowAsync<InvalidOperationException>(async () => await run.TryApplyAsync(Message()));
        network.Failures.Clear();
        (await run.TryApplyAsync(Message())).ShouldNotBeNull();
        // The first accepts once and refuses twice, the second fails once before it does the same, the third is asked in the second run.
        network.Asked.ShouldBe(3 + 1 + 2 + 2);
        _log.Told.ShouldBeEmpty();
    }

    private async Task<(Contractors Network, DeadlinesAggregate Run)> OpenAsync()
    {
        var book = await Database.OpenBookAsync(_market);
        await CommitOneAsync(book, Request(_market, _market) with
        {
            Rows = [.. Enumerable.Range(0, Contracts).Select(i => new RowWrite(
                Row($"{ContractRows.Kind}:{Id("K" + i)}", "Performing") with { Due = At.Day.AddDays(-1) }, 0))],
        });
        var network = new Contractors(book, Turns);
        var services = new ClearingServices(Database.Store, Database.Committer, new WaitsEnd(), new(new byte[32]));
        var run = new DeadlinesAggregate(DeadlinesState.IdOf(_market), services, network, _log);
        await run.LoadAsync(TestContext.Current.CancellationToken);
        return (network, run);
    }

    private Delivery Message()
    {
        var command = new RunBookDeadlines(_market, At);
        return new(new(
            new(Fund, 1, 0), "operator:network", At,
            new(0, _market, DeadlinesState.IdOf(_market), StoredTypes.NameOf(command), StoredTypes.Store(command), AfterAll: false)));
    }

    /// <summary>Waits of minutes end at once; others take their time.</summary>
    private sealed class WaitsEnd : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime >= TimeSpan.FromMinutes(1) ? TimeSpan.Zero : dueTime, period);
    }

    /// <summary>Each contract accepts one milestone, and the message that this causes never arrives.</summary>
    private sealed class Contractors(Book book, Turns turns) : INetwork
    {
        private readonly HashSet<string> _accepted = [];

        /// <summary>How often a contract was asked: until it has nothing left to do.</summary>
        public int Asked { get; private set; }

        /// <summary>Why a contract cannot be asked.</summary>
        public Dictionary<string, Exception> Failures { get; } = [];

        public ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call)
        {
            Asked++;
            if (Failures.TryGetValue(aggregate, out var failure))
            {
                throw failure;
            }
            return new(_accepted.Add(aggregate)
                ? new CommandReply(book.Name, 1, 0, aggregate, HasMessages: true, null)
                : CommandReply.Refused(new(RejectionCode.WrongState)));
        }

        public Task WhenAppliedAsync(string book, long seq) => throw new TimeoutException("It is stopped.");

        public Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host) => turns.Run(() => book.CommitAsync(request));

        public ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery) => throw new NotSupportedException();

        public Task<int> FlushAsync(string book, string? toBook) => throw new NotSupportedException();

        public ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
            where TState : class => throw new NotSupportedException();
    }
}
