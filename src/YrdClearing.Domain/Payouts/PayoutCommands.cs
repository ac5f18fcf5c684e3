using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// Commands of the aggregate <c>payout:ORDER</c> or <c>payout:CONTRACT/MILESTONE</c> in the paying fund's or market's book; the key
/// <c>order/ID</c> or <c>contract/ID</c> leads there.
/// </summary>
/// <param name="Order">What is paid: <see cref="PayoutIds"/>.</param>
public abstract record PayoutCommand(string Order) : Command;

/// <summary>The paying fund or market tells the bank to pay.</summary>
public sealed record InstructPayout(string Order) : PayoutCommand(Order);

/// <summary>The bank reports the payment made.</summary>
public sealed record ConfirmPayout(string Order, string? BankRef) : PayoutCommand(Order);

/// <summary>The bank reports the payment returned; it may be instructed again.</summary>
public sealed record FailPayout(string Order, string Reason) : PayoutCommand(Order);

/// <summary>The bank reports that the payee paid back what was clawed back or refunded, whole or in part.</summary>
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

/// <summary>A milestone was released (a message of its contract).</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">The book of this payout, the seller's market's.</param>
/// <param name="Payee">USCC of the seller.</param>
/// <param name="Amount">The net; may be zero.</param>
/// <param name="Fee">The paying market's part of the fee.</param>
[Stored("payout.record-release-due.1")]
public sealed record RecordReleaseDue(
    string Contract, string Milestone, string HomeBook, string PayingBook, string Payee, Money Amount, Money Fee)
    : PayoutCommand(PayoutIds.Of(Contract, Milestone));

/// <summary>A milestone was released of which owners get parts (a message of its contract).</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">The book of this payout, the seller's market's.</param>
/// <param name="Payee">USCC of the seller.</param>
/// <param name="Amount">The seller's part of the net; may be zero.</param>
/// <param name="Fee">The paying market's part of the fee.</param>
/// <param name="Owners">The owners' parts of the net.</param>
[Stored("payout.record-release-due.2")]
public sealed record RecordSharedReleaseDue(
    string Contract, string Milestone, string HomeBook, string PayingBook, string Payee, Money Amount, Money Fee,
    IReadOnlyList<OwnerAmount> Owners)
    : PayoutCommand(PayoutIds.Of(Contract, Milestone));

/// <summary>An owner's part of a release is due (a message of the seller's payout, in the same book).</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="Owner">USCC of the owner, who is paid.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">The book of this payout, the seller's market's.</param>
/// <param name="Amount">The owner's part of the net; may be zero.</param>
[Stored("payout.record-owner-due.1")]
public sealed record RecordOwnerDue(
    string Contract, string Milestone, string Owner, string HomeBook, string PayingBook, Money Amount)
    : PayoutCommand(PayoutIds.OfOwner(Contract, Milestone, Owner));

/// <summary>A paid claim was clawed back, or a released milestone refunded to the buyer (a message of its voucher or contract).</summary>
/// <param name="Order">What was paid: <see cref="PayoutIds"/>.</param>
/// <param name="Amount">Clawed back or refunded now.</param>
/// <param name="Total">Clawed back or refunded so far, this included.</param>
[Stored("payout.record-claw-back.1")]
public sealed record RecordClawBack(string Order, Money Amount, Money Total) : PayoutCommand(Order);

public static class PayoutCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("payout.instruct", "the paying fund or market",
            "Tells the bank to pay an approved claim, a released milestone, what is due to the buyer (the milestone refund) or to a bidder.",
            "付款方发出付款指令：兑付（order）、合同节点或买方退款（contract 与 milestone）、保证金退还（listing 与 bidder）。",
            f => new InstructPayout(SubjectOrBid(f)),
            """{"order":"O1"}"""),
        new("payout.confirm", "bank", "Reports a payment made.", "银行回报：付款成功。",
            f => new ConfirmPayout(SubjectOrBid(f), f.OptionalText("bankRef")),
            """{"order":"O1","bankRef":"20260402-000017"}"""),
        new("payout.fail", "bank", "Reports a payment returned; it may be instructed again.", "银行回报：付款退回，可重新发出指令。",
            f => new FailPayout(SubjectOrBid(f), f.Text("reason")),
            """{"order":"O1","reason":"account closed"}"""),
        new("recovery.receive", "bank", "Reports money that the payee paid back after a claw-back or a refund.", "银行回报：追回资金到账。",
            f => new ReceiveRecovery(Subject(f), f.Amount("amount")),
            """{"order":"O1","amount":"1000.00"}"""),
    ];

    /// <summary>One of <c>order</c>, <c>contract</c> and <c>milestone</c>, <c>listing</c> and <c>bidder</c>.</summary>
    private static string SubjectOrBid(Fields f)
    {
        var (order, contract, milestone) = (f.OptionalId("order"), f.OptionalId("contract"), f.OptionalId("milestone"));
        var owner = f.OptionalUscc("owner");
        var (listing, bidder) = (f.OptionalId("listing"), f.OptionalUscc("bidder"));
        f.Must(
            "order",
            (contract is null) == (milestone is null) && (listing is null) == (bidder is null)
                && new[] { order, contract, listing }.Count(named => named is not null) == 1,
            "must stand alone, or contract and milestone, or listing and bidder in its place");
        f.Must("owner", owner is null || contract is not null, "must come with contract and milestone");
        return order
            ?? (listing is not null ? PayoutIds.OfBid(listing, bidder ?? "")
                : owner is not null ? PayoutIds.OfOwner(contract ?? "", milestone ?? "", owner)
                : PayoutIds.Of(contract ?? "", milestone ?? ""));
    }

    /// <summary>Either <c>order</c>, or <c>contract</c> and <c>milestone</c>.</summary>
    private static string Subject(Fields f)
    {
        var (order, contract, milestone) = (f.OptionalId("order"), f.OptionalId("contract"), f.OptionalId("milestone"));
        f.Must(
            "order",
            order is null == (contract is not null) && contract is null == (milestone is null),
            "must stand alone, or contract and milestone in its place");
        return order ?? PayoutIds.Of(contract ?? "", milestone ?? "");
    }
}
