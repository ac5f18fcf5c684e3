using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Settlement;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>Money on its way back to the buyer, and the cycles of the markets (scenario.md, "Termination and refund", "Payouts").</summary>
public sealed class RefundTests
{
    private static RefundMilestone Refund(string amount, string milestone = "M1") => new("K1", milestone, Yuan(amount), "ruling");

    [Fact]
    public void A_released_milestone_is_refunded_up_to_its_amount_fee_included()
    {
        var desk = new MarketDesk().Performing();
        desk.Table(
            ("not_found",               Li,     Refund("0.00", "M9")),
            ("not_allowed",             Xu,     Refund("0.00")),
            ("invalid_amount",          Li,     Refund("0.00")),
            ("wrong_state",             Li,     Refund("300000.01")));
        desk.Release("M1").Table(
            ("amount_exceeds_contract", Li,     Refund("300000.01")),
            ("ok",                      Li,     Refund("100000.00")),
            ("amount_exceeds_contract", Li,     Refund("200000.01")),
            ("ok",                      Li,     Refund("200000.00")),
            ("amount_exceeds_contract", Li,     Refund("0.01")));
        desk.Balances(ZJ).ShouldBe(
        [
            "assets:due-from:market:340000 298800.00", $"assets:recoverable:{S} 300000.00", "income:fees -1800.00",
            "liabilities:due-to:market:340000 -300000.00", $"liabilities:sellers:{S} -297000.00",
        ]);
        desk.Balances(AH, "assets:due", "liabilities:refunds").ShouldBe(
            ["assets:due-from:market:330000 300000.00", $"liabilities:refunds:{B} -300000.00"]);
        desk.Contract().Standing.Returned.ShouldBe(Money.Zero, "it did not come out of the escrow");
    }

    [Fact]
    public void In_one_market_the_seller_owes_the_refund_to_the_buyer()
    {
        var desk = new MarketDesk().Performing(Draft() with { BuyerMarket = ZJ }).Release("M1");
        desk.Setup(Li, Refund("1.00"));
        desk.Balances(ZJ, "assets:recoverable", "liabilities:refunds", "liabilities:due").ShouldBe(
            [$"assets:recoverable:{S} 1.00", $"liabilities:refunds:{B} -1.00"]);
    }

    [Fact]
    public void The_seller_repays_what_was_refunded_whatever_became_of_its_payout()
    {
        var desk = new MarketDesk().Performing().Release("M1").Release("M2");
        desk.Table(
            ("not_found",               Bank,   Receive("M9", "1.00")),
            ("not_found",               Bank,   Receive("refund", "1.00")),
            ("not_allowed",             Li,     Receive("M1", "0.00")),
            ("invalid_amount",          Bank,   Receive("M1", "0.00")),
            ("wrong_state",             Bank,   Receive("M1", "1.00")),
            ("wrong_state",             Bank,   Receive("M3", "1.00")),
            ("ok",                      Li,     Refund("100.00")),
            ("amount_exceeds_contract", Bank,   Receive("M1", "100.01")),
            ("ok",                      Bank,   Receive("M1", "60.00")),
            ("amount_exceeds_contract", Bank,   Receive("M1", "40.01")),
            ("ok",                      Bank,   Receive("M1", "40.00")));
        desk.Balances(ZJ, "assets:recoverable", "assets:cash").ShouldBe(["assets:cash 100.00"]);
        var payout = desk.Network.Payout("K1/M1")!;
        (payout.Status, payout.ClawedBack, payout.Received).ShouldBe((PayoutStatus.Due, Yuan("100.00"), Yuan("100.00")));
        var view = PayoutView.Of(payout);
        (view.Order, view.Voucher, view.Contract, view.Milestone, view.PayingFund, view.HomeFund, view.Amount)
            .ShouldBe((null, null, "K1", "M1", ZJ, AH, "297000.00"));
    }

    [Fact]
    public void What_is_due_to_the_buyer_is_paid_as_a_whole_and_what_comes_meanwhile_is_the_next_one()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Table(
            ("wrong_state", Xu,     Instruct("refund")),
            ("not_allowed", Li,     Instruct("refund")),
            ("wrong_state", Bank,   Confirm("refund")),
            ("wrong_state", Bank,   Fail("refund")),
            ("ok",          Li,     Refund("100.00")),
            ("ok",          Li,     Refund("50.00")),
            ("ok",          Xu,     Instruct("refund")),
            ("wrong_state", Xu,     Instruct("refund")),
            ("ok",          Li,     Refund("7.00")),
            ("wrong_state", Xu,     Instruct("refund")),
            ("not_allowed", Xu,     Confirm("refund")),
            ("not_allowed", Xu,     Fail("refund")));
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("7.00", "150.00", "0.00"));
        desk.Balances(AH, "liabilities:refunds", "liabilities:payments").ShouldBe(
            ["liabilities:payments-in-transit -150.00", $"liabilities:refunds:{B} -7.00"]);
        desk.Setup(Bank, Fail("refund"));
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("157.00", "0.00", "0.00"));
        desk.Setup(Xu, Instruct("refund"));
        desk.Setup(Bank, Confirm("refund"));
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("0.00", "0.00", "157.00"));
        desk.Do(Xu, Instruct("refund")).ShouldBe("wrong_state");
    }

    /// <summary>A release leaves cash in the buyer's market; when the cycle has taken it away, a refund waits for money.</summary>
    [Fact]
    public void A_refund_needs_cash_that_is_not_on_its_way()
    {
        var desk = new MarketDesk().Performing(amount: "300000.00").Release("M1").Clear("Q1", Xu, Li);
        desk.Balances(AH, "assets:cash").ShouldBe(["assets:cash 1200.00"]);
        desk.Table(
            ("ok",                  Li, Refund("1200.01")),
            ("insufficient_cash",   Xu, Instruct("refund")));
    }

    /// <summary>domain.md: a closed cycle never changes; a reversal is an obligation of the next one.</summary>
    [Fact]
    public void A_refund_after_settlement_is_netted_in_the_next_cycle()
    {
        var desk = new MarketDesk().Performing().Release("M1").Clear("Q1", Xu, Li);
        desk.Setup(Clearing, new CloseCycle("Q1"));
        var closed = DomainJson.Store(CycleView.Of(desk.Network.Cycle("Q1")!));
        desk.Setup(Li, Refund("300000.00"));
        desk.Release("M2").Clear("Q2", Xu, Li);
        var cycle = CycleView.Of(desk.Network.Cycle("Q2")!);
        (cycle.Network, cycle.Gross, cycle.Net).ShouldBe(("markets", "698400.00", "98400.00"));
        cycle.Obligations.ShouldBe([new(ZJ, AH, "300000.00"), new(AH, ZJ, "398400.00")]);
        cycle.Instructions.ShouldBe([new(AH, ZJ, "98400.00", "Paid")]);
        DomainJson.Store(CycleView.Of(desk.Network.Cycle("Q1")!)).ShouldBe(closed);
        desk.Balances(AH, "liabilities:due", "assets:due", "budget:").ShouldBeEmpty();
        desk.Balances(ZJ, "liabilities:due", "assets:due", "budget:").ShouldBeEmpty();
    }

    /// <summary>Both networks in the same regions: each cut-off takes its own, and each is confirmed by its own participants.</summary>
    [Fact]
    public void The_two_networks_never_net_against_each_other()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Setup(Operator, new OpenFund(ZJ, "Zhejiang"));
        desk.Setup(Operator, new OpenFund(AH, "Anhui"));
        desk.Setup(Clearing, new CutOffCycle("V1", SettlementNetwork.Vouchers, NettingMode.Multilateral));
        desk.Table(
            ("already_exists",  Clearing,   new CutOffCycle("V1", SettlementNetwork.Markets, NettingMode.Gross)),
            ("ok",              Clearing,   new CalculateCycle("V1")),
            ("not_allowed",     Li,         new ConfirmCycle("V1")),
            ("ok",              Clearing,   new CutOffCycle("Q1", SettlementNetwork.Markets, NettingMode.Gross)),
            ("ok",              Clearing,   new CalculateCycle("Q1")),
            ("not_allowed",     "fund:330000/li", new ConfirmCycle("Q1")),
            ("not_allowed",     "market:310000/li", new ConfirmCycle("Q1")),
            ("ok",              Li,         new ConfirmCycle("Q1")),
            ("wrong_state",     Li,         new ConfirmCycle("Q1")));
        CycleView.Of(desk.Network.Cycle("V1")!).Gross.ShouldBe("0.00");
        CycleView.Of(desk.Network.Cycle("Q1")!).Positions.ShouldBe(
            new Dictionary<string, string> { [ZJ] = "298800.00", [AH] = "-298800.00" }, ignoreOrder: true);
    }

    [Fact]
    public void A_termination_with_an_empty_escrow_leaves_nothing_due()
    {
        var desk = new MarketDesk().Signed();
        desk.Table(
            ("not_allowed", Seller, new TerminateContract("K1", "x")),
            ("ok",          Li,     new TerminateContract("K1", "x")),
            ("wrong_state", Li,     new TerminateContract("K1", "x")),
            ("wrong_state", Xu,     Instruct("refund")));
        desk.Balances(AH).ShouldBeEmpty();
    }

    [Fact]
    public void A_message_that_does_not_fit_is_a_bug_and_no_rejection()
    {
        var due = new RecordReleaseDue("K1", "M1", "market:340000", "market:330000", S, Yuan("99.00"), Yuan("1.00"));
        var first = PayoutDecider.Decide(null, Given.By(Buyer), due, new(null));
        first.Obligation.ShouldBe(new(ObligationKind.ApprovalMirror, "market:340000", Yuan("100.00")));
        var state = PayoutState.Evolve(null, first.Event!);
        Should.Throw<InvalidOperationException>(() => PayoutDecider.Decide(state, Given.By(Buyer), due, new(null)));
        PayoutRows.Read(PayoutRows.Changed(null, state)).ShouldBe(state);
        var contract = new MarketDesk().Performing().Contract();
        Should.Throw<InvalidOperationException>(() => ContractDecider.Decide(
            contract, Given.By(Li), new RecordMilestonePayout("K1", "M1", PayoutStatus.Paid), ContractFacts.None));
        var rows = ContractRows.Changed(null, contract);
        DomainJson.Store(ContractRows.Read(rows)).ShouldBe(DomainJson.Store(contract));
    }
}
