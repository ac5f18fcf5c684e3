using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Server;

namespace YrdClearing.System.Tests.Grains;

/// <summary>Commands through dispatcher, grains and journal and back.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_command_goes_through_grain_and_journal_and_survives_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        await using (var host = await ClearingHost.StartAsync(new(_folder, null, true), TimeProvider.System, stop))
        {
            var opened = await SendAsync(host, """{"id":"1","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"310000","name":"上海"}""");
            opened.Rejection.ShouldBeNull();
            opened.Receipt!.Book.ShouldBe("network");
            var deposit = await SendAsync(host, """{"id":"2","at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"12.34"}""");
            deposit.Rejection.ShouldBeNull();
        }
        await using (var host = await ClearingHost.StartAsync(new(_folder, null, true), TimeProvider.System, stop))
        {
            var again = await SendAsync(host, """{"id":"2","at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"12.34"}""");
            again.Receipt!.Seq.ShouldBe(2);
            var reused = await SendAsync(host, """{"id":"2","at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"12.35"}""");
            reused.Rejection!.Code.ShouldBe(RejectionCode.CommandIdReused);
            var balances = await host.Store.BalancesAsync("fund:310000", [Accounts.Cash], stop);
            balances[Accounts.Cash].ShouldBe(1234);
        }
    }

    private static async Task<YrdClearing.Grains.Outcome> SendAsync(ClearingHost host, string json)
    {
        var read = CommandReader.Read(global::System.Text.Encoding.UTF8.GetBytes(json), null, null);
        read.Rejection.ShouldBeNull();
        var outcome = await host.Dispatcher.ExecuteAsync(read.Envelope!, TestContext.Current.CancellationToken);
        if (outcome.Receipt is { } receipt)
        {
            await host.Dispatcher.UntilAppliedAsync(receipt, TestContext.Current.CancellationToken);
        }
        return outcome;
    }
}
