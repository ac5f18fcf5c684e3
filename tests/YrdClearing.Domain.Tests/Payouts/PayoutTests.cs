using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Tests.Vouchers;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Payouts;

public sealed class PayoutTests
{
    [Fact]
    public void A_payout_is_instructed_by_the_paying_fund_and_reported_by_the_bank()
    {
        var desk = new VoucherDesk().Issued().Reviewed("100000.00", provider: Abroad);
        desk.Table(
            ("not_found",   Su,     new InstructPayout("O7")),
            ("not_found",   Bank,   new ConfirmPayout("O7", null)),
            ("not_found",   Bank,   new FailPayout("O7", "x")),
            ("not_found",   Bank,   new ReceiveRecovery("O7", Yuan("0.00"))),
            ("not_allowed", Li,     new InstructPayout("O1")),
            ("wrong_state", Su,     new InstructPayout("O1")),
            ("wrong_state", Bank,   new ConfirmPayout("O1", null)),
            ("ok",          Wang,   new ApproveClaim("O1")),
            ("not_allowed", Li,     new InstructPayout("O1")),
            ("wrong_state", Bank,   new FailPayout("O1", "x")),
            ("ok",          Su,     new InstructPayout("O1")),
            ("wrong_state", Su,     new InstructPayout("O1")),
            ("not_allowed", Su,     new ConfirmPayout("O1", null)),
            ("not_allowed", Su,     new FailPayout("O1", "x")));
        desk.StatusOf().ShouldBe("Confirmed/Instructed");
        desk.Setup(Bank, new ConfirmPayout("O1", "ref-1"));
        desk.StatusOf().ShouldBe("Confirmed/Paid");
        desk.Table(
            ("wrong_state", Bank,   new ConfirmPayout("O1", null)),
            ("wrong_state", Bank,   new FailPayout("O1", "x")),
            ("wrong_state", Su,     new InstructPayout("O1")));
        PayoutView.Of(desk.Network.Payout("O1")!).ShouldBe(
            new("O1", "V1", "Paid", JS, SH, Abroad, "40000.00", "ref-1", "0.00", "0.00"));
    }

    [Fact]
    public void A_returned_payment_is_due_again()
    {
        var desk = new VoucherDesk().Issued().Approved("100000.00");
        desk.Setup(Li, new InstructPayout("O1"));
        desk.Balances(SH, "liabilities:").ShouldBe(["liabilities:payments-in-transit -50000.00"]);
        desk.Setup(Bank, new FailPayout("O1", "account closed"));
        desk.StatusOf().ShouldBe("Confirmed/PaymentFailed");
        desk.Balances(SH, "liabilities:").ShouldBe([$"liabilities:claims:{Local} -50000.00"]);
        desk.Do(Bank, new ConfirmPayout("O1", null)).ShouldBe("wrong_state");
        desk.Setup(Wang, new InstructPayout("O1"));
        desk.Setup(Bank, new ConfirmPayout("O1", null));
        desk.Balances(SH, "liabilities:", "assets:", "budget:approved", "budget:spent").ShouldBe(
            ["assets:cash 50000.00", "budget:spent -50000.00"]);
    }

    /// <summary>Cash less what is already on its way must cover the payment.</summary>
    [Fact]
    public void Cash_that_is_on_its_way_cannot_be_sent_twice()
    {
        var desk = new VoucherDesk().Issued("200000.00").Approved("100000.00", "O1").Approved("100000.00", "O2").Approved("0.02", "O3");
        desk.Table(
            ("ok",                  Li,     new InstructPayout("O1")),
            ("ok",                  Li,     new InstructPayout("O2")),
            ("insufficient_cash",   Li,     new InstructPayout("O3")),
            ("ok",                  Bank,   new ConfirmPayout("O1", null)),
            ("insufficient_cash",   Li,     new InstructPayout("O3")),
            ("ok",                  Bank,   new FailPayout("O2", "x")),
            ("ok",                  Li,     new InstructPayout("O3")));
    }

    /// <summary>R3 abroad: home's budget is spent by the cycle, not by the host's payment.</summary>
    [Fact]
    public void A_payout_abroad_leaves_homes_budget_approved()
    {
        var desk = new VoucherDesk().Issued().Paid("100000.00", provider: Abroad);
        desk.Balances(SH, "budget:approved", "budget:spent").ShouldBe(["budget:approved -40000.00"]);
        desk.Balances(JS, "").ShouldBe(
            ["assets:cash 60000.00", "assets:due-from:fund:310000 40000.00", "equity:treasury -100000.00"]);
    }

    [Theory]
    [InlineData(FundingRoute.R1, Local, SH, E)]
    [InlineData(FundingRoute.R3, Abroad, JS, Abroad)]
    public void A_recovery_is_taken_up_to_what_was_clawed_back(FundingRoute route, string provider, string payingFund, string payee)
    {
        var desk = new VoucherDesk(route).Issued().Paid("100000.00", provider: provider);
        desk.Table(
            ("not_allowed",             Li,     new ReceiveRecovery("O1", Yuan("0.00"))),
            ("invalid_amount",          Bank,   new ReceiveRecovery("O1", Yuan("0.00"))),
            ("wrong_state",             Bank,   new ReceiveRecovery("O1", Yuan("1.00"))),
            ("ok",                      Li,     new ClawBackClaim("O1", Yuan("100.00"), "x")),
            ("amount_exceeds_claim",    Bank,   new ReceiveRecovery("O1", Yuan("100.01"))),
            ("ok",                      Bank,   new ReceiveRecovery("O1", Yuan("60.00"))),
            ("amount_exceeds_claim",    Bank,   new ReceiveRecovery("O1", Yuan("40.01"))),
            ("ok",                      Li,     new ClawBackClaim("O1", Yuan("0.01"), "x")),
            ("ok",                      Bank,   new ReceiveRecovery("O1", Yuan("40.01"))),
            ("amount_exceeds_claim",    Bank,   new ReceiveRecovery("O1", Yuan("0.01"))));
        desk.Balances(payingFund, "assets:recoverable").ShouldBeEmpty();
        var payout = desk.Network.Payout("O1")!;
        (payout.Payee, payout.ClawedBack, payout.Received).ShouldBe((payee, Yuan("100.01"), Yuan("100.01")));
    }

    [Fact]
    public void A_message_that_does_not_fit_is_a_bug_and_no_rejection()
    {
        var due = new RecordPayoutDue("O1", "V1", "fund:310000", "fund:310000", E, Yuan("1.00"));
        var first = PayoutDecider.Decide(null, Given.By(Li), due, new(null));
        var state = PayoutState.Evolve(null, first.Event!);
        Should.Throw<InvalidOperationException>(() => PayoutDecider.Decide(state, Given.By(Li), due, new(null)));
        Should.Throw<InvalidOperationException>(
            () => PayoutDecider.Decide(state, Given.By(Li), new RecordClawBack("O1", Yuan("1.00"), Yuan("1.00")), new(null)));
        PayoutRows.Read(PayoutRows.Changed(null, state)).ShouldBe(state);
        PayoutRows.Changed(state, state).ShouldBeEmpty();
    }
}
