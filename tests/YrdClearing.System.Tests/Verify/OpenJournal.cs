using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Server;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// A journal of every command of both networks with something open of each kind: holds, bids, claims, payouts in transit, a cycle, messages
/// on their way, a refusal that holds its command's id, and balances checkpointed in the middle. Small, so that it can be damaged and
/// verified many times.
/// </summary>
public sealed class OpenJournal : PlayedJournal
{
    /// <summary>Statements after which nothing that a payout is due for arrives.</summary>
    private const string Refuse =
        "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.event IN ('payout.due.1', 'payout.release-due.1') "
        + "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";

    private const string Allow = "DROP TRIGGER refuse";

    /// <summary>As the writer does every so many entries; here in the middle of each book.</summary>
    private const string Checkpoint =
        """
        INSERT INTO checkpoint SELECT book, max(1, seq / 2) FROM head WHERE seq > 0;
        INSERT INTO balance SELECT p.book, p.account, sum(p.fen) FROM posting p JOIN checkpoint c ON c.book = p.book AND p.seq <= c.seq
            GROUP BY p.book, p.account
        """;

    /// <summary>Follows <c>network-open.jsonl</c>; the messages of both stay on their way.</summary>
    private static readonly string[] Last =
    [
        """{"at":"2026-04-18T09:00:00+08:00","as":"fund:330000/zhao","do":"claim.approve","order":"O8"}""",
        """{"at":"2026-04-18T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"milestone.accept","contract":"K8","milestone":"M1"}""",
    ];

    public override async ValueTask InitializeAsync()
    {
        await PlayAsync([.. new[] { "Api/network-setup", "Api/network-rest", "Api/network-markets", "Verify/network-open" }
            .Select(f => Path.Combine(AppContext.BaseDirectory, f + ".jsonl"))]);
        VerifyTests.Change(Original, Refuse);
        await using (var host = await ClearingHost.StartAsync(new(Original, null, Write: true), TimeProvider.System, Stop))
        {
            var network = new NetworkClient(host);
            foreach (var line in Last)
            {
                await network.ExecuteAsync(line);
            }
            var refused = CommandReader.Read(Encoding.UTF8.GetBytes(Last[0]), "refused", null).Envelope.ShouldNotBeNull();
            await CommandIds.SettleAsync(host.Store, refused, new Rejection(RejectionCode.WrongState));
        }
        VerifyTests.Change(Original, Allow);
        VerifyTests.Change(Original, Checkpoint);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
