using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>What happened to a payout. Amounts are explicit: a reader adds them up without a rule.</summary>
/// <param name="Order">The order's id.</param>
public abstract record PayoutEvent(string Order) : DomainEvent;

/// <summary>Home approved a claim that this book pays.</summary>
[Stored("payout.due.1")]
public sealed record PayoutDue(string Order, string Voucher, string HomeBook, string PayingBook, string Payee, Money Amount)
    : PayoutEvent(Order);

[Stored("payout.instructed.1")]
public sealed record PayoutInstructed(string Order, string Payee, Money Amount) : PayoutEvent(Order);

/// <param name="Order">The order's id.</param>
/// <param name="Amount">What was paid.</param>
/// <param name="Spent">What becomes spent budget: at home all of it, abroad nothing, for there home's cycle does that.</param>
/// <param name="BankRef">The bank's reference; null when none was given.</param>
[Stored("payout.paid.1")]
public sealed record PayoutPaid(string Order, Money Amount, Money Spent, string? BankRef) : PayoutEvent(Order);

[Stored("payout.failed.1")]
public sealed record PayoutFailed(string Order, string Payee, Money Amount, string Reason) : PayoutEvent(Order);

/// <summary>Home clawed back; abroad this book owes it to home and may demand it of the payee.</summary>
[Stored("payout.clawed-back.1")]
public sealed record PayoutClawedBack(string Order, string HomeBook, string PayingBook, string Payee, Money Amount, Money Total)
    : PayoutEvent(Order);

/// <summary>The payee paid back.</summary>
[Stored("payout.recovery-received.1")]
public sealed record RecoveryReceived(string Order, string Payee, Money Amount, Money Total) : PayoutEvent(Order);
