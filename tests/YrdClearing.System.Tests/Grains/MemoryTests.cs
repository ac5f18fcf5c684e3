using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Grains;

/// <summary>What is in memory, how it leaves, and that nobody can tell by the answers whether something was there.</summary>
public sealed class MemoryTests
{
    private const string Sqlite = nameof(Sqlite);
    private const string Postgres = nameof(Postgres);

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task A_payout_lives_with_its_book_and_leaves_when_it_is_paid(string kind)
    {
        await using var silo = await Silo.StartAsync(kind);
        var order = OrderAbroad.BothWays([1]).First();
        await silo.Client.SendAsync([.. Network.Setup, .. order.UntilReviewed, order.Approve]);
        var payout = PayoutState.IdOf(order.Id);
        var book = silo.Local.Book("fund:" + order.Host).ShouldNotBeNull();
        silo.Local.Find(payout).ShouldNotBeNull().Host.ShouldBe(book);

        // A look at what is here counts as asking for it.
        for (var sweep = 0; sweep < 3; sweep++)
        {
            silo.Local.LetIdleGo();
            silo.Local.Find(payout).ShouldNotBeNull($"asked between two sweeps ({sweep})");
        }
        silo.Local.LetIdleGo();
        silo.Local.LetIdleGo();
        silo.Local.Find(payout).ShouldBeNull("nobody asked between two sweeps");

        await silo.Client.SendAsync(order.PayAndClawBack[0]);
        silo.Local.Find(payout).ShouldNotBeNull();
        await book.LeaveAsync();
        silo.Local.Find(payout).ShouldBeNull("its book has left");

        await silo.Client.SendAsync(order.PayAndClawBack[1]);
        silo.Local.Find(payout).ShouldBeNull("it is paid");
        await silo.Client.SendAsync(order.PayAndClawBack[2]);
        silo.Local.Find(payout).ShouldNotBeNull("what is clawed back is to be received");
    }

    /// <summary>
    /// Found by reading: a payout's commit was handed to its book's grain, which was going and waited for the call that the payout was on.
    /// </summary>
    [Fact]
    public async Task A_payout_that_is_under_way_when_its_book_goes_commits_or_fails_at_once()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var silo = await Silo.StartAsync(Postgres);
        var order = OrderAbroad.BothWays([1]).First();
        await silo.Client.SendAsync([.. Network.Setup, .. order.UntilReviewed, order.Approve]);
        var payout = PayoutState.IdOf(order.Id);
        var name = "fund:" + order.Host;
        var book = silo.Local.Book(name).ShouldNotBeNull();
        silo.Local.Find(payout).ShouldNotBeNull().NeedNotStay();

        await using var holder = new NpgsqlConnection(silo.Postgres);
        await holder.OpenAsync(stop);
        await using var held = await holder.BeginTransactionAsync(stop);
        await using (var hold = new NpgsqlCommand("LOCK TABLE state IN ACCESS EXCLUSIVE MODE", holder, held))
        {
            await hold.ExecuteNonQueryAsync(stop);
        }
        var envelope = CommandReader.Read(Encoding.UTF8.GetBytes(order.PayAndClawBack[0]), "under-way", null).Envelope.ShouldNotBeNull();
        // As another silo asks.
        var underWay = silo.Grains.GetGrain<IBookGrain>(name).Execute(payout, new(envelope, name));
        await using (var waiting = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))", holder, held))
        {
            while (await waiting.ExecuteScalarAsync(stop) is 0L)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), stop);
            }
        }
        await book.LeaveAsync();
        await held.RollbackAsync(stop);

        // Whether it was first or the book's next activation was.
        await Task.WhenAny(underWay, Task.Delay(TimeSpan.FromSeconds(10), stop));
        underWay.IsCompleted.ShouldBeTrue();
        (await silo.ExecuteAsync(order.PayAndClawBack[0], "under-way").WaitAsync(TimeSpan.FromSeconds(10), stop)).Receipt.ShouldNotBeNull();
    }

    /// <summary>What makes an aggregate is not preceded by a look whether it is there.</summary>
    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task What_makes_an_aggregate_is_answered_the_same_whether_it_is_in_memory_or_not(string kind)
    {
        await using var silo = await Silo.StartAsync(kind);
        await silo.Client.SendAsync(Network.Setup);
        var apply = silo.Client.Log.First(a => a.Line.Contains("voucher.apply", StringComparison.Ordinal));
        var again = await silo.ExecuteAsync(apply.Line, "again");
        again.Rejection.ShouldNotBeNull().Code.ShouldBe(RejectionCode.AlreadyExists);

        await silo.UntilColdAsync("voucher:V1");
        var repeated = (await silo.ExecuteAsync(apply.Line, apply.Id)).Receipt.ShouldNotBeNull();
        (repeated.Book, repeated.Seq).ShouldBe((apply.Book, apply.Seq));
        await silo.UntilColdAsync("voucher:V1");
        (await silo.ExecuteAsync(apply.Line, "once more")).Rejection.ShouldBe(again.Rejection);
        await silo.UntilColdAsync("voucher:V1");
        (await silo.ExecuteAsync(apply.Line.Replace("\"fund\":\"310000\"", "\"fund\":\"330000\"", StringComparison.Ordinal), "of another fund"))
            .Rejection.ShouldBe(again.Rejection);
        await silo.UntilColdAsync("voucher:V1");
        await silo.ExecuteAsync(apply.Line, apply.Id);

        // It knows what it is, whichever of those came last.
        var order = OrderAbroad.BothWays([1]).First();
        await silo.Client.SendAsync(order.UntilReviewed);
        var approval = await silo.Client.ExecuteAsync(order.Approve, "approval");
        await silo.Client.UntilAppliedAsync(approval);

        var due = new RecordPayoutDue(
            order.Id, order.Voucher, approval.Book, "fund:" + order.Host, order.Provider, new Money(order.SubsidyFen));
        var delivery = new Delivery(new(
            new(approval.Book, approval.Seq, 0), $"fund:{order.Home}/zhao", approval.At,
            new(0, due.PayingBook, PayoutState.IdOf(order.Id), StoredTypes.NameOf(due), StoredTypes.Store(due))));
        var warm = await silo.Network.ApplyAsync(PayoutState.IdOf(order.Id), delivery);
        silo.Local.Find(PayoutState.IdOf(order.Id)).ShouldNotBeNull().NeedNotStay();
        var cold = await silo.Network.ApplyAsync(PayoutState.IdOf(order.Id), delivery);
        (cold.Book, cold.Seq).ShouldBe((warm.Book, warm.Seq));
        await silo.Client.SendAsync(order.PayAndClawBack);
    }

    /// <summary>One silo with its client.</summary>
    private sealed class Silo(JournalDatabase database, ClearingHost host) : IAsyncDisposable
    {
        public NetworkClient Client { get; } = new(host);

        public LocalGrains Local => host.Services.GetRequiredService<LocalGrains>();

        public string Postgres => database.Options.Postgres.ShouldNotBeNull();

        public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

        public INetwork Network => host.Services.GetRequiredService<INetwork>();

        public static async Task<Silo> StartAsync(string kind)
        {
            JournalDatabase database = kind == Sqlite ? new SqliteDatabase() : new PostgresDatabase();
            if (database is PostgresDatabase postgres)
            {
                await postgres.CreateAsync();
            }
            return new(database, await ClearingHost.StartAsync(database.Options, TimeProvider.System, Stop));
        }

        public Task<Outcome> ExecuteAsync(string line, string id) => host.Dispatcher.ExecuteAsync(
            CommandReader.Read(Encoding.UTF8.GetBytes(line), id, null).Envelope.ShouldNotBeNull(), Stop).AsTask();

        /// <summary>Lets an aggregate leave memory and waits until it has.</summary>
        public async Task UntilColdAsync(string aggregate)
        {
            var management = Grains.GetGrain<IManagementGrain>(0);
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (Local.Find(aggregate) is not null)
            {
                await management.ForceActivationCollection(TimeSpan.Zero);
                await tick.WaitForNextTickAsync(Stop);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await database.DisposeAsync();
        }

        private static CancellationToken Stop => TestContext.Current.CancellationToken;
    }
}
