using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

public enum PayoutTrigger
{
    Instruct,
    Confirm,
    Fail,

    /// <summary>Home claws back or refunds; what was paid stays paid.</summary>
    ClawBack,

    /// <summary>The payee pays back.</summary>
    Recover,
}

/// <summary>A claim's payout's lifecycle; it begins with the claim's approval (domain.md, "Vouchers").</summary>
public static class PayoutLifecycle
{
    public static readonly Lifecycle<PayoutStatus, PayoutTrigger> Table = new("Payout", PayoutStatus.Due,
        (PayoutStatus.Due,           PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Instructed,    PayoutTrigger.Confirm,  PayoutStatus.Paid),
        (PayoutStatus.Instructed,    PayoutTrigger.Fail,     PayoutStatus.PaymentFailed),
        (PayoutStatus.PaymentFailed, PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Paid,          PayoutTrigger.ClawBack, PayoutStatus.Paid),
        (PayoutStatus.Paid,          PayoutTrigger.Recover,  PayoutStatus.Paid));

    /// <summary>
    /// The same for a milestone's payout, which begins with its release: a ruling and what follows of it wait for no payment (scenario.md,
    /// "Termination and refund").
    /// </summary>
    public static readonly Lifecycle<PayoutStatus, PayoutTrigger> OfMilestone = new("MilestonePayout", PayoutStatus.Due,
        (PayoutStatus.Due,           PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Instructed,    PayoutTrigger.Confirm,  PayoutStatus.Paid),
        (PayoutStatus.Instructed,    PayoutTrigger.Fail,     PayoutStatus.PaymentFailed),
        (PayoutStatus.PaymentFailed, PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Due,           PayoutTrigger.ClawBack, PayoutStatus.Due),
        (PayoutStatus.Due,           PayoutTrigger.Recover,  PayoutStatus.Due),
        (PayoutStatus.Instructed,    PayoutTrigger.ClawBack, PayoutStatus.Instructed),
        (PayoutStatus.Instructed,    PayoutTrigger.Recover,  PayoutStatus.Instructed),
        (PayoutStatus.PaymentFailed, PayoutTrigger.ClawBack, PayoutStatus.PaymentFailed),
        (PayoutStatus.PaymentFailed, PayoutTrigger.Recover,  PayoutStatus.PaymentFailed),
        (PayoutStatus.Paid,          PayoutTrigger.ClawBack, PayoutStatus.Paid),
        (PayoutStatus.Paid,          PayoutTrigger.Recover,  PayoutStatus.Paid));

    /// <summary>The lifecycle of what a payout pays.</summary>
    public static Lifecycle<PayoutStatus, PayoutTrigger> Of(PayoutState payout) => payout.Contract is null ? Table : OfMilestone;
}
