using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>The buyer's money from the bank to the seller (scenario.md, "Escrow", "Milestones", "Dispute", "Payouts").</summary>
public sealed class EscrowTests
{
    private static FundContract Fund(string amount) => new("K1", Yuan(amount));
    private static DeliverMilestone Deliver(string milestone) => new("K1", milestone);
    private static AcceptMilestone Accept(string milestone) => new("K1", milestone);
    private static ObjectToMilestone Object(string milestone) => new("K1", milestone, "a part is missing");

    [Fact]
    public void An_escrow_is_filled_in_parts_up_to_the_value()
    {
        var desk = new MarketDesk().Signed();
        desk.Table(
            ("not_found",               Bank,   new FundContract("K9", Yuan("1.00"))),
            ("not_allowed",             Buyer,  Fund("0.00")),
            ("invalid_amount",          Bank,   Fund("0.00")),
            ("invalid_amount",          Bank,   Fund("-1.00")),
            ("amount_exceeds_contract", Bank,   Fund("1000000.01")),
            ("ok",                      Bank,   Fund("300000.00")),
            ("amount_exceeds_contract", Bank,   Fund("700000.01")));
        desk.Status().ShouldBe("Performing Pending/Pending/Pending");
        desk.Release("M1");
        desk.Table(
            ("amount_exceeds_contract", Bank,   Fund("700000.01")),
            ("ok",                      Bank,   Fund("700000.00")),
            ("amount_exceeds_contract", Bank,   Fund("0.01")));
        desk.Balances(AH, "assets:escrow", "liabilities:escrow").ShouldBe(["assets:escrow 700000.00", "liabilities:escrow:K1 -700000.00"]);
    }

    /// <summary>domain.md: 5,000,000.00 at 30/40/30 with a 1% fee split 60/40; the first release, then termination.</summary>
    [Fact]
    public void A_release_between_two_markets_splits_the_fee_and_termination_refunds_the_rest()
    {
        var desk = new MarketDesk().Performing(Draft() with { Value = Yuan("5000000.00") }).Release("M1");
        desk.Balances(AH).ShouldBe(
        [
            "assets:cash 1500000.00", "assets:escrow 3500000.00", "income:fees -6000.00", "liabilities:due-to:market:330000 -1494000.00",
            "liabilities:escrow:K1 -3500000.00",
        ]);
        desk.Balances(ZJ).ShouldBe(
            ["assets:due-from:market:340000 1494000.00", "income:fees -9000.00", $"liabilities:sellers:{S} -1485000.00"]);
        desk.Setup(Li, new TerminateContract("K1", "agreed"));
        desk.Balances(AH, "assets:", "liabilities:escrow", "liabilities:refunds").ShouldBe(
            ["assets:cash 5000000.00", $"liabilities:refunds:{B} -3500000.00"]);
        desk.Status().ShouldBe("Terminated Released/Pending/Pending");
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("3500000.00", "0.00", "0.00"));
    }

    [Fact]
    public void A_release_in_one_market_keeps_both_parts_of_the_fee_and_owes_nobody_else()
    {
        var desk = new MarketDesk().Performing(Draft() with { Value = Yuan("5000000.00"), BuyerMarket = ZJ }).Release("M1");
        desk.Balances(ZJ).ShouldBe(
        [
            "assets:cash 1500000.00", "assets:escrow 3500000.00", "income:fees -15000.00", "liabilities:escrow:K1 -3500000.00",
            $"liabilities:sellers:{S} -1485000.00",
        ]);
        desk.Network.Ledgers["market:330000"].Sum(null, 0, 1000).ShouldBeEmpty();
    }

    [Fact]
    public void Milestones_are_delivered_objected_to_delivered_again_and_accepted_in_any_order()
    {
        var desk = new MarketDesk().Performing(amount: "300000.00").At("2026-03-02");
        desk.Table(
            ("not_found",           Stranger,   Deliver("M9")),
            ("not_found",           Stranger,   new DeliverMilestone("K9", "M1")),
            ("not_allowed",         Buyer,      Deliver("M3")),
            ("wrong_state",         Buyer,      Accept("M3")),
            ("wrong_state",         Buyer,      Object("M3")),
            ("ok",                  Seller,     Deliver("M3")),
            ("wrong_state",         Seller,     Deliver("M3")),
            ("not_allowed",         Seller,     Accept("M3")),
            ("not_allowed",         Seller,     Object("M3")),
            ("ok",                  Buyer,      Object("M3")),
            ("wrong_state",         Buyer,      Object("M3")),
            ("wrong_state",         Buyer,      Accept("M3")));
        desk.Contract().Milestones[2].AcceptBy.ShouldBeNull("given only while Delivered");
        desk.At("2026-03-05").Deliver("M3");
        desk.Contract().Milestones[2].AcceptBy.ShouldBe(new(2026, 3, 15), "counted from the latest delivery");
        desk.Deliver("M2");
        desk.Table(
            ("escrow_insufficient", Buyer,      Accept("M2")),
            ("ok",                  Buyer,      Accept("M3")),
            ("wrong_state",         Buyer,      Accept("M3")),
            ("wrong_state",         Seller,     Deliver("M3")));
        desk.Status().ShouldBe("Performing Pending/Delivered/Released");
    }

    [Fact]
    public void The_buyer_may_object_until_the_last_day_is_over_and_accept_after_it()
    {
        var desk = new MarketDesk().Performing().Deliver("M1").Deliver("M2");
        desk.LastMicrosecondOf("2026-03-12").Do(Buyer, Object("M1")).ShouldBe("ok");
        desk.EndOf("2026-03-12").Table(("wrong_state", Buyer, Object("M2")), ("ok", Buyer, Accept("M2")));
    }

    [Fact]
    public void Deadlines_accept_what_is_due_and_covered_in_the_order_of_the_plan()
    {
        var desk = new MarketDesk().Performing(amount: "699999.99").Deliver("M2").Deliver("M1");
        desk.LastMicrosecondOf("2026-03-12").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Delivered/Delivered/Pending");
        desk.EndOf("2026-03-12").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Delivered/Pending", "M1 comes first, and M2 is not covered any more");
        desk.Setup(Bank, Fund("0.01"));
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Released/Pending", "it waited for a later run");
        desk.Network.Events.OfType<MarketDeadlinesRun>().Select(e => e.Milestones).Where(n => n > 0).ShouldBe([1, 1]);
    }

    /// <summary>A milestone that comes later in the plan is not held up by one that is not covered.</summary>
    [Fact]
    public void Deadlines_pass_over_what_is_not_covered_and_complete_a_contract()
    {
        var desk = new MarketDesk().Performing(amount: "300000.00").Deliver("M2").Deliver("M3").EndOf("2026-03-12");
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Pending/Delivered/Released");
        desk.Setup(Bank, Fund("700000.00"));
        desk.Release("M1").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Completed Released/Released/Released");
    }

    [Fact]
    public void Objection_days_of_zero_end_with_the_day_of_delivery()
    {
        var desk = new MarketDesk().Performing(Draft() with { ObjectionDays = 0 }).Deliver("M1");
        desk.LastMicrosecondOf("2026-03-02").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Delivered/Pending/Pending");
        desk.EndOf("2026-03-02").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Pending/Pending");
    }

    /// <summary>A milestone worth nothing takes every step without a posting, its payout included.</summary>
    [Fact]
    public void An_amount_of_nothing_takes_every_step()
    {
        var desk = new MarketDesk().Performing(Draft() with { Plan = Plan(("M0", "0"), ("M1", "1")) }, "1.00");
        var before = DomainJson.Store(desk.Network.Balances());
        desk.Release("M0");
        desk.Table(("ok", Li, Instruct("M0")), ("ok", Bank, Fail("M0")), ("ok", Li, Instruct("M0")), ("ok", Bank, Confirm("M0")));
        DomainJson.Store(desk.Network.Balances()).ShouldBe(before);
        desk.Contract().Milestones[0].Payout.ShouldBe(PayoutStatus.Paid);
        desk.Do(Li, new RefundMilestone("K1", "M0", Yuan("0.01"), "x")).ShouldBe("amount_exceeds_contract");
    }

    [Fact]
    public void A_dispute_freezes_all_but_payouts_and_refunds_until_it_is_resolved()
    {
        var dispute = new DisputeContract("K1", "late");
        var resolve = new ResolveContract("K1", "agreed");
        var desk = new MarketDesk().Registered().At("2026-03-02");
        desk.Setup(Bank, Fund("1000000.00"));
        desk.Release("M1").Deliver("M2");
        desk.Table(
            ("not_allowed", Stranger,   dispute),
            ("not_allowed", Li,         dispute),
            ("wrong_state", Li,         resolve),
            ("ok",          Seller,     dispute),
            ("wrong_state", Buyer,      dispute),
            ("not_allowed", Buyer,      resolve),
            ("wrong_state", Buyer,      Accept("M2")),
            ("wrong_state", Buyer,      Object("M2")),
            ("wrong_state", Seller,     Deliver("M3")),
            ("wrong_state", Bank,       Fund("1.00")),
            ("wrong_state", Li,         new AmendContract("K1", Yuan("1.00"), Yuan("1.00"), Plan(("M9", "1")))),
            ("ok",          Li,         new RefundMilestone("K1", "M1", Yuan("1.00"), "ruling")),
            ("insufficient_cash", Li,   Instruct("M1")));
        desk.EndOf("2026-03-12").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Disputed Released/Delivered/Pending");
        desk.At("2026-03-20").Setup(Li, resolve);
        desk.Contract().Milestones[1].AcceptBy.ShouldBe(new(2026, 3, 30), "the objection days begin anew");
        desk.EndOf("2026-03-29").Do(Buyer, Object("M2")).ShouldBe("ok");
    }

    /// <summary>Cash decides, before the cycle has paid: the seller's market may lay out its own.</summary>
    [Fact]
    public void The_sellers_market_pays_the_net_from_the_release_on()
    {
        var desk = new MarketDesk().Performing();
        desk.Table(("wrong_state", Li, Instruct("M1")), ("not_allowed", Xu, Instruct("M1")), ("not_found", Li, Instruct("M9")),
            ("not_found", Li, Instruct("M1", "K9")));
        desk.Release("M1").Table(("insufficient_cash", Li, Instruct("M1")), ("not_allowed", Seller, Instruct("M1")));
        desk.Performing(Draft("K2") with { BuyerMarket = ZJ }).Release("M1", "K2");
        desk.Table(
            ("wrong_state", Bank,   Confirm("M1")),
            ("ok",          Li,     Instruct("M1")),
            ("insufficient_cash", Li, Instruct("M1", "K2")),
            ("wrong_state", Li,     Instruct("M1")),
            ("not_allowed", Li,     Fail("M1")),
            ("ok",          Bank,   Fail("M1")),
            ("ok",          Li,     Instruct("M1", "K2")),
            ("ok",          Bank,   Confirm("M1", "K2")),
            ("wrong_state", Bank,   Confirm("M1", "K2")));
        desk.Contract().Milestones[0].Payout.ShouldBe(PayoutStatus.PaymentFailed);
        desk.Balances(ZJ, "liabilities:", "assets:cash").ShouldBe(
            ["assets:cash 3000.00", "liabilities:escrow:K2 -700000.00", $"liabilities:sellers:{S} -297000.00"]);
    }
}
