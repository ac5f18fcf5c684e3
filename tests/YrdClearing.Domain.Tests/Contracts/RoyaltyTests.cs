using CsCheck;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>A royalty from report to payment: 5% of sales in two halves of 2026, reports within 30 days, objection days 10.</summary>
public sealed class RoyaltyTests
{
    private static DraftContract Royal(string value = "1000000.00", string? entryFee = null, string? minimum = null, string? cap = null) =>
        Draft() with
        {
            Value = Yuan(value),
            TechnologyValue = Yuan("1.00"),
            Plan = RoyaltyOf(("0.00", "0.05")) with
            {
                EntryFee = entryFee is null ? null : Yuan(entryFee),
                EntryDue = entryFee is null ? null : new(2026, 3, 31),
                Minimum = minimum is null ? null : Yuan(minimum),
                Cap = cap is null ? null : Yuan(cap),
            },
        };

    private static ReportRoyalty Report(string period, string amount) => new("K1", period, Yuan(amount));
    private static InspectRoyalty Inspect(string period, string amount) => new("K1", period, Yuan(amount), "books of the buyer");
    private static AcceptMilestone Accept(string period) => new("K1", period);

    private static string Periods(MarketDesk desk) => string.Join(
        ' ', desk.Contract().Milestones.Select(m => $"{m.Id}:{m.Period?.Status.ToString() ?? m.Status.ToString()}:{m.Terms.Amount}"));

    [Fact]
    public void An_entry_fee_and_each_period_are_paid_and_what_is_left_goes_back()
    {
        var desk = new MarketDesk().Performing(Royal(entryFee: "200000.00")).At("2026-03-31");
        desk.Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("entry:Released:200000.00 P1:Open:0.00 P2:Open:0.00");
        desk.At("2026-07-01").Setup(Buyer, Report("P1", "3333333.33"));
        desk.EndOf("2026-07-11").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("entry:Released:200000.00 P1:Paid:166666.67 P2:Open:0.00");
        desk.Contract().Released.ShouldBe(Yuan("366666.67"));
        desk.At("2027-01-05").Setup(Buyer, Report("P2", "0.00"));
        desk.Setup(Li, Inspect("P2", "1000.00"));
        desk.Setup(Buyer, Accept("P2"));
        Periods(desk).ShouldBe("entry:Released:200000.00 P1:Paid:166666.67 P2:Paid:50.00");
        var view = ContractView.Of(desk.Contract());
        (view.Status, view.Escrow, view.Released, view.Refund.Due).ShouldBe(("Completed", "0.00", "366716.67", "633283.33"));
        view.Plan.ShouldBe(new PlanView("royalty", "sales", "fixed", view.Plan!.Tiers, "200000.00"));
        view.Milestones[2].Period.ShouldBe(new PeriodView("Paid", "2026-12-31", "2027-01-30", "0.00", "1000.00"));
        view.Milestones[2].Share.ShouldBeNull();
        desk.Balances(AH, "assets:escrow", "liabilities:refunds").ShouldBe([$"liabilities:refunds:{B} -633283.33"]);
        desk.Table(
            ("ok", Xu,   Instruct("refund")),
            ("ok", Li,   new RefundMilestone("K1", "P1", Yuan("166666.67"), "ruling")),
            ("amount_exceeds_contract", Li, new RefundMilestone("K1", "P1", Yuan("0.01"), "ruling")));
    }

    [Fact]
    public void A_report_is_refused_by_the_first_code_that_applies()
    {
        var desk = new MarketDesk().Performing(Royal(entryFee: "1.00")).LastMicrosecondOf("2026-06-30");
        desk.Table(
            ("not_found",       Stranger,   new ReportRoyalty("K9", "P1", Yuan("1.00"))),
            ("not_found",       Stranger,   Report("P9", "1.00")),
            ("not_found",       Buyer,      Report("entry", "1.00")),
            ("not_allowed",     Seller,     Report("P1", "-1.00")),
            ("invalid_amount",  Buyer,      Report("P1", "-0.01")),
            ("wrong_state",     Buyer,      Report("P1", "1.00")));
        desk.EndOf("2026-06-30").Table(
            ("wrong_state",     Buyer,      Report("P2", "1.00")),
            ("ok",              Buyer,      Report("P1", "1.00")),
            ("wrong_state",     Buyer,      Report("P1", "2.00")),
            ("wrong_state",     Buyer,      Accept("P1")),
            ("wrong_state",     Seller,     new DeliverMilestone("K1", "P1")),
            ("wrong_state",     Buyer,      new ObjectToMilestone("K1", "P1", "x")));
    }

    [Fact]
    public void The_sellers_market_inspects_within_the_objection_days_or_when_no_report_came()
    {
        var desk = new MarketDesk().Performing(Royal()).LastMicrosecondOf("2026-07-30");
        desk.Table(
            ("not_found",       Li,     Inspect("P9", "1.00")),
            ("not_allowed",     Xu,     Inspect("P1", "-1.00")),
            ("invalid_amount",  Li,     Inspect("P1", "-0.01")),
            ("wrong_state",     Li,     Inspect("P1", "1.00")));
        desk.EndOf("2026-07-30").Table(
            ("ok",              Li,     Inspect("P1", "100.00")),
            ("wrong_state",     Buyer,  Report("P1", "1.00")),
            ("ok",              Li,     Inspect("P1", "200.00")));
        desk.Contract().Milestones[0].Period.ShouldBe(
            new PeriodState(PeriodStatus.Inspected, new(2026, 6, 30), new(2026, 7, 30), null, Yuan("200.00")));
        desk.EndOf("2026-08-10").Table(("wrong_state", Li, Inspect("P1", "300.00")));
        desk.Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:10.00 P2:Open:0.00");
    }

    [Fact]
    public void What_the_escrow_does_not_cover_is_payable_and_waits()
    {
        var desk = new MarketDesk().Performing(Royal(), "10.00").At("2026-07-01");
        desk.Setup(Buyer, Report("P1", "1000.00"));
        desk.At("2026-07-12").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Payable:50.00 P2:Open:0.00");
        desk.Setup(Operator, new RunDeadlines());
        desk.Table(
            ("wrong_state",         Li,     Inspect("P1", "1.00")),
            ("escrow_insufficient", Buyer,  Accept("P1")),
            ("ok",                  Bank,   new FundContract("K1", Yuan("40.00"))));
        desk.Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:50.00 P2:Open:0.00");
    }

    /// <summary>P2 is reported while P1 is disputed by an inspection: it waits, since its tiers count from P1's base.</summary>
    [Fact]
    public void Periods_become_final_in_their_order()
    {
        var draft = Royal() with { Plan = RoyaltyOf(("0.00", "0.05"), ("1000.00", "0.10")) with { Form = RoyaltyForm.Rising } };
        var desk = new MarketDesk().Performing(draft).At("2027-01-01");
        desk.Setup(Buyer, Report("P1", "100.00"));
        desk.Setup(Buyer, Report("P2", "1000.00"));
        desk.At("2027-01-05").Setup(Li, Inspect("P1", "900.00"));
        desk.At("2027-01-12").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Inspected:0.00 P2:Reported:0.00");
        desk.EndOf("2027-01-15").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:45.00 P2:Paid:95.00");
        desk.Contract().Status.ShouldBe(ContractStatus.Completed);
    }

    /// <summary>Found by reading: a smaller one took the money that the one before it waited for.</summary>
    [Fact]
    public void Periods_are_paid_in_their_order()
    {
        var desk = new MarketDesk().Performing(Royal(), "20.00").At("2027-01-01");
        desk.Setup(Buyer, Report("P1", "500.00"));
        desk.Setup(Buyer, Report("P2", "100.00"));
        desk.EndOf("2027-01-11").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Payable:25.00 P2:Payable:5.00");
        desk.Table(
            ("escrow_insufficient", Buyer,  Accept("P1")),
            ("wrong_state",         Buyer,  Accept("P2")),
            ("ok",                  Bank,   new FundContract("K1", Yuan("10.00"))));
        desk.Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:25.00 P2:Paid:5.00");
    }

    [Fact]
    public void A_dispute_freezes_a_period_and_its_days_begin_anew()
    {
        var desk = new MarketDesk().Performing(Royal()).At("2026-07-01");
        desk.Setup(Buyer, Report("P1", "1000.00"));
        desk.Setup(Li, Inspect("P1", "2000.00"));
        desk.Setup(Buyer, new DisputeContract("K1", "sales of another product"));
        desk.Table(("wrong_state", Li, Inspect("P1", "1.00")), ("wrong_state", Buyer, Accept("P1")));
        desk.At("2026-08-01").Setup(Operator, new RunDeadlines());
        desk.Setup(Li, new ResolveContract("K1", "agreed"));
        desk.Setup(Li, Inspect("P1", "1500.00"));
        desk.At("2026-08-12").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:75.00 P2:Open:0.00");
    }

    [Fact]
    public void A_draft_leaves_room_for_what_it_promises()
    {
        var desk = new MarketDesk();
        desk.Table(
            ("invalid_amount",                  Li, Royal(entryFee: "0.00")),
            ("invalid_amount",                  Li, Royal(cap: "0.00")),
            ("invalid_amount",                  Li, Royal(minimum: "-1.00")),
            ("technology_value_exceeds_value",  Li, Royal("0.99", cap: "10.00")),
            ("amount_exceeds_contract",         Li, Royal("100.00", entryFee: "50.00", cap: "50.01")),
            ("amount_exceeds_contract",         Li, Royal("100.00", entryFee: "50.00", minimum: "50.01")),
            ("ok",                              Li, Royal("100.00", entryFee: "50.00", minimum: "50.00", cap: "50.00")));
    }

    [Fact]
    public void An_amended_plan_counts_anew_within_what_the_value_leaves()
    {
        var desk = new MarketDesk().Performing(Royal("100.00")).At("2026-07-01");
        desk.Setup(Buyer, Report("P1", "1000.00"));
        desk.At("2026-07-12").Setup(Operator, new RunDeadlines());
        var plan = RoyaltyOf(("0.00", "0.10")) with { Periods = [new("N1", new(2026, 8, 31))] };
        desk.Table(
            ("already_exists",          Li, new AmendContract("K1", Yuan("100.00"), Yuan("1.00"), RoyaltyOf(("0.00", "0.10")))),
            ("amount_exceeds_contract", Li, new AmendContract("K1", Yuan("100.00"), Yuan("1.00"), plan with { Cap = Yuan("50.01") })),
            ("ok",                      Li, new AmendContract("K1", Yuan("100.00"), Yuan("1.00"), plan)));
        desk.Sign().At("2026-09-01").Setup(Buyer, Report("N1", "1000.00"));
        desk.At("2026-09-12").Setup(Operator, new RunDeadlines());
        Periods(desk).ShouldBe("P1:Paid:50.00 N1:Paid:50.00");
        desk.Contract().Status.ShouldBe(ContractStatus.Completed);
    }

    /// <summary>Whatever is reported, inspected and funded: released and given back is what was funded, within cap and minimum.</summary>
    [Fact]
    public void Nothing_is_lost_whatever_is_reported() => Gen.Select(
            Gen.Long[0, 5_000_000], Gen.Long[0, 5_000_000], Gen.Bool, Gen.Int[0, 10_000], Gen.Int[0, 10_000])
        .Sample((first, second, isInspected, share, shareOfOther) =>
        {
            var desk = new MarketDesk().Performing(Royal("1000.00", "100.00", "200.00", "800.00") with
            {
                Owners = [new(X, new(Math.Min(share, shareOfOther)))],
            });
            desk.At("2027-01-01").Setup(Buyer, new ReportRoyalty("K1", "P1", new(first)));
            if (isInspected)
            {
                desk.Setup(Li, new InspectRoyalty("K1", "P1", new(second), "x"));
            }
            desk.Setup(Buyer, new ReportRoyalty("K1", "P2", new(second)));
            desk.At("2027-02-01").Setup(Operator, new RunDeadlines());
            var c = desk.Contract();
            c.Status.ShouldBe(ContractStatus.Completed);
            (c.Released + c.Standing.RefundDue).ShouldBe(Yuan("1000.00"));
            c.Released.ShouldBeInRange(Yuan("300.00"), Yuan("900.00"));
        }, iter: 100);
}
