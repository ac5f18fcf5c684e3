using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// A journal of every command of both networks with something open of each kind: holds, bids, claims, payouts in transit, a cycle, messages
/// on their way, a refusal that holds its command's id, and balances checkpointed in the middle. Small, so that it can be damaged and
/// verified many times.
/// </summary>
internal static class OpenNetwork
{
    private const string Refused = "NEW.event IN ('payout.due.1', 'payout.release-due.1')";

    /// <summary>Statements after which nothing that a payout is due for arrives.</summary>
    private const string RefuseOnSqlite =
        $"CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN {Refused} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";

    private const string RefuseOnPostgres =
        $"""
        CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON entry FOR EACH ROW WHEN ({Refused}) EXECUTE FUNCTION refuse()
        """;

    private const string AllowOnSqlite = "DROP TRIGGER refuse";

    private const string AllowOnPostgres = "DROP FUNCTION refuse() CASCADE";

    /// <summary>As the writer does every so many entries; here in the middle of each book.</summary>
    private const string Checkpoint =
        """
        INSERT INTO checkpoint SELECT book, CASE seq WHEN 1 THEN 1 ELSE seq / 2 END FROM head WHERE seq > 0;
        INSERT INTO balance SELECT p.book, p.account, sum(p.fen) FROM posting p JOIN checkpoint c ON c.book = p.book AND p.seq <= c.seq
            GROUP BY p.book, p.account
        """;

    /// <summary>Follows <c>network-open.jsonl</c>; the messages of both stay on their way.</summary>
    private static readonly string[] Last =
    [
        """{"at":"2026-04-18T09:00:00+08:00","as":"fund:330000/zhao","do":"claim.approve","order":"O8"}""",
        """{"at":"2026-04-18T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"milestone.accept","contract":"K8","milestone":"M1"}""",
    ];

    /// <param name="options">Where the journal shall be.</param>
    /// <param name="change">Runs statements on its database behind the writer's back.</param>
    public static async Task PlayAsync(StoreOptions options, Func<string, Task> change)
    {
        var isPostgres = options.Postgres is not null;
        var files = new[] { "Api/network-setup", "Api/network-rest", "Api/network-markets", "Verify/network-open" }
            .Select(f => Path.Combine(AppContext.BaseDirectory, f + ".jsonl"));
        string[] data = isPostgres ? ["--postgres", options.Postgres!] : ["--data", options.DataFolder!];
        var played = await Yrd.RunAsync(["replay", .. files, .. data]);
        played.ExitCode.ShouldBe(0, played.Error);
        await change(isPostgres ? RefuseOnPostgres : RefuseOnSqlite);
        await using (var host = await ClearingHost.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            var network = new NetworkClient(host);
            foreach (var line in Last)
            {
                await network.ExecuteAsync(line);
            }
            var refused = CommandReader.Read(Encoding.UTF8.GetBytes(Last[0]), "refused", null).Envelope.ShouldNotBeNull();
            await CommandIds.SettleAsync(host.Store, refused, new Rejection(RejectionCode.WrongState));
        }
        await change(isPostgres ? AllowOnPostgres : AllowOnSqlite);
        await change(Checkpoint);
    }
}
