using YrdClearing.Domain.Ledger;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>Found by reading: one row that could not be read stopped the deadlines of its whole book, that night and each one after.</summary>
public sealed class DamagedRowTests : IAsyncLifetime
{
    private readonly PostgresDatabase _database = new();
    private int _sent;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_voucher_that_cannot_be_read_expires_when_it_can_be_again_and_the_others_in_time()
    {
        await ServeAsync(
        [
            .. Network.Setup,
            Line("2026-03-03", "enterprise:" + Network.Enterprise, "voucher.apply",
                $""" "voucher":"V9","enterprise":"{Network.Enterprise}","fund":"310000","amount":"1.00" """),
            Line("2026-03-03", "fund:310000/wang", "voucher.approve", """ "voucher":"V9" """),
        ]);
        var body = await BodyAsync("V1");
        await _database.ExecuteAsync("UPDATE state SET body = 'no JSON' WHERE id = 'voucher:V1'");
        await ServeAsync([Run("2030-01-01")]);
        (await StatusAsync("V9")).ShouldBe("Expired");
        (await StatusAsync("V1")).ShouldBe("Issued");

        await _database.ExecuteAsync($"UPDATE state SET body = '{body}' WHERE id = 'voucher:V1'");
        await ServeAsync([Run("2030-01-02")]);
        (await StatusAsync("V1")).ShouldBe("Expired");
    }

    /// <summary>A process of its own for some commands, so that all is read again from the journal.</summary>
    private async Task ServeAsync(IReadOnlyList<string> lines)
    {
        await using var host = await ClearingHost.StartAsync(_database.Options, TimeProvider.System, Stop);
        var client = new NetworkClient(host);
        foreach (var line in lines)
        {
            await client.UntilAppliedAsync(await client.ExecuteAsync(line, $"d{++_sent}"));
        }
    }

    private async Task<string> BodyAsync(string voucher) => (await RowAsync(voucher)).Body.ToString();

    private async Task<string> StatusAsync(string voucher) => (await RowAsync(voucher)).Status;

    private async Task<StateRow> RowAsync(string voucher) =>
        (await _database.Store.LoadAsync("voucher:" + voucher, Stop)).Single(r => r.Row.Id == "voucher:" + voucher).Row;

    private static string Run(string day) => Line(day, "operator:network", "deadlines.run", "");

    private static string Line(string day, string actor, string what, string fields) =>
        $$"""{"at":"{{day}}T09:00:00+08:00","as":"{{actor}}","do":"{{what}}"{{(fields.Length > 0 ? "," : "")}}{{fields}}}""";
}
