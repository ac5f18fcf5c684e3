using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Vouchers;

public sealed class VoucherRowsTests
{
    [Fact]
    public void A_voucher_is_read_back_from_its_rows_in_any_order_of_orders()
    {
        var desk = new VoucherDesk().Issued();
        for (var i = 0; i < 12; i++)
        {
            desk.Delivered("100.00", $"O{12 - i}", i % 2 == 0 ? Local : Abroad);
        }
        var voucher = desk.Voucher();
        var rows = VoucherRows.Changed(null, voucher);
        rows[0].Id.ShouldBe("voucher:V1");
        var read = VoucherRows.Read([rows[0], .. rows.Skip(1).OrderBy(r => r.Id, StringComparer.Ordinal)]);
        DomainJson.Store(read).ShouldBe(DomainJson.Store(voucher));
        read.Orders.Select(o => o.Id).ShouldBe(Enumerable.Range(0, 12).Select(i => $"O{12 - i}"));
    }

    [Fact]
    public void Only_rows_that_changed_are_written_and_a_placement_writes_the_voucher_too()
    {
        var desk = new VoucherDesk().Issued().Placed("100.00", "O1").Placed("100.00", "O2");
        var before = desk.Voucher();
        Changed(before, new OrderAccepted("O2")).ShouldBe(["order:O2"]);
        var nothing = new Release(Money.Zero, Money.Zero, E, 2026);
        Changed(before, new OrderDeclined("O1", nothing) { After = before.Standing }).ShouldBe(["order:O1"]);
        var after = before.Standing with { Available = before.Standing.Available + Yuan("50.00") };
        var released = new Release(Yuan("50.00"), Money.Zero, E, 2026);
        Changed(before, new OrderDeclined("O1", released) { After = after }).ShouldBe(["voucher:V1", "order:O1"]);
        Changed(null, new VoucherApplied("V2", E, SH, Yuan("1.00"))).ShouldBe(["voucher:V2"]);
        desk.Placed("0.01", "O3");
        VoucherRows.Changed(before, desk.Voucher()).Select(r => r.Id).ShouldBe(["voucher:V1", "order:O3"]);
        VoucherRows.Changed(before, before).ShouldBeEmpty();
    }

    [Fact]
    public void Columns_hold_what_people_filter_sort_and_sum()
    {
        var desk = new VoucherDesk().Issued().Submitted("100.00", provider: Abroad);
        var rows = VoucherRows.Changed(null, desk.Voucher());
        (rows[0] with { Body = default }).ShouldBe(new()
        {
            Id = "voucher:V1", Kind = "voucher", Status = "PartlyUsed", Fund = SH, Enterprise = E, Amount = Yuan("100000.00"),
            Amount2 = Yuan("99960.00"), Amount3 = Yuan("40.00"), Due = new(2026, 4, 1), Body = default,
        });
        (rows[1] with { Body = default }).ShouldBe(new()
        {
            Id = "order:O1", Kind = "order", Parent = "voucher:V1", Status = "Confirmed", Fund = SH, Enterprise = E, Provider = Abroad,
            Claim = "Submitted", Amount = Yuan("100.00"), Amount2 = Yuan("40.00"), Amount3 = Money.Zero, Body = default,
        });
    }

    /// <summary>The due column is what a run of deadlines finds: too little would forget, too much would be refused.</summary>
    [Fact]
    public void Due_is_given_only_while_a_deadline_can_strike()
    {
        DateOnly useBy = new(2026, 4, 1), claimBy = new(2026, 4, 11);
        var desk = new VoucherDesk().Issued().Delivered();
        Due(desk).ShouldBe((useBy, null));
        desk.Setup(Enterprise, new ConfirmOrder("O1"));
        Due(desk).ShouldBe((useBy, claimBy));
        desk.Setup(LocalProvider, new SubmitClaim("O1"));
        Due(desk).ShouldBe((useBy, null));
        desk.Setup(Li, new ReturnClaim("O1", "x"));
        Due(desk).ShouldBe((useBy, claimBy));
        desk.Setup(Enterprise, new ReturnVoucher("V1"));
        Due(desk).ShouldBe((null, claimBy));
        desk.EndOf("2026-04-11").RunDeadlines();
        Due(desk).ShouldBe((null, null));
    }

    [Fact]
    public void Show_prints_a_voucher_with_nulls_and_two_decimals()
    {
        var desk = new VoucherDesk();
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("10000.01")));
        Show(desk).ShouldBe(
            $$"""
            {"id":"V1","status":"Applied","fund":"310000","enterprise":"{{E}}","amount":"10000.01","available":"0.00","reserved":"0.00",
            "redeemed":"0.00","useBy":null,"claimBy":null,"policy":null,"orders":[]}
            """.ReplaceLineEndings(""));
        desk.Setup(Wang, new ApproveVoucher("V1"));
        desk.Placed("100.00");
        Show(desk).ShouldBe(
            $$"""
            {"id":"V1","status":"PartlyUsed","fund":"310000","enterprise":"{{E}}","amount":"10000.01","available":"9950.01",
            "reserved":"50.00","redeemed":"0.00","useBy":"2026-04-01","claimBy":"2026-04-11","policy":"P1","orders":[{"id":"O1",
            "status":"Placed","provider":"{{Local}}","service":"testing","price":"100.00","subsidy":"50.00","own":"50.00","claim":null}]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void Lists_of_orders_and_claims_are_made_of_rows()
    {
        var row = VoucherRows.Changed(null, new VoucherDesk().Issued().Reviewed("100.00", provider: Abroad).Voucher())[1];
        OrderView.Of(row).ShouldBe(new(
            "O1", "V1", "Confirmed", SH, E, Abroad, JS, "testing", "P1", "R3", "0.4000", "2026-03-02T09:00:00+08:00", "100.00", "C-O1",
            "I-O1", "100.00", "40.00", "60.00", "Reviewed"));
        ClaimView.Of(row).ShouldBe(new("O1", "V1", "Reviewed", SH, JS, E, Abroad, Abroad, "R3", "I-O1", "40.00", "0.00", Su));
    }

    [Fact]
    public void The_key_of_an_order_is_read_back()
    {
        var key = new OrderKey("V1", "fund:310000", "fund:320500");
        key.ToString().ShouldBe("V1|fund:310000|fund:320500");
        OrderKey.Parse(key.ToString()).ShouldBe(key);
        Should.Throw<FormatException>(() => OrderKey.Parse("V1|fund:310000"));
    }

    private static IEnumerable<string> Changed(VoucherState? before, VoucherEvent e) =>
        VoucherRows.Changed(before, VoucherState.Evolve(before, e)).Select(r => r.Id);

    private static (DateOnly?, DateOnly?) Due(VoucherDesk desk) =>
        VoucherRows.Changed(null, desk.Voucher()) is [var voucher, var order] ? (voucher.Due, order.Due) : default;

    private static string Show(VoucherDesk desk) => JsonSerializer.Serialize(VoucherView.Of(desk.Voucher()), DomainJson.Options);
}
