using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>New terms signed again (scenario.md, "Amendment").</summary>
public sealed class AmendmentTests
{
    private static readonly SignContract Sign = new("K1");

    private static AmendContract Amend(string value, params (string Id, string Share)[] plan) =>
        new("K1", Yuan(value), Yuan("100.00"), Plan(plan.Length == 0 ? [("N1", "0.50"), ("N2", "0.50")] : plan));

    [Fact]
    public void An_amendment_is_refused_by_the_first_code_that_applies()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Table(
            ("not_found",                       Li,     Amend("0.00") with { Contract = "K9" }),
            ("already_exists",                  Xu,     Amend("0.00", ("M1", "1"))),
            ("not_allowed",                     Xu,     Amend("0.00")),
            ("invalid_amount",                  Li,     Amend("0.00", ("N1", "0.5"))),
            ("invalid_amount",                  Li,     Amend("1.00", ("N1", "0.5")) with { TechnologyValue = Yuan("0.00") }),
            ("shares_not_one",                  Li,     Amend("1.00", ("N1", "0.5"))),
            ("technology_value_exceeds_value",  Li,     Amend("99.99")),
            ("amount_exceeds_contract",         Li,     Amend("299999.99")),
            ("ok",                              Li,     Amend("300000.00")));
    }

    [Fact]
    public void Both_sign_again_and_until_then_the_old_terms_go_on()
    {
        var desk = new MarketDesk().Registered();
        desk.Setup(Bank, new FundContract("K1", Yuan("700000.00")));
        desk.Release("M1").Deliver("M2");
        desk.Table(
            ("wrong_state", Seller,     Sign),
            ("ok",          Li,         Amend("900000.00", ("M2", "0.333"), ("N1", "0.667"))),
            ("not_allowed", Stranger,   Sign),
            ("ok",          Buyer,      Sign),
            ("wrong_state", Buyer,      Sign));
        ContractView.Of(desk.Contract()).Amendment!.Signed.ShouldBe(["buyer"]);
        desk.Contract().Value.ShouldBe(Yuan("1000000.00"));
        desk.Do(Li, Amend("800000.00", ("M2", "0.333"), ("N1", "0.667"))).ShouldBe("ok");
        ContractView.Of(desk.Contract()).Amendment!.Signed.ShouldBeEmpty("a new one replaces it, signatures included");
        desk.Sign();
        desk.Table(("wrong_state", Seller, Sign), ("wrong_state", Buyer, Sign));
        desk.Status().ShouldBe("Performing Released/Pending/Pending", "what was delivered must be delivered again");
        var view = ContractView.Of(desk.Contract());
        (view.Value, view.TechnologyValue, view.Number, view.Amendment).ShouldBe(("800000.00", "100.00", "N-K1", null));
        view.Milestones.Select(m => $"{m.Id} {m.Share} {m.Amount}").ShouldBe(
            ["M1 0.30 300000.00", "M2 0.333 166500.00", "N1 0.667 333500.00"]);
        view.Signed.ShouldBe(["seller", "buyer"]);
        (view.Escrow, view.Refund.Due).ShouldBe(("400000.00", "0.00"));
        desk.Do(Bank, new FundContract("K1", Yuan("100000.01"))).ShouldBe("amount_exceeds_contract");
        desk.Do(Bank, new FundContract("K1", Yuan("100000.00"))).ShouldBe("ok", "a top-up");
    }

    /// <summary>What the escrow holds above what is still to be released would stay there for ever.</summary>
    [Fact]
    public void Escrow_above_the_new_value_goes_back_to_the_buyer()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Setup(Li, Amend("800000.00"));
        desk.Sign();
        desk.Balances(AH, "assets:", "liabilities:escrow", "liabilities:refunds").ShouldBe(
        [
            "assets:cash 500000.00", "assets:escrow 500000.00", "liabilities:escrow:K1 -500000.00", $"liabilities:refunds:{B} -200000.00",
        ]);
        desk.Do(Bank, new FundContract("K1", Yuan("0.01"))).ShouldBe("amount_exceeds_contract");
        desk.Release("N1").Release("N2").Status().ShouldBe("Completed Released/Released/Released");
        desk.Balances(AH, "assets:escrow").ShouldBeEmpty();
        desk.Setup(Xu, Instruct("refund"));
        desk.Setup(Bank, Confirm("refund"));
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("0.00", "0.00", "200000.00"));
    }

    [Fact]
    public void An_amendment_to_what_was_released_leaves_milestones_worth_nothing()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Setup(Li, Amend("300000.00"));
        desk.Sign().Release("N1").Release("N2").Status().ShouldBe("Completed Released/Released/Released");
        desk.Contract().Standing.RefundDue.ShouldBe(Yuan("700000.00"));
    }

    /// <summary>What was checked at the proposal is checked again at each signature, since releases go on meanwhile.</summary>
    [Fact]
    public void A_signature_is_refused_when_a_release_overtook_the_amendment()
    {
        var desk = new MarketDesk().Performing();
        desk.Setup(Li, Amend("1000000.00", ("M1", "0.5"), ("N1", "0.5")));
        desk.Setup(Seller, Sign);
        desk.Release("M1");
        desk.Table(("already_exists", Buyer, Sign), ("already_exists", Stranger, Sign), ("already_exists", Seller, Sign));
        desk.Setup(Li, Amend("300000.00"));
        desk.Setup(Buyer, Sign);
        desk.Release("M3");
        desk.Table(("wrong_state", Buyer, Sign), ("amount_exceeds_contract", Seller, Sign), ("not_allowed", Stranger, Sign));
    }

    [Fact]
    public void An_amendment_lapses_when_the_contract_ends()
    {
        var completed = new MarketDesk().Performing();
        completed.Setup(Li, Amend("2000000.00"));
        completed.Release("M1").Release("M2").Release("M3").Contract().Amendment.ShouldBeNull();
        completed.Do(Buyer, Sign).ShouldBe("wrong_state");

        var terminated = new MarketDesk().Signed();
        terminated.Setup(Li, Amend("2000000.00"));
        terminated.Setup(Li, new TerminateContract("K1", "x"));
        terminated.Contract().Amendment.ShouldBeNull();

        var refused = new MarketDesk().Signed();
        refused.Setup(Li, Amend("2000000.00"));
        refused.Setup(Li, new RefuseContract("K1", "x"));
        refused.Contract().Amendment.ShouldBeNull();
    }

    [Fact]
    public void A_dispute_keeps_an_amendment_waiting()
    {
        var desk = new MarketDesk().Performing();
        desk.Setup(Li, Amend("2000000.00"));
        desk.Setup(Buyer, new DisputeContract("K1", "late"));
        desk.Do(Buyer, Sign).ShouldBe("wrong_state");
        desk.Setup(Li, new ResolveContract("K1", "agreed"));
        desk.Sign().Contract().Value.ShouldBe(Yuan("2000000.00"));
    }
}
