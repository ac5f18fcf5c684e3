using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>What happened to a payout. Amounts are explicit: a reader adds them up without a rule.</summary>
/// <param name="Order">What is paid: <see cref="PayoutIds"/>. The field has the name of the first kind there was.</param>
public abstract record PayoutEvent(string Order) : DomainEvent;

/// <summary>Home approved a claim that this book pays.</summary>
[Stored("payout.due.1")]
public sealed record PayoutDue(string Order, string Voucher, string HomeBook, string PayingBook, string Payee, Money Amount)
    : PayoutEvent(Order);

/// <summary>A milestone was released that this book pays.</summary>
/// <param name="Order">What is paid, <c>CONTRACT/MILESTONE</c>.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">This book.</param>
/// <param name="Payee">USCC of the seller.</param>
/// <param name="Amount">The net.</param>
/// <param name="Fee">This market's part of the fee.</param>
[Stored("payout.release-due.1")]
public sealed record PayoutReleaseDue(string Order, string HomeBook, string PayingBook, string Payee, Money Amount, Money Fee)
    : PayoutEvent(Order);

/// <summary>A milestone was released that this book pays, to the seller and to owners.</summary>
/// <param name="Order">What is paid, <c>CONTRACT/MILESTONE</c>.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">This book.</param>
/// <param name="Payee">USCC of the seller.</param>
/// <param name="Amount">The seller's part of the net.</param>
/// <param name="Fee">This market's part of the fee.</param>
/// <param name="Owners">The owners' parts of the net; each is a payout of its own.</param>
[Stored("payout.release-due.2")]
public sealed record SharedReleaseDue(
    string Order, string HomeBook, string PayingBook, string Payee, Money Amount, Money Fee, IReadOnlyList<OwnerAmount> Owners)
    : PayoutEvent(Order);

/// <summary>An owner's part is due; what is owed to it was posted with the seller's.</summary>
/// <param name="Order">What is paid, <c>CONTRACT/MILESTONE/OWNER</c>.</param>
/// <param name="HomeBook">The book of the buyer's market.</param>
/// <param name="PayingBook">This book.</param>
/// <param name="Payee">USCC of the owner.</param>
/// <param name="Amount">Its part.</param>
[Stored("payout.owner-due.1")]
public sealed record OwnerPayoutDue(string Order, string HomeBook, string PayingBook, string Payee, Money Amount) : PayoutEvent(Order);

[Stored("payout.instructed.1")]
public sealed record PayoutInstructed(string Order, string Payee, Money Amount) : PayoutEvent(Order);

/// <param name="Order">What is paid: <see cref="PayoutIds"/>.</param>
/// <param name="Amount">What was paid.</param>
/// <param name="Spent">What becomes spent budget: of a claim at home all of it, abroad nothing, for there home's cycle does that.</param>
/// <param name="BankRef">The bank's reference; null when none was given.</param>
[Stored("payout.paid.1")]
public sealed record PayoutPaid(string Order, Money Amount, Money Spent, string? BankRef) : PayoutEvent(Order);

[Stored("payout.failed.1")]
public sealed record PayoutFailed(string Order, string Payee, Money Amount, string Reason) : PayoutEvent(Order);

/// <summary>Home clawed back or refunded; abroad this book owes it to home and may demand it of the payee.</summary>
[Stored("payout.clawed-back.1")]
public sealed record PayoutClawedBack(string Order, string HomeBook, string PayingBook, string Payee, Money Amount, Money Total)
    : PayoutEvent(Order);

/// <summary>The payee paid back.</summary>
[Stored("payout.recovery-received.1")]
public sealed record RecoveryReceived(string Order, string Payee, Money Amount, Money Total) : PayoutEvent(Order);
