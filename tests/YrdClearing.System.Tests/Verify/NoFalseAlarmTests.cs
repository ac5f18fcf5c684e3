using YrdClearing.Server;
using YrdClearing.System.Tests.Backup;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// What <c>yrd verify</c> must not find: a good journal passes at any moment, whatever is on its way and whoever is writing.
/// </summary>
public sealed class NoFalseAlarmTests(OpenJournal journal) : IClassFixture<OpenJournal>
{
    [Fact]
    public async Task A_journal_passes_after_every_command_its_messages_applied_or_not()
    {
        var folder = Path.Combine(journal.Copy(), "again");
        await using var host = await StartAsync(folder);
        var network = new NetworkClient(host);
        foreach (var line in Api.Network.Setup.Concat(Api.Network.Rest).Concat(Api.Network.Markets))
        {
            var receipt = await network.ExecuteAsync(line);
            if (receipt.HasEffects)
            {
                await ShouldPassAsync(folder, line);
                await network.UntilAppliedAsync(receipt);
            }
        }
        await ShouldPassAsync(folder, "the end");
    }

    [Fact]
    public async Task A_journal_passes_while_a_server_writes_it()
    {
        const int orders = 40;
        var folder = Path.Combine(journal.Copy(), "again");
        await using var host = await StartAsync(folder);
        var load = new BackupUnderLoad(host);
        await load.SetUpAsync();
        var running = load.RunAsync(Enumerable.Range(1, orders));
        var times = 0;
        do
        {
            await ShouldPassAsync(folder, "while it is written");
            times++;
        }
        while (!running.IsCompleted);
        await running;
        times.ShouldBeGreaterThan(1);
    }

    /// <summary>No message arrives anywhere: cut-offs, payments, bids and titles stay as their own books have them.</summary>
    [Fact]
    public async Task A_journal_passes_with_all_its_messages_stopped()
    {
        var folder = journal.Copy();
        VerifyTests.Change(folder,
            "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.cause_book IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        await using var host = await StartAsync(folder);
        var network = new NetworkClient(host);
        string[] lines =
        [
            """{"as":"bank:network","do":"payout.confirm","order":"O7","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"fund:330000/chen","do":"payout.instruct","order":"O9","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"fund:330000/xu","do":"cycle.confirm","cycle":"C2","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"fund:310000/xu","do":"cycle.confirm","cycle":"C2","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"clearing:network","do":"cycle.instruct","cycle":"C2","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"bank:network","do":"cycle.pay","cycle":"C2","from":"330000","to":"310000","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"clearing:network","do":"cycle.cut-off","cycle":"C3","mode":"gross","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"clearing:network","do":"cycle.cut-off","cycle":"Q2","mode":"gross","network":"markets","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"market:330000/li","do":"contract.terminate","contract":"K8","reason":"agreed","at":"2026-04-19T09:00:00+08:00"}""",
            """{"as":"market:330000/li","do":"listing.close","listing":"L3","reason":"no","at":"2026-04-19T09:00:00+08:00"}""",
        ];
        foreach (var (line, i) in lines.Select((l, i) => (l, i)))
        {
            await UntilAnsweredAsync(() => network.ExecuteAsync(line, $"stopped-{i}"));
            await ShouldPassAsync(folder, line);
        }
    }

    [Fact]
    public async Task A_journal_passes_when_personal_values_are_erased()
    {
        var folder = journal.Copy();
        VerifyTests.Change(folder, "DELETE FROM personal WHERE kind = 'account'").ShouldBePositive();
        await ShouldPassAsync(folder, "one kind is erased");
        VerifyTests.Change(folder, "DELETE FROM personal").ShouldBePositive();
        await ShouldPassAsync(folder, "all are erased");
    }

    /// <summary>As a client does: what was written together with a message is unknown when that fails, and the same id answers.</summary>
    private static async Task UntilAnsweredAsync(Func<Task> send)
    {
        const int attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await send();
                return;
            }
            catch (Exception e) when (attempt < attempts && e is not ShouldAssertException)
            {
                // An unknown outcome: asked again.
            }
        }
    }

    private static Task<ClearingHost> StartAsync(string folder) =>
        ClearingHost.StartAsync(new(folder, null, Write: true), TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task ShouldPassAsync(string folder, string moment)
    {
        var report = await VerifyTests.RunAsync(folder);
        report.Invariants.Where(i => !i.Ok).Select(i => $"{i.Name}: {string.Join("; ", i.Rows)}").ShouldBeEmpty(moment);
    }
}
