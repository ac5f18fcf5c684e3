using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Vouchers;

public sealed class VoucherTests
{
    [Fact]
    public void An_application_is_refused_by_the_first_rule_it_breaks() => new VoucherDesk().Table(
        ("not_found",             Enterprise,           new ApplyVoucher("V1", E, "330000", Yuan("1.00"))),
        ("not_found",             Enterprise,           new ApplyVoucher("V1", Local, SH, Yuan("1.00"))),
        ("not_allowed",           Li,                   new ApplyVoucher("V1", E, SH, Yuan("0.00"))),
        ("not_allowed",           "enterprise:" + E2,   new ApplyVoucher("V1", E, SH, Yuan("1.00"))),
        ("invalid_amount",        Enterprise,           new ApplyVoucher("V1", E, SH, Yuan("0.00"))),
        ("invalid_amount",        Enterprise,           new ApplyVoucher("V1", E, JS, Yuan("-0.01"))),
        ("region_not_covered",    Enterprise,           new ApplyVoucher("V1", E, JS, Yuan("1.00"))),
        ("not_sme",               "enterprise:" + Big,  new ApplyVoucher("V1", Big, SH, Yuan("1.00"))),
        ("ok",                    Su,                   new ListIntegrity(Big, "false statements")),
        ("integrity_listed",      "enterprise:" + Big,  new ApplyVoucher("V1", Big, JS, Yuan("1.00"))),
        ("ok",                    Enterprise,           new ApplyVoucher("V1", E, SH, Yuan("1.00"))),
        ("already_exists",        Li,                   new ApplyVoucher("V1", E, SH, Yuan("0.00"))),
        ("already_exists",        "enterprise:" + E2,   new ApplyVoucher("V1", E2, SH, Yuan("1.00"))),
        ("open_application_exists", Enterprise,         new ApplyVoucher("V2", E, SH, Yuan("1.00"))),
        ("ok",                    "enterprise:" + E2,   new ApplyVoucher("V2", E2, SH, Yuan("1.00"))));

    [Fact]
    public void A_decided_application_makes_room_for_the_next()
    {
        var desk = new VoucherDesk();
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("1.00")));
        desk.Setup(Li, new RejectVoucher("V1", "incomplete"));
        desk.Standing().ShouldBe("Rejected 0.00 0.00 0.00");
        desk.Issued("1.00", "V2").Issued("2.00", "V3").Standing("V3").ShouldBe("Issued 2.00 0.00 0.00");
    }

    [Fact]
    public void Approval_and_refusal_belong_to_the_vouchers_fund_and_happen_once()
    {
        var desk = new VoucherDesk();
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("100000.00")));
        desk.Table(
            ("not_found",   Li,         new ApproveVoucher("V7")),
            ("not_found",   Li,         new RejectVoucher("V7", "x")),
            ("not_allowed", Su,         new ApproveVoucher("V1")),
            ("not_allowed", Enterprise, new RejectVoucher("V1", "x")),
            ("ok",          Li,         new ApproveVoucher("V1")),
            ("wrong_state", Li,         new ApproveVoucher("V1")),
            ("wrong_state", Li,         new RejectVoucher("V1", "x")),
            ("not_allowed", Su,         new RejectVoucher("V1", "x")));
        desk.Balances(SH, "budget:", "quota:").ShouldBe(
        [
            "budget:appropriated 500000.00", "budget:available -400000.00", "budget:issued -100000.00",
            $"quota:available:{E}:2026 -200000.00", $"quota:granted:{E}:2026 200000.00",
        ]);
        var v = desk.Voucher();
        (v.UseBy, v.ClaimBy, v.Policy, v.QuotaYear).ShouldBe((new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 11), "P1", 2026));
    }

    [Fact]
    public void Approval_needs_a_policy_in_force_then_budget_then_quota()
    {
        var early = new VoucherDesk(policy: p => p with { From = new(2026, 3, 3) });
        early.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("1.00")));
        early.Do(Li, new ApproveVoucher("V1")).ShouldBe("no_policy");
        early.EndOf("2026-03-02").Do(Li, new ApproveVoucher("V1")).ShouldBe("ok");

        var desk = new VoucherDesk();
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("500000.01")));
        desk.Do(Li, new ApproveVoucher("V1")).ShouldBe("budget_insufficient");
        desk.Setup("enterprise:" + E2, new ApplyVoucher("V2", E2, SH, Yuan("300000.01")));
        desk.Do(Li, new ApproveVoucher("V2")).ShouldBe("quota_exceeded");
        desk.Setup(Li, new RejectVoucher("V2", "too much"));
        desk.Setup("enterprise:" + E2, new ApplyVoucher("V3", E2, SH, Yuan("300000.00")));
        desk.Do(Li, new ApproveVoucher("V3")).ShouldBe("ok");
    }

    [Fact]
    public void A_years_quota_is_granted_once_and_a_later_policy_does_not_change_it()
    {
        var desk = new VoucherDesk().Issued("100000.00");
        desk.Publish(p => p with { Version = "P2", AnnualCap = Yuan("1.00") });
        desk.Issued("200000.00", "V2").Balances(SH, "quota:").ShouldBeEmpty();
        desk.Setup(Enterprise, new ApplyVoucher("V3", E, SH, Yuan("0.01")));
        desk.Do(Li, new ApproveVoucher("V3")).ShouldBe("quota_exceeded");
        desk.EndOf("2026-12-31").Setup(Li, new ApproveVoucher("V3"));
        desk.Balances(SH, "quota:").ShouldBe([$"quota:available:{E}:2027 -0.99", $"quota:granted:{E}:2027 0.99"]);
        desk.Voucher("V3").Policy.ShouldBe("P2");
    }

    /// <summary>The unreserved rest goes back with its quota; what is reserved lives on and, released, goes the same way.</summary>
    [Theory]
    [InlineData(false, VoucherStatus.Returned)]
    [InlineData(true, VoucherStatus.Revoked)]
    public void Return_and_revoke_give_back_what_is_not_reserved(bool revoke, VoucherStatus status)
    {
        NamedVoucherCommand command = revoke ? new RevokeVoucher("V1", "in error") : new ReturnVoucher("V1");
        var (right, wrong) = revoke ? (Li, Enterprise) : (Enterprise, Li);
        var desk = new VoucherDesk().Issued().Placed("80000.00");
        desk.Table(("not_allowed", wrong, command), ("not_allowed", "enterprise:" + E2, command), ("ok", right, command));
        desk.Standing().ShouldBe($"{status} 0.00 40000.00 0.00");
        desk.Balances(SH, "budget:", "quota:available").ShouldBe(
        [
            "budget:appropriated 500000.00", "budget:available -460000.00", "budget:reserved -40000.00",
            $"quota:available:{E}:2026 -260000.00",
        ]);
        desk.Table(
            ("wrong_state", right, command),
            ("wrong_state", Enterprise, new PlaceOrder("V1", "O2", Local, "testing", Yuan("1.00"))),
            ("ok", LocalProvider, new DeclineOrder("O1")));
        desk.Standing().ShouldBe($"{status} 0.00 0.00 0.00");
        desk.Balances(SH, "budget:", "quota:available").ShouldBe(
            ["budget:appropriated 500000.00", "budget:available -500000.00", $"quota:available:{E}:2026 -300000.00"]);
    }

    [Fact]
    public void Return_is_refused_before_approval_and_allowed_with_nothing_left_and_after_use_by()
    {
        var desk = new VoucherDesk();
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("40000.00")));
        desk.Table(("wrong_state", Enterprise, new ReturnVoucher("V1")), ("wrong_state", Li, new RevokeVoucher("V1", "x")));
        desk.Setup(Wang, new ApproveVoucher("V1"));
        desk.Placed("80000.00").EndOf("2026-04-01").Do(Enterprise, new ReturnVoucher("V1")).ShouldBe("ok");
        desk.Standing().ShouldBe("Returned 0.00 40000.00 0.00");
    }

    [Fact]
    public void Status_follows_what_is_reserved_and_redeemed()
    {
        var desk = new VoucherDesk().Issued("50000.00").Placed("80000.00");
        desk.Standing().ShouldBe("PartlyUsed 10000.00 40000.00 0.00");
        desk.Setup(Enterprise, new CancelOrder("O1", "x"));
        desk.Standing().ShouldBe("Issued 50000.00 0.00 0.00");
        desk.Paid("80000.00", "O2").Standing().ShouldBe("PartlyUsed 10000.00 0.00 40000.00");
        desk.Setup(Li, new ClawBackClaim("O2", Yuan("40000.00"), "x"));
        desk.Standing().ShouldBe("Issued 10000.00 0.00 0.00");
        desk.Approved("20000.00", "O3").Standing().ShouldBe("Exhausted 0.00 0.00 10000.00");
        desk.Table(
            ("wrong_state", Enterprise, new PlaceOrder("V1", "O4", Local, "testing", Yuan("0.01"))),
            ("wrong_state", Enterprise, new ReturnVoucher("V1")));
    }

    [Fact]
    public void An_exhausted_voucher_stays_so_when_all_is_clawed_back_and_does_not_expire()
    {
        var desk = new VoucherDesk().Issued("40000.00").Paid("80000.00");
        desk.Setup(Li, new ClawBackClaim("O1", Yuan("40000.00"), "x"));
        desk.EndOf("2026-04-30").RunDeadlines().Standing().ShouldBe("Exhausted 0.00 0.00 0.00");
        desk.StatusOf().ShouldBe("Confirmed/Recovered");
    }

    [Fact]
    public void Past_use_by_an_unused_voucher_expires_and_a_used_one_lapses()
    {
        var desk = new VoucherDesk().Issued("10.00", "V0").Issued("50000.00").Placed("80000.00");
        desk.LastMicrosecondOf("2026-04-01").RunDeadlines().Standing("V0").ShouldBe("Issued 10.00 0.00 0.00");
        desk.EndOf("2026-04-01").RunDeadlines();
        desk.Standing("V0").ShouldBe("Expired 0.00 0.00 0.00");
        desk.Standing("V1").ShouldBe("Lapsed 0.00 40000.00 0.00");
        desk.Balances(SH, "budget:", "quota:available").ShouldBe(
        [
            "budget:appropriated 500000.00", "budget:available -460000.00", "budget:reserved -40000.00",
            $"quota:available:{E}:2026 -260000.00",
        ]);
        desk.RunDeadlines().Table(("wrong_state", Operator, new ExpireVoucher("V0")), ("wrong_state", Operator, new LapseOrder("O1")));
    }

    [Fact]
    public void What_is_released_after_use_by_goes_to_the_budget_even_before_deadlines_run()
    {
        var desk = new VoucherDesk().Issued("40000.00").Placed("80000.00").EndOf("2026-04-01");
        desk.Setup(Li, new CancelOrder("O1", "late"));
        desk.Balances(SH, "budget:").ShouldBe(["budget:appropriated 500000.00", "budget:available -500000.00"]);
    }

    [Fact]
    public void A_voucher_with_nothing_left_after_a_release_past_use_by_is_exhausted_and_does_not_expire()
    {
        var desk = new VoucherDesk().Issued("40000.00").Placed("80000.00").EndOf("2026-04-01");
        desk.Setup(Li, new CancelOrder("O1", "late"));
        desk.Standing().ShouldBe("Exhausted 0.00 0.00 0.00");
        desk.RunDeadlines().Standing().ShouldBe("Exhausted 0.00 0.00 0.00");
        desk.Table(("wrong_state", Enterprise, new ReturnVoucher("V1")));
    }

    /// <summary>The quota is that of the approval's year, whenever the release comes.</summary>
    [Fact]
    public void Given_back_quota_is_that_of_the_approvals_year()
    {
        var desk = new VoucherDesk(policy: p => p with { UseDays = 300 }).Issued("40000.00").Placed("80000.00");
        desk.EndOf("2026-12-31").RunDeadlines();
        desk.Setup(Enterprise, new CancelOrder("O1", "late"));
        desk.Balances(SH, "quota:available").ShouldBe([$"quota:available:{E}:2026 -300000.00"]);
    }

    [Fact]
    public void Commands_that_name_no_voucher_or_order_are_not_found()
    {
        var desk = new VoucherDesk().Issued();
        Command[] commands =
        [
            new ReturnVoucher("V7"), new RevokeVoucher("V7", "x"), new PlaceOrder("V7", "O1", Local, "testing", Yuan("0.00")),
            new PlaceOrder("V1", "O1", E, "testing", Yuan("1.00")), new AcceptOrder("O7"), new DeclineOrder("O7"),
            new DeliverOrder("O7", "C", "I", Yuan("1.00")), new ConfirmOrder("O7"), new DisputeOrder("O7"), new CancelOrder("O7", "x"),
            new SubmitClaim("O7"), new ReviewClaim("O7"), new ApproveClaim("O7"), new ReturnClaim("O7", "x"), new RejectClaim("O7", "x"),
            new ClawBackClaim("O7", Yuan("1.00"), "x"),
        ];
        Array.ForEach(commands, c => desk.Do("auditor:network", c).ShouldBe("not_found", c.ToString()));
    }
}
