using CsCheck;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Payouts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>Use first, pay later: in use, triggered, paid, or defaulted and compensated (domain.md, "Technology contracts").</summary>
public sealed class DeferredTests
{
    /// <summary>1,000,000.00, payable within 30 days.</summary>
    private static DraftContract Deferred(string share = "0.60") =>
        Draft() with { TechnologyValue = Yuan("0.01"), Plan = new DeferredPlan("first sale", 30, Rate.Parse(share)) };

    private static readonly BeginUse Begin = new("K1");
    private static readonly TriggerUse Trigger = new("K1", "first invoice");

    private static InstructPayout InstructOwner(string milestone) => new(PayoutIds.OfOwner("K1", milestone, X));

    private static DepositCompensation Fill(string amount) => new(AH, Yuan(amount));

    /// <summary>K1 in use and triggered on 2026-03-02: its last day is 04-01.</summary>
    private static MarketDesk Triggered(DraftContract? draft = null)
    {
        var desk = new MarketDesk().Signed(draft ?? Deferred()).At("2026-03-02");
        desk.Setup(Buyer, Begin);
        desk.Setup(Buyer, Trigger);
        return desk;
    }

    private static MarketDesk Run(MarketDesk desk)
    {
        desk.Setup(Operator, new RunDeadlines());
        return desk;
    }

    [Fact]
    public void Use_begins_and_its_trigger_sets_the_last_day()
    {
        var desk = new MarketDesk().Drafted(Deferred());
        desk.Do(Seller, Begin).ShouldBe("wrong_state");
        desk.Sign();
        desk.Table(
            ("not_found",   Buyer,      new BeginUse("K9")),
            ("not_allowed", Stranger,   Begin),
            ("wrong_state", Buyer,      Trigger),
            ("wrong_state", Seller,     new DeliverMilestone("K1", "use")),
            ("ok",          Seller,     Begin),
            ("wrong_state", Buyer,      Begin),
            ("not_allowed", Seller,     Trigger),
            ("not_allowed", Xu,         Trigger),
            ("ok",          Li,         Trigger),
            ("wrong_state", Buyer,      Trigger));
        desk.Status().ShouldBe("Performing Triggered");
        desk.Contract().Milestones[0].Due.ShouldBe(new DateOnly(2026, 4, 1));
        desk.Setup(Li, new RegisterContract("K1", "N-1", Yuan("0.01")));
    }

    [Fact]
    public void A_plan_of_another_kind_has_no_use_and_a_dispute_stops_it()
    {
        new MarketDesk().Performing().Do(Buyer, Begin).ShouldBe("wrong_state");
        var desk = Triggered();
        desk.Setup(Bank, Fill("1000000.00"));
        desk.Setup(Buyer, new DisputeContract("K1", "it does not work"));
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Disputed Triggered");
        desk.Setup(Li, new ResolveContract("K1", "agreed"));
        Run(desk).Status().ShouldBe("Performing Released/Defaulted");
    }

    [Fact]
    public void What_the_buyer_has_paid_in_by_the_last_day_is_released_when_it_is_over()
    {
        var desk = Triggered();
        desk.Setup(Bank, new FundContract("K1", Yuan("999999.99")));
        desk.Do(Buyer, new AcceptMilestone("K1", "use")).ShouldBe("escrow_insufficient");
        desk.Setup(Bank, new FundContract("K1", Yuan("0.01")));
        Run(desk.LastMicrosecondOf("2026-04-01")).Status().ShouldBe("Performing Triggered");
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Completed Released");
        desk.Balances(AH).ShouldBe(
            ["assets:cash 1000000.00", "income:fees -4000.00", "liabilities:due-to:market:330000 -996000.00"]);
        desk.Contract().Subrogation.ShouldBeNull();
    }

    [Fact]
    public void The_buyer_may_pay_early()
    {
        var desk = Triggered();
        desk.Setup(Bank, new FundContract("K1", Yuan("1000000.00")));
        desk.Setup(Buyer, new AcceptMilestone("K1", "use"));
        desk.Status().ShouldBe("Completed Released");
    }

    [Fact]
    public void On_a_default_the_fund_pays_its_share_of_what_is_unpaid_and_has_the_claim()
    {
        var desk = Triggered();
        desk.Setup(Bank, Fill("600000.00"));
        desk.Setup(Bank, new FundContract("K1", Yuan("500000.00")));
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Performing Released/Defaulted");
        desk.Balances(AH).ShouldBe(
        [
            "assets:cash 600000.00", "assets:escrow 500000.00", $"assets:subrogation:{B} 300000.00", "equity:risk-compensation -600000.00",
            "income:fees -1200.00", "liabilities:due-to:market:330000 -298800.00", "liabilities:escrow:K1 -500000.00",
        ]);
        desk.Balances(ZJ).ShouldBe(
            ["assets:due-from:market:340000 298800.00", "income:fees -1800.00", $"liabilities:sellers:{S} -297000.00"]);
        desk.Table(
            ("amount_exceeds_contract", Bank,   new FundContract("K1", Yuan("200000.01"))),
            ("ok",                      Bank,   new FundContract("K1", Yuan("200000.00"))));
        Run(desk).Status().ShouldBe("Completed Released/Released");
        desk.Balances(AH).ShouldBe(
        [
            "assets:cash 1300000.00", $"assets:subrogation:{B} 300000.00", "equity:risk-compensation -600000.00", "income:fees -4000.00",
            "liabilities:due-to:market:330000 -996000.00",
        ]);
        desk.Clear("Q1", Xu, Li);
        foreach (var part in new[] { "compensation", "use" })
        {
            desk.Setup(Li, Instruct(part));
            desk.Setup(Bank, Confirm(part));
        }
        desk.Balances(ZJ).ShouldBe(["assets:cash 6000.00", "income:fees -6000.00"]);
    }

    [Fact]
    public void In_one_market_the_fund_pays_the_seller_there()
    {
        var desk = Triggered(Deferred() with { BuyerMarket = ZJ });
        desk.Setup(Bank, new DepositCompensation(ZJ, Yuan("600000.00")));
        Run(desk.EndOf("2026-04-01"));
        desk.Balances(ZJ).ShouldBe(
        [
            "assets:cash 600000.00", $"assets:subrogation:{B} 600000.00", "equity:risk-compensation -600000.00", "income:fees -6000.00",
            $"liabilities:sellers:{S} -594000.00",
        ]);
    }

    /// <summary>After 1% of fees, 594,000.00 of the fund's part are the seller's; of the rest's 396,000.00 118,800.00 are the owner's.</summary>
    [Theory]
    [InlineData(AH)]
    [InlineData(ZJ)]
    public void What_the_fund_pays_is_the_sellers_alone_and_owners_share_in_what_the_escrow_releases(string buyerMarket)
    {
        var desk = Triggered(Deferred() with { BuyerMarket = buyerMarket, Owners = [new(X, Rate.Parse("0.30"))] });
        desk.Setup(Bank, new DepositCompensation(buyerMarket, Yuan("600000.00")));
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Performing Released/Defaulted");
        desk.Balances(ZJ, "liabilities:sellers").ShouldBe([$"liabilities:sellers:{S} -594000.00"]);
        desk.Do(Li, InstructOwner("use")).ShouldBe("wrong_state");

        desk.Setup(Bank, new FundContract("K1", Yuan("400000.00")));
        Run(desk).Status().ShouldBe("Completed Released/Released");
        desk.Balances(ZJ, "liabilities:sellers").ShouldBe([$"liabilities:sellers:{X} -118800.00", $"liabilities:sellers:{S} -871200.00"]);
        if (buyerMarket == AH)
        {
            desk.Clear("Q1", Xu, Li);
        }
        desk.Table(
            ("wrong_state", Li,     InstructOwner(DeferredPlan.CompensationId)),
            ("ok",          Li,     InstructOwner("use")),
            ("ok",          Bank,   new ConfirmPayout(PayoutIds.OfOwner("K1", "use", X), null)),
            ("ok",          Li,     Instruct(DeferredPlan.CompensationId)),
            ("ok",          Li,     Instruct("use")));
        ContractView.Of(desk.Contract()).Milestones.Select(m => (m.Id, m.Net, m.Owners?.Single())).ShouldBe(
        [
            (DeferredPlan.CompensationId, "594000.00", null),
            ("use", "396000.00", new OwnerPartView(X, "118800.00", "Paid")),
        ]);
        desk.Balances(ZJ, "liabilities:sellers").ShouldBeEmpty();
    }

    [Fact]
    public void A_fund_that_does_not_cover_its_share_pays_nothing_until_it_is_filled_up()
    {
        var desk = Triggered();
        desk.Setup(Bank, Fill("599999.99"));
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Performing Payable");
        Run(desk).Status().ShouldBe("Performing Payable");
        desk.Setup(Bank, Fill("0.01"));
        Run(desk).Status().ShouldBe("Performing Released/Defaulted");
        Run(desk).Status().ShouldBe("Performing Released/Defaulted");
    }

    [Fact]
    public void A_payable_price_that_is_paid_before_the_fund_steps_in_is_released()
    {
        var desk = Run(Triggered().EndOf("2026-04-01"));
        desk.Setup(Bank, new FundContract("K1", Yuan("1000000.00")));
        Run(desk).Status().ShouldBe("Completed Released");
    }

    [Fact]
    public void Without_a_share_the_price_stays_due_and_with_the_whole_share_the_contract_is_complete()
    {
        Run(Triggered(Deferred(share: "0")).EndOf("2026-04-01")).Status().ShouldBe("Performing Defaulted");
        var desk = Triggered(Deferred(share: "1"));
        desk.Setup(Bank, Fill("1000000.00"));
        Run(desk.EndOf("2026-04-01")).Status().ShouldBe("Completed Released/Released");
    }

    [Fact]
    public void The_claim_is_paid_back_or_written_off_and_the_fund_is_free_for_the_next()
    {
        var desk = Triggered();
        desk.Table(
            ("not_found",               Bank,   new DepositCompensation("310000", Yuan("1.00"))),
            ("not_allowed",             Xu,     Fill("1.00")),
            ("invalid_amount",          Bank,   Fill("-1.00")),
            ("ok",                      Bank,   Fill("600000.00")),
            ("wrong_state",             Bank,   new ReceiveSubrogation("K1", Yuan("1.00"))));
        Run(desk.EndOf("2026-04-01"));
        desk.Table(
            ("not_allowed",             Xu,     new ReceiveSubrogation("K1", Yuan("1.00"))),
            ("invalid_amount",          Bank,   new ReceiveSubrogation("K1", Yuan("0.00"))),
            ("amount_exceeds_contract", Bank,   new ReceiveSubrogation("K1", Yuan("600000.01"))),
            ("ok",                      Bank,   new ReceiveSubrogation("K1", Yuan("250000.00"))),
            ("not_allowed",             Li,     new WriteOffSubrogation("K1", Yuan("1.00"), "x")),
            ("invalid_amount",          Xu,     new WriteOffSubrogation("K1", Yuan("0.00"), "x")),
            ("amount_exceeds_contract", Xu,     new WriteOffSubrogation("K1", Yuan("350000.01"), "x")),
            ("ok",                      Xu,     new WriteOffSubrogation("K1", Yuan("350000.00"), "wound up")),
            ("amount_exceeds_contract", Bank,   new ReceiveSubrogation("K1", Yuan("0.01"))));
        desk.Balances(AH, "assets", "equity").ShouldBe(
            ["assets:cash 850000.00", "equity:risk-compensation -250000.00"], "the seller's market is not settled with yet");
        ContractView.Of(desk.Contract()).Subrogation.ShouldBe(new("600000.00", "250000.00", "350000.00"));
    }

    [Fact]
    public void Of_what_the_fund_paid_the_buyer_is_refunded_only_what_it_paid_back()
    {
        var desk = Triggered();
        desk.Setup(Bank, Fill("600000.00"));
        Run(desk.EndOf("2026-04-01"));
        var refund = new RefundMilestone("K1", DeferredPlan.CompensationId, Yuan("100.00"), "ruling");
        desk.Do(Li, refund).ShouldBe("amount_exceeds_contract");
        desk.Setup(Bank, new ReceiveSubrogation("K1", Yuan("100.00")));
        desk.Setup(Li, refund);
        desk.Do(Li, refund with { Amount = Yuan("0.01") }).ShouldBe("amount_exceeds_contract");
    }

    [Fact]
    public void An_amendment_to_a_deferred_plan_after_a_default_is_refused()
    {
        var desk = Triggered();
        desk.Setup(Bank, Fill("600000.00"));
        Run(desk.EndOf("2026-04-01"));
        desk.Do(Li, new AmendContract("K1", Yuan("900000.00"), Yuan("1.00"), Deferred().Plan)).ShouldBe("already_exists");
        desk.Setup(Li, new AmendContract("K1", Yuan("900000.00"), Yuan("1.00"), Plan(("M1", "1"))));
        desk.Sign();
        desk.Status().ShouldBe("Performing Released/Pending");
        desk.Do(Bank, new FundContract("K1", Yuan("300000.01"))).ShouldBe("amount_exceeds_contract");
        desk.Setup(Bank, new FundContract("K1", Yuan("300000.00")));
        desk.Release("M1");
        desk.Status().ShouldBe("Completed Released/Released");
    }

    /// <summary>Fund's share + rest = amount, the rest is never less than the escrow, and each fee splits whole.</summary>
    [Fact]
    public void A_default_loses_no_fen() => Gen.Select(
        Gen.Long[1, 10_000_000], Gen.Long[0, 10_000_000], Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[0, 10_000])
        .Sample((amount, escrow, share, fee, split) =>
        {
            escrow = Math.Min(escrow, amount - 1);
            var plan = new DeferredPlan("x", 0, new(share));
            var (paid, left) = plan.Divide(new(amount), new(escrow), new(new(fee), new(split)));
            var compensated = paid?.Amount ?? Money.Zero;
            (compensated + left.Amount).ShouldBe(new(amount));
            left.Amount.ShouldBeGreaterThanOrEqualTo(new(escrow));
            // Half a fen up: twice the exact share is at most one fen and less than one fen away from twice what was paid.
            var exact = (Int128)(amount - escrow) * share;
            ((Int128)compensated.Fen * Rate.One - exact).ShouldBeInRange(-(Rate.One / 2) + 1, Rate.One / 2);
            foreach (var part in new[] { paid, left }.OfType<MilestoneTerms>())
            {
                (part.Net + part.SellerMarketFee + part.BuyerMarketFee).ShouldBe(part.Amount);
                (part.Owed - part.SellerMarketFee).ShouldBe(part.Net);
            }
        });
}
