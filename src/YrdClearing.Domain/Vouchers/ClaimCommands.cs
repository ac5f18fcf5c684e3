using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Asks for the subsidy of a Confirmed order; its invoice is taken.</summary>
public sealed record SubmitClaim(string Order) : OrderCommand(Order);

/// <summary>The first pair of eyes: of the host fund on route R3, else of the home fund.</summary>
public sealed record ReviewClaim(string Order) : OrderCommand(Order);

/// <summary>The second pair of eyes, of the home fund; a payout is due.</summary>
public sealed record ApproveClaim(string Order) : OrderCommand(Order);

/// <summary>Sends the claim back to be submitted again.</summary>
public sealed record ReturnClaim(string Order, string Reason) : OrderCommand(Order);

/// <summary>Refuses the claim, ends its order and frees its invoice.</summary>
public sealed record RejectClaim(string Order, string Reason) : OrderCommand(Order);

/// <summary>Demands a paid subsidy back, whole or in part.</summary>
public sealed record ClawBackClaim(string Order, Money Amount, string Reason) : OrderCommand(Order);

/// <summary>The payout was instructed (a message of the payout).</summary>
[Stored("claim.record-instructed.1")]
public sealed record RecordClaimInstructed(string Order) : OrderCommand(Order);

/// <summary>The bank confirmed the payout (a message of the payout).</summary>
[Stored("claim.record-paid.1")]
public sealed record RecordClaimPaid(string Order) : OrderCommand(Order);

/// <summary>The bank returned the payout (a message of the payout).</summary>
[Stored("claim.record-payment-failed.1")]
public sealed record RecordClaimPaymentFailed(string Order) : OrderCommand(Order);

internal static class ClaimCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("claim.submit", "the payee: the enterprise on route R1, else the provider",
            "Asks for the subsidy of a confirmed order.", "提交兑付申请。",
            f => new SubmitClaim(f.Id("order")),
            """{"order":"O1"}"""),
        new("claim.review", "the host fund on route R3, else the home fund", "Reviews a claim's evidence.", "初审兑付申请。",
            f => new ReviewClaim(f.Id("order")),
            """{"order":"O1"}"""),
        new("claim.approve", "the home fund, another person than the reviewer", "Approves a claim; its payout is due.", "复核通过兑付申请，形成应付款。",
            f => new ApproveClaim(f.Id("order")),
            """{"order":"O1"}"""),
        new("claim.return", "the fund whose turn it is", "Sends a claim back to be submitted again.", "退回兑付申请补正。",
            f => new ReturnClaim(f.Id("order"), f.Text("reason")),
            """{"order":"O1","reason":"invoice is illegible"}"""),
        new("claim.reject", "the fund whose turn it is", "Refuses a claim, ends its order and frees its invoice.", "驳回兑付申请，订单终止。",
            f => new RejectClaim(f.Id("order"), f.Text("reason")),
            """{"order":"O1","reason":"no service was rendered"}"""),
        new("claim.claw-back", "the home fund", "Demands a paid subsidy back, whole or in part.", "追回已兑付资金。",
            f => new ClawBackClaim(f.Id("order"), f.Amount("amount"), f.Text("reason")),
            """{"order":"O1","amount":"1000.00","reason":"audit finding"}"""),
    ];
}
