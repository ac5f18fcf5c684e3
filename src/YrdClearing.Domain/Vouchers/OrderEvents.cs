using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>What happened to an order or its claim.</summary>
/// <param name="Order">The order's id.</param>
public abstract record OrderEvent(string Order) : VoucherEvent
{
    /// <summary>Where the voucher stands now; null when the event leaves it as it was.</summary>
    public VoucherStanding? After { get; init; }
}

/// <param name="Voucher">The voucher's id.</param>
/// <param name="Order">The order's id.</param>
/// <param name="Ordinal">Position among the voucher's orders, from 0.</param>
/// <param name="Provider">USCC.</param>
/// <param name="HostFund">Region code of the provider's fund.</param>
/// <param name="Service">What is ordered.</param>
/// <param name="Price">The whole price.</param>
/// <param name="Policy">Version of the policy in force.</param>
/// <param name="Route">That policy's route.</param>
/// <param name="Rate">That policy's rate for this corridor.</param>
/// <param name="Subsidy">Reserved on the voucher.</param>
/// <param name="Own">Price less subsidy.</param>
/// <param name="Payee">USCC of who is to be paid the subsidy.</param>
/// <param name="PayingBook">The book that is to pay it.</param>
/// <param name="PlacedAt">Business time.</param>
[Stored("order.placed.1")]
public sealed record OrderPlaced(
    string Voucher,
    string Order,
    int Ordinal,
    string Provider,
    string HostFund,
    string Service,
    Money Price,
    string Policy,
    FundingRoute Route,
    Rate Rate,
    Money Subsidy,
    Money Own,
    string Payee,
    string PayingBook,
    BusinessTime PlacedAt) : OrderEvent(Order);

[Stored("order.accepted.1")]
public sealed record OrderAccepted(string Order) : OrderEvent(Order);

[Stored("order.declined.1")]
public sealed record OrderDeclined(string Order, Release Released) : OrderEvent(Order);

/// <summary>The subsidy falls to <paramref name="Subsidy"/>; the rest of the reservation is released.</summary>
[Stored("order.delivered.1")]
public sealed record OrderDelivered(
    string Order, string Contract, string Invoice, Money InvoiceAmount, Money Subsidy, Money Own, Release Released) : OrderEvent(Order);

[Stored("order.confirmed.1")]
public sealed record OrderConfirmed(string Order) : OrderEvent(Order);

[Stored("order.disputed.1")]
public sealed record OrderDisputed(string Order) : OrderEvent(Order);

[Stored("order.cancelled.1")]
public sealed record OrderCancelled(string Order, string Reason, Release Released) : OrderEvent(Order);

/// <summary>Past claim-by without a claim under way.</summary>
[Stored("order.lapsed.1")]
public sealed record OrderLapsed(string Order, Release Released) : OrderEvent(Order);

[Stored("claim.submitted.1")]
public sealed record ClaimSubmitted(string Order, string Invoice) : OrderEvent(Order);

/// <param name="Order">The order's id.</param>
/// <param name="Reviewer">The whole <c>as</c>.</param>
[Stored("claim.reviewed.1")]
public sealed record ClaimReviewed(string Order, string Reviewer) : OrderEvent(Order);

/// <summary>The reserved subsidy is redeemed; <paramref name="PayingBook"/> is to pay it to <paramref name="Payee"/>.</summary>
[Stored("claim.approved.1")]
public sealed record ClaimApproved(string Order, Money Amount, string Payee, string HomeBook, string PayingBook, string Approver)
    : OrderEvent(Order);

[Stored("claim.returned.1")]
public sealed record ClaimReturned(string Order, string Reason) : OrderEvent(Order);

/// <summary>The order ends with its claim.</summary>
[Stored("claim.rejected.1")]
public sealed record ClaimRejected(string Order, string Invoice, string Reason, Release Released) : OrderEvent(Order);

[Stored("claim.instructed.1")]
public sealed record ClaimInstructed(string Order) : OrderEvent(Order);

[Stored("claim.paid.1")]
public sealed record ClaimPaid(string Order) : OrderEvent(Order);

[Stored("claim.payment-failed.1")]
public sealed record ClaimPaymentFailed(string Order) : OrderEvent(Order);

/// <param name="Order">The order's id.</param>
/// <param name="Amount">Clawed back now.</param>
/// <param name="Total">Clawed back so far, this included.</param>
/// <param name="Payee">USCC of who was paid.</param>
/// <param name="HomeBook">The voucher's fund's book.</param>
/// <param name="PayingBook">The book that paid.</param>
/// <param name="Reason">As given.</param>
/// <param name="Status">Recovered when all was clawed back, else still Paid.</param>
[Stored("claim.clawed-back.1")]
public sealed record ClaimClawedBack(
    string Order, Money Amount, Money Total, string Payee, string HomeBook, string PayingBook, string Reason, ClaimStatus Status)
    : OrderEvent(Order);
