using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>Commands of the aggregate <c>payout:ORDER</c> in the paying fund's book; the key <c>order/ID</c> leads there.</summary>
/// <param name="Order">The order's id.</param>
public abstract record PayoutCommand(string Order) : Command;

/// <summary>The paying fund tells the bank to pay.</summary>
public sealed record InstructPayout(string Order) : PayoutCommand(Order);

/// <summary>The bank reports the payment made.</summary>
public sealed record ConfirmPayout(string Order, string? BankRef) : PayoutCommand(Order);

/// <summary>The bank reports the payment returned; it may be instructed again.</summary>
public sealed record FailPayout(string Order, string Reason) : PayoutCommand(Order);

/// <summary>The bank reports that the payee paid back what was clawed back, whole or in part.</summary>
public sealed record ReceiveRecovery(string Order, Money Amount) : PayoutCommand(Order);

/// <summary>A claim was approved (a message of its voucher).</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="HomeBook">The book of the voucher's fund.</param>
/// <param name="PayingBook">The book of this payout.</param>
/// <param name="Payee">USCC of who is to be paid.</param>
/// <param name="Amount">The subsidy; may be zero.</param>
[Stored("payout.record-due.1")]
public sealed record RecordPayoutDue(string Order, string Voucher, string HomeBook, string PayingBook, string Payee, Money Amount)
    : PayoutCommand(Order);

/// <summary>A paid claim was clawed back (a message of its voucher).</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Amount">Clawed back now.</param>
/// <param name="Total">Clawed back so far, this included.</param>
[Stored("payout.record-claw-back.1")]
public sealed record RecordClawBack(string Order, Money Amount, Money Total) : PayoutCommand(Order);

public static class PayoutCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("payout.instruct", "the paying fund", "Tells the bank to pay an approved claim.", "付款方资金发出付款指令。",
            f => new InstructPayout(f.Id("order")),
            """{"order":"O1"}"""),
        new("payout.confirm", "bank", "Reports a payment made.", "银行回报：付款成功。",
            f => new ConfirmPayout(f.Id("order"), f.OptionalText("bankRef")),
            """{"order":"O1","bankRef":"20260402-000017"}"""),
        new("payout.fail", "bank", "Reports a payment returned; it may be instructed again.", "银行回报：付款退回，可重新发出指令。",
            f => new FailPayout(f.Id("order"), f.Text("reason")),
            """{"order":"O1","reason":"account closed"}"""),
        new("recovery.receive", "bank", "Reports money that the payee paid back after a claw-back.", "银行回报：追回资金到账。",
            f => new ReceiveRecovery(f.Id("order"), f.Amount("amount")),
            """{"order":"O1","amount":"1000.00"}"""),
    ];
}
