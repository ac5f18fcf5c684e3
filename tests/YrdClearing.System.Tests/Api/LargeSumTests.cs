using System.Net;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Api;

/// <summary>Serves a journal in which each account is within 64 bits, and all of a book together are not.</summary>
public class LargeServer : ApiServer
{
    public const string Fund = "fund:320000";

    public LargeServer()
    {
    }

    protected LargeServer(JournalDatabase data)
        : base(data)
    {
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await StopAsync();
        await using (var store = await JournalStores.OpenAsync(Options, TimeProvider.System, Stop))
        {
            await using var committer = new Committer(store);
            var book = await Turns.Run(() => Book.OpenAsync(Fund, store, committer, TimeProvider.System, Stop));
            foreach (var (debit, credit) in new[] { (Accounts.Cash, Accounts.Treasury), (Accounts.BudgetAppropriated, Accounts.BudgetAvailable) })
            {
                var request = new CommitRequest
                {
                    Book = Fund,
                    Aggregate = Fund,
                    At = BusinessTime.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, BusinessTime.Offset)),
                    Actor = "operator:network",
                    CommandId = debit,
                    BodyHash = new byte[32],
                    Event = "test.happened.1",
                    Data = StoredJson.Of("{}"),
                    Postings = [new(debit, long.MaxValue), new(credit, -long.MaxValue)],
                };
                (await await Turns.Run(() => Task.FromResult(book.CommitAsync(request)))).Status.ShouldBe(CommitStatus.Written);
            }
        }
        await StartAsync();
    }

    private Turns Turns { get; } = new();
}

public sealed class LargeOnPostgres() : LargeServer(new PostgresDatabase());

public sealed class LargeSumOnSqliteTests(LargeServer server) : LargeSumTests(server), IClassFixture<LargeServer>;

public sealed class LargeSumOnPostgresTests(LargeOnPostgres server) : LargeSumTests(server), IClassFixture<LargeOnPostgres>;

public abstract class LargeSumTests(LargeServer server)
{
    /// <summary>Found by a review: the sums passed 64 bits and the trial balance was answered 500.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("?asOf=2026-03-02")]
    public async Task A_trial_balance_may_come_to_more_than_64_bits_hold(string asOf)
    {
        var trial = await server.GetAsync("/api/v1/trial-balance" + asOf);
        trial.Status.ShouldBe(HttpStatusCode.OK, trial.Text);
        var fund = trial.Json["books"]![LargeServer.Fund]!;
        fund["balances"]!["assets:cash"]!.ToString().ShouldBe("92233720368547758.07");
        fund["debits"]!.ToString().ShouldBe("184467440737095516.14");
        fund["credits"]!.ToString().ShouldBe("184467440737095516.14");
        fund["total"]!.ToString().ShouldBe("0.00");
        (await server.GetAsync("/api/v1/trial-balance" + asOf, "text/csv")).Text
            .ShouldContain($"\r\n{LargeServer.Fund},total,184467440737095516.14,184467440737095516.14\r\n");
    }
}
