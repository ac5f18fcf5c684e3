using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Vouchers;

public sealed class ClaimTests
{
    [Theory]
    [InlineData(FundingRoute.R1, Enterprise, AbroadProvider)]
    [InlineData(FundingRoute.R2, AbroadProvider, Enterprise)]
    [InlineData(FundingRoute.R3, AbroadProvider, Enterprise)]
    public void The_payee_submits_the_claim_of_a_confirmed_order_once(FundingRoute route, string payee, string other)
    {
        var desk = new VoucherDesk(route).Issued().Delivered(provider: Abroad);
        desk.Table(
            ("not_allowed", other,      new SubmitClaim("O1")),
            ("wrong_state", payee,      new SubmitClaim("O1")),
            ("ok",          Enterprise, new ConfirmOrder("O1")),
            ("not_allowed", other,      new SubmitClaim("O1")),
            ("ok",          payee,      new SubmitClaim("O1")),
            ("wrong_state", payee,      new SubmitClaim("O1")));
    }

    [Theory]
    [InlineData(E)]
    [InlineData(Local)]
    public void A_listing_of_either_party_stops_submission_and_nothing_later(string listed)
    {
        var desk = new VoucherDesk().Issued().Confirmed();
        desk.Table(
            ("ok",                  Su,             new ListIntegrity(listed, "x")),
            ("integrity_listed",    LocalProvider,  new SubmitClaim("O1")),
            ("ok",                  Su,             new ClearIntegrity(listed, "x")),
            ("ok",                  LocalProvider,  new SubmitClaim("O1")),
            ("ok",                  Su,             new ListIntegrity(listed, "x")),
            ("ok",                  Li,             new ReviewClaim("O1")),
            ("ok",                  Wang,           new ApproveClaim("O1")),
            ("ok",                  Li,             new InstructPayout("O1")),
            ("ok",                  Bank,           new ConfirmPayout("O1", null)));
    }

    /// <summary>domain.md, check case 4.</summary>
    [Fact]
    public void Claim_after_claim_by_is_refused_and_releases()
    {
        var desk = new VoucherDesk().Issued().Confirmed("10.00", "O1").Confirmed("80000.00", "O2");
        desk.LastMicrosecondOf("2026-04-11").Do(LocalProvider, new SubmitClaim("O1")).ShouldBe("ok");
        desk.EndOf("2026-04-11").Do(LocalProvider, new SubmitClaim("O2")).ShouldBe("claim_expired");
        desk.RunDeadlines().StatusOf("O2").ShouldBe("Lapsed/-");
        desk.Balances(SH, "budget:reserved", "budget:issued").ShouldBe(["budget:reserved -5.00"]);
    }

    [Fact]
    public void An_invoice_supports_one_claim_in_the_network()
    {
        var desk = new VoucherDesk().Issued().Issued("100000.00", "V2");
        foreach (var (order, voucher) in new[] { ("O1", "V1"), ("O2", "V2") })
        {
            desk.Placed("100.00", order, voucher: voucher);
            desk.Setup(LocalProvider, new AcceptOrder(order));
            desk.Setup(LocalProvider, new DeliverOrder(order, "C", "same", Yuan("100.00")));
            desk.Setup(Enterprise, new ConfirmOrder(order));
        }
        desk.Table(
            ("ok",                      LocalProvider,  new SubmitClaim("O1")),
            ("invoice_already_claimed", LocalProvider,  new SubmitClaim("O2")),
            ("not_allowed",             Enterprise,     new SubmitClaim("O2")),
            ("ok",                      Li,             new ReturnClaim("O1", "x")),
            ("invoice_already_claimed", LocalProvider,  new SubmitClaim("O2")),
            ("ok",                      LocalProvider,  new SubmitClaim("O1")),
            ("ok",                      Li,             new RejectClaim("O1", "x")),
            ("ok",                      LocalProvider,  new SubmitClaim("O2")));
        desk.StatusOf("O1").ShouldBe("Rejected/Rejected");
    }

    /// <summary>Found by reading: a blank more, and the same invoice supported a second claim.</summary>
    [Theory]
    [InlineData("044001900111 12345678")]
    [InlineData(" 04400190011112345678\u3000")]
    [InlineData("0440\u20600190011112\u200B345678")]
    [InlineData("０４４００１９００１１１１２３４５６７８")]
    public void An_invoice_is_the_same_however_its_number_is_typed(string typed)
    {
        var desk = new VoucherDesk().Issued();
        foreach (var (order, invoice) in new[] { ("O1", "04400190011112345678"), ("O2", typed), ("O3", "04400190011112345679") })
        {
            desk.Placed("100.00", order);
            desk.Setup(LocalProvider, new AcceptOrder(order));
            desk.Setup(LocalProvider, new DeliverOrder(order, "C", invoice, Yuan("100.00")));
            desk.Setup(Enterprise, new ConfirmOrder(order));
        }
        desk.Table(
            ("ok",                      LocalProvider,  new SubmitClaim("O1")),
            ("invoice_already_claimed", LocalProvider,  new SubmitClaim("O2")),
            ("ok",                      LocalProvider,  new SubmitClaim("O3")));
    }

    [Fact]
    public void Letters_of_an_invoice_are_compared_as_capitals() => InvoiceKey.Of("ab-１c").ShouldBe("invoice/AB-1C");

    /// <summary>R3 abroad: the host reviews, home approves; before the review the host may refuse, after it home.</summary>
    [Fact]
    public void Each_step_belongs_to_the_fund_whose_turn_it_is()
    {
        var desk = new VoucherDesk().Issued().Confirmed(provider: Abroad);
        desk.Table(
            ("wrong_state", Su,             new ReviewClaim("O1")),
            ("wrong_state", Li,             new ApproveClaim("O1")),
            ("wrong_state", Li,             new ReturnClaim("O1", "x")),
            ("wrong_state", Su,             new RejectClaim("O1", "x")),
            ("not_allowed", Enterprise,     new RejectClaim("O1", "x")),
            ("ok",          AbroadProvider, new SubmitClaim("O1")),
            ("not_allowed", Li,             new ReviewClaim("O1")),
            ("wrong_state", Li,             new ApproveClaim("O1")),
            ("not_allowed", Li,             new ReturnClaim("O1", "x")),
            ("not_allowed", Li,             new RejectClaim("O1", "x")),
            ("ok",          Su,             new ReturnClaim("O1", "x")),
            ("wrong_state", Su,             new ReturnClaim("O1", "x")),
            ("ok",          AbroadProvider, new SubmitClaim("O1")),
            ("ok",          Su,             new ReviewClaim("O1")),
            ("wrong_state", Su,             new ReviewClaim("O1")),
            ("not_allowed", Su,             new ReturnClaim("O1", "x")),
            ("not_allowed", Su,             new ApproveClaim("O1")),
            ("ok",          Li,             new ReturnClaim("O1", "x")),
            ("ok",          AbroadProvider, new SubmitClaim("O1")),
            ("wrong_state", Li,             new ApproveClaim("O1")),
            ("ok",          Su,             new ReviewClaim("O1")),
            ("ok",          Li,             new RejectClaim("O1", "x")),
            ("wrong_state", Li,             new RejectClaim("O1", "x")));
        desk.Standing().ShouldBe("Issued 100000.00 0.00 0.00");
    }

    [Fact]
    public void Reviewer_and_approver_are_compared_by_the_whole_actor()
    {
        var desk = new VoucherDesk(FundingRoute.R1).Issued().Submitted();
        desk.Table(
            ("ok",          "fund:310000",      new ReviewClaim("O1")),
            ("same_person", "fund:310000",      new ApproveClaim("O1")),
            ("ok",          "fund:310000/li",   new ApproveClaim("O1")),
            ("wrong_state", "fund:310000",      new ApproveClaim("O1")));
    }

    [Fact]
    public void A_rejected_claim_ends_its_order_and_releases_to_the_voucher_or_past_use_by_to_the_budget()
    {
        var desk = new VoucherDesk().Issued().Submitted("20000.00", "O1").Submitted("40000.00", "O2");
        desk.Setup(Li, new RejectClaim("O1", "x"));
        desk.Standing().ShouldBe("PartlyUsed 80000.00 20000.00 0.00");
        desk.EndOf("2026-04-01").Setup(Li, new RejectClaim("O2", "x"));
        desk.Standing().ShouldBe("Issued 80000.00 0.00 0.00");
        desk.Balances(SH, "budget:", "quota:available").ShouldBe(
        [
            "budget:appropriated 500000.00", "budget:available -420000.00", "budget:issued -80000.00",
            $"quota:available:{E}:2026 -220000.00",
        ]);
        desk.Order("O2").Subsidy.ShouldBe(Yuan("20000.00"));
    }

    [Theory]
    [InlineData(FundingRoute.R1, Abroad, $"liabilities:claims:{E} -40000.00")]
    [InlineData(FundingRoute.R2, Abroad, $"liabilities:claims:{Abroad} -40000.00")]
    [InlineData(FundingRoute.R3, Local, $"liabilities:claims:{Local} -50000.00")]
    public void An_approval_at_home_owes_the_payee(FundingRoute route, string provider, string owed)
    {
        var desk = new VoucherDesk(route).Issued().Approved("100000.00", provider: provider);
        desk.Balances(SH, "liabilities:", "budget:reserved", "budget:approved", "expenses:").ShouldBe(
        [
            $"budget:approved {owed.Split(' ')[1]}", $"expenses:subsidy {owed.Split(' ')[1][1..]}", owed,
        ]);
        desk.Balances(JS, "").ShouldBe(["assets:cash 100000.00", "equity:treasury -100000.00"]);
    }

    [Fact]
    public void An_approval_abroad_owes_the_host_which_owes_the_provider()
    {
        var desk = new VoucherDesk().Issued().Approved("100000.00", provider: Abroad);
        desk.Balances(SH, "liabilities:", "budget:approved", "expenses:").ShouldBe(
            ["budget:approved -40000.00", "expenses:subsidy 40000.00", "liabilities:due-to:fund:320000 -40000.00"]);
        desk.Balances(JS, "liabilities:", "assets:due-from").ShouldBe(
            ["assets:due-from:fund:310000 40000.00", $"liabilities:claims:{Abroad} -40000.00"]);
        Sum(desk, SH, null).ShouldBe([new(ObligationKind.Approval, "fund:320000", Yuan("40000.00"))]);
        Sum(desk, JS, "fund:310000").ShouldBe([new(ObligationKind.ApprovalMirror, "fund:310000", Yuan("40000.00"))]);
    }

    [Fact]
    public void An_approval_abroad_may_not_take_the_due_to_above_the_net_debit_cap_in_force()
    {
        var desk = new VoucherDesk(policy: p => p with { NetDebitCap = Yuan("40000.00") }).Issued("200000.00");
        desk.Approved("60000.00", "O1", Abroad).Approved("40000.00", "O2", Abroad).Reviewed("0.03", "O3", Abroad).Reviewed("0.02", "O4");
        desk.Table(
            ("net_debit_cap_exceeded", Wang, new ApproveClaim("O3")),
            ("ok",                     Wang, new ApproveClaim("O4")));
        desk.Publish(p => p with { Version = "P2", NetDebitCap = Yuan("40000.01") });
        desk.Do(Wang, new ApproveClaim("O3")).ShouldBe("ok");
    }

    [Fact]
    public void A_claw_back_is_refused_by_the_first_rule_it_breaks()
    {
        var desk = new VoucherDesk().Issued().Approved("80000.00");
        desk.Table(
            ("not_allowed",             Su,     Claw("0.00")),
            ("invalid_amount",          Li,     Claw("0.00")),
            ("wrong_state",             Li,     Claw("1.00")),
            ("ok",                      Li,     new InstructPayout("O1")),
            ("wrong_state",             Li,     Claw("1.00")),
            ("ok",                      Bank,   new ConfirmPayout("O1", null)),
            ("amount_exceeds_claim",    Li,     Claw("40000.01")),
            ("ok",                      Li,     Claw("15000.00")),
            ("amount_exceeds_claim",    Li,     Claw("25000.01")));
        desk.StatusOf().ShouldBe("Confirmed/Paid");
        desk.Setup(Wang, Claw("25000.00"));
        desk.StatusOf().ShouldBe("Confirmed/Recovered");
        desk.Do(Li, Claw("0.01")).ShouldBe("wrong_state");
    }

    /// <summary>A claw-back restores neither quota nor the voucher's balance (scenario.md, Readings, "Accounts").</summary>
    [Fact]
    public void A_claw_back_at_home_is_demanded_of_the_payee()
    {
        var desk = new VoucherDesk(FundingRoute.R1).Issued().Paid("80000.00");
        desk.Setup(Li, Claw("10000.00"));
        desk.Standing().ShouldBe("PartlyUsed 60000.00 0.00 30000.00");
        desk.Balances(SH, "budget:", "quota:available", "expenses:", "assets:", "liabilities:").ShouldBe(
        [
            "assets:cash 60000.00", $"assets:recoverable:{E} 10000.00", "budget:appropriated 500000.00", "budget:available -410000.00",
            "budget:issued -60000.00", "budget:spent -30000.00", "expenses:subsidy 30000.00", $"quota:available:{E}:2026 -200000.00",
        ]);
    }

    [Fact]
    public void A_claw_back_abroad_is_demanded_of_the_host_and_by_it_of_the_provider()
    {
        var desk = new VoucherDesk().Issued().Paid("100000.00", provider: Abroad);
        desk.Setup(Li, Claw("10000.00"));
        desk.Balances(SH, "budget:available", "budget:approved", "budget:spent", "expenses:", "assets:due", "liabilities:").ShouldBe(
        [
            "assets:due-from:fund:320000 10000.00", "budget:approved -40000.00", "budget:available -410000.00", "budget:spent 10000.00",
            "expenses:subsidy 30000.00", "liabilities:due-to:fund:320000 -40000.00",
        ]);
        desk.Balances(JS, "assets:", "liabilities:").ShouldBe(
        [
            "assets:cash 60000.00", "assets:due-from:fund:310000 40000.00", $"assets:recoverable:{Abroad} 10000.00",
            "liabilities:due-to:fund:310000 -10000.00",
        ]);
        Sum(desk, SH, null).ShouldContain(new Obligation(ObligationKind.ClawBack, "fund:320000", Yuan("10000.00")));
        Sum(desk, JS, "fund:310000").ShouldContain(new Obligation(ObligationKind.ClawBackMirror, "fund:310000", Yuan("10000.00")));
    }

    [Fact]
    public void A_report_of_a_payout_that_does_not_fit_is_a_bug_and_no_rejection()
    {
        var state = new VoucherDesk().Issued().Submitted().Voucher();
        Should.Throw<InvalidOperationException>(
            () => VoucherDecider.Decide(state, Given.By(Bank), new RecordClaimPaid("O1"), VoucherFacts.None));
    }

    private static ClawBackClaim Claw(string amount) => new("O1", Yuan(amount), "audit finding");

    private static IReadOnlyList<Obligation> Sum(VoucherDesk desk, string fund, string? mirrorOf) =>
        desk.Network.Ledgers[Books.Fund(fund)].Sum(mirrorOf, 0, long.MaxValue);
}
