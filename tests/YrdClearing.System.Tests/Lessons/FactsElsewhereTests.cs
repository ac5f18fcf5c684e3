using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by faults on real processes: while silos come and go two of them may hold the same party. What another silo has written, this one,
/// which remembers the party as it was before, must decide on all the same, whether that makes it refuse or serve.
/// </summary>
public sealed class FactsElsewhereTests : IAsyncLifetime
{
    private const string Provider = "91330000MAXX00349N";

    private readonly PostgresDatabase _database = new();
    private ClearingHost _host = null!;
    private NetworkClient _client = null!;
    private int _orders;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await ClearingHost.StartAsync(_database.Options, TimeProvider.System, Stop);
        _client = new(_host);
        await _client.SendAsync(Network.Setup);
        (await PlaceAsync()).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(
        "integrity", "integrity.list", """ "party":"91330000MAXX00349N","reason":"overdue" """,
        "integrity.clear", """ "party":"91330000MAXX00349N","reason":"paid" """, RejectionCode.IntegrityListed)]
    [InlineData(
        "provider", "provider.object", """ "provider":"91330000MAXX00349N","province":"310000","reason":"late" """,
        "provider.accept", """ "provider":"91330000MAXX00349N","province":"310000" """, RejectionCode.ProviderNotEffective)]
    public async Task What_another_silo_has_changed_is_decided_on_whatever_this_one_remembers(
        string kind, string change, string changeFields, string back, string backFields, RejectionCode expected)
    {
        await SendAsync(change, changeFields);
        var changed = await RowAsync(kind);
        await SendAsync(back, backFields);
        var asBefore = await RowAsync(kind);
        (await PlaceAsync()).ShouldBeNull();

        await AnotherSiloWritesAsync(changed);
        (await PlaceAsync()).ShouldBe(expected);
        await AnotherSiloWritesAsync(asBefore);
        (await PlaceAsync()).ShouldBeNull();

        // Now this one remembers what would be refused, and the other has taken it back.
        await SendAsync(change, changeFields);
        (await PlaceAsync()).ShouldBe(expected);
        await AnotherSiloWritesAsync(asBefore);
        (await PlaceAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_policy_that_another_silo_has_published_is_in_force_whatever_this_one_remembers()
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO state (id, kind, parent, book, version, seq, created, at, status, fund, body)
            SELECT 'policy:310000/P9', kind, parent, book, 1, seq + 1, created + 1, at, status, fund, replace(body, '"P1"', '"P9"')
            FROM state WHERE id = 'policy:310000/P1';
            UPDATE state SET version = version + 1 WHERE id = 'fund:310000'
            """);

        await SendAsync(
            "voucher.apply", """ "voucher":"V9","enterprise":"91310000MAXX00314U","fund":"310000","amount":"1.00" """,
            "enterprise:91310000MAXX00314U");
        await SendAsync("voucher.approve", """ "voucher":"V9" """, "fund:310000/wang");

        var voucher = VoucherRows.Read([.. (await _database.Store.LoadAsync("voucher:V9", Stop)).Select(r => r.Row)]);
        voucher.Policy.ShouldBe("P9");
    }

    /// <summary>
    /// Found by reading: an order's event tells where its voucher stands, but only the order's row was looked at, so an activation that had
    /// missed a change of the voucher wrote its old balance into the chain.
    /// </summary>
    [Fact]
    public async Task An_order_tells_where_its_voucher_stands_after_what_another_silo_has_changed()
    {
        await SendAsync("order.accept", """ "order":"O1" """, "provider:" + Provider);
        // Ten more are reserved, for an order that this silo does not know of.
        await _database.ExecuteAsync(
            """
            UPDATE state SET version = version + 1,
                body = replace(replace(body, '"available":9999960', '"available":9998960'), '"reserved":40', '"reserved":1040')
            WHERE id = 'voucher:V1'
            """);

        await SendAsync(
            "order.deliver", """ "order":"O1","contract":"2026330001","invoice":"26332000000012345678","invoiceAmount":"1.00" """,
            "provider:" + Provider);

        await using var connection = await _database.Store.OpenReadAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT data FROM entry WHERE event = 'order.delivered.1'";
        var told = (string)(await command.ExecuteScalarAsync(Stop)).ShouldNotBeNull();
        told.ShouldContain("\"available\":9998960");
        told.ShouldContain("\"reserved\":1040");
    }

    private Task SendAsync(string what, string fields, string actor = "fund:310000/li") => _client.SendAsync(
    [
        $$"""{"at":"2026-03-03T09:00:00+08:00","as":"{{actor}}","do":"{{what}}",{{fields}}}""",
    ]);

    /// <summary>An order of the Shanghai voucher at the Zhejiang provider; null when it was accepted.</summary>
    private async Task<RejectionCode?> PlaceAsync()
    {
        var order = $"O{++_orders}";
        var line = $$"""
            {"at":"2026-03-04T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"order.place","voucher":"V1","order":"{{order}}",
            "provider":"{{Provider}}","service":"testing","price":"1.00"}
            """;
        var envelope = CommandReader.Read(Encoding.UTF8.GetBytes(line), order, null).Envelope.ShouldNotBeNull();
        return (await _host.Dispatcher.ExecuteAsync(envelope, Stop)).Rejection?.Code;
    }

    private async Task<StoredRow> RowAsync(string kind) => (await _database.Store.LoadAsync($"{kind}:{Provider}", Stop)).Single();

    /// <summary>The row as another silo writes it; the aggregate in this one is not told.</summary>
    private Task AnotherSiloWritesAsync(StoredRow row) => _database.ExecuteAsync(
        $"UPDATE state SET status = '{row.Row.Status}', body = '{row.Row.Body}', version = version + 1 WHERE id = '{row.Row.Id}'");
}
