using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Grains;

/// <summary>An aggregate that is asked from many threads without its grain's turn takes its own turns.</summary>
public sealed class AggregateTurnTests
{
    private static readonly CommandCall Call = new(new(
        "c1", new BusinessTime(0), Parsed("operator:network"), "fund.open", new Asked(), Encoding.UTF8.GetBytes("{}")));

    [Fact]
    public async Task Calls_go_one_at_a_time_in_the_order_they_came()
    {
        var aggregate = new Slow();
        var calls = Enumerable.Range(0, 50).Select(_ => aggregate.TryExecuteAsync(Call).AsTask()).ToList();
        for (var done = 0; done < calls.Count; done++)
        {
            aggregate.Inside.ShouldBe(1);
            calls.Count(c => c.IsCompleted).ShouldBe(done);
            aggregate.FinishOne();
            (await calls[done])!.Seq.ShouldBe(done + 1);
            if (done + 1 < calls.Count)
            {
                await aggregate.EnteredAsync(done + 2);
            }
        }
    }

    [Fact]
    public async Task Closing_waits_for_the_call_that_runs_and_those_after_it_are_sent_elsewhere()
    {
        var aggregate = new Slow();
        var running = aggregate.TryExecuteAsync(Call);
        var closing = aggregate.CloseAsync(TestContext.Current.CancellationToken);
        var late = aggregate.TryExecuteAsync(Call);
        closing.IsCompleted.ShouldBeFalse();
        aggregate.FinishOne();
        // For the late one, should it run against all expectation: so that the test fails and does not wait.
        aggregate.FinishOne();
        (await running)!.Seq.ShouldBe(1);
        await closing;
        (await late).ShouldBeNull();
    }

    [Fact]
    public async Task A_lost_aggregate_executes_and_applies_nothing()
    {
        var aggregate = new Slow();
        aggregate.Lose();
        (await aggregate.TryExecuteAsync(Call)).ShouldBeNull();
        (await aggregate.TryApplyAsync(new(new(new("fund:310000", 1, 0), "operator:network", new BusinessTime(0), new(0, "", "", "", default)))))
            .ShouldBeNull();
    }

    /// <summary>Found by thinking: with the database away, each of those who waited would have tried to read, one after the other.</summary>
    [Fact]
    public async Task When_it_cannot_be_read_one_tries_and_those_who_wait_ask_its_next_activation()
    {
        var left = 0;
        var aggregate = new Slow(readable: false) { Leaves = _ => left++ };
        var calls = Enumerable.Range(0, 10).Select(_ => aggregate.TryExecuteAsync(Call).AsTask()).ToList();
        var fact = aggregate.LoadInTurnAsync();
        aggregate.FinishOne();
        // For the others, should they try against all expectation: so that the test fails and does not wait.
        aggregate.Finish(calls.Count);
        await Should.ThrowAsync<IOException>(calls[0]);
        foreach (var waiting in calls.Skip(1))
        {
            (await waiting).ShouldBeNull();
        }
        await Should.ThrowAsync<AggregateGoneException>(fact);
        (aggregate.Loads, left).ShouldBe((1, 1));
    }

    private static Actor Parsed(string text) => Actor.TryParse(text, out var actor) ? actor! : throw new InvalidOperationException(text);

    private sealed record Asked : Command;

    /// <summary>Executes a call when it is told to.</summary>
    private sealed class Slow(bool readable = true) : Aggregate("voucher:V1")
    {
        private readonly SemaphoreSlim _finish = new(0);
        private readonly SemaphoreSlim _entered = new(0);
        private int _calls;
        private int _inside;

        public int Inside => Volatile.Read(ref _inside);

        public void FinishOne() => Finish(1);

        public void Finish(int calls) => _finish.Release(calls);

        public void Lose() => IsLost = true;

        public async Task EnteredAsync(int call)
        {
            while (Volatile.Read(ref _calls) < call)
            {
                await _entered.WaitAsync(TestContext.Current.CancellationToken);
            }
        }

        public int Loads { get; private set; }

        public override async Task LoadAsync(CancellationToken cancellation)
        {
            Loads++;
            if (!readable)
            {
                await _finish.WaitAsync(TestContext.Current.CancellationToken);
                throw new IOException("The database is away.");
            }
            IsLoaded = true;
        }

        protected override async ValueTask<CommandReply> ExecuteAsync(CommandCall call)
        {
            var seq = Interlocked.Increment(ref _calls);
            Interlocked.Increment(ref _inside);
            _entered.Release();
            await _finish.WaitAsync(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref _inside);
            return new("fund:310000", seq, 0, Id, HasMessages: false, null);
        }

        protected override ValueTask<AppliedReply> ApplyAsync(PendingMessage message, Command command) => throw new InvalidOperationException("It is lost.");
    }
}
