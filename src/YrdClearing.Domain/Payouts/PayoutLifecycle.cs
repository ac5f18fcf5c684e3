using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

public enum PayoutTrigger
{
    Instruct,
    Confirm,
    Fail,

    /// <summary>Home claws back; what was paid stays paid.</summary>
    ClawBack,

    /// <summary>The payee pays back.</summary>
    Recover,
}

/// <summary>A payout's lifecycle; it begins with the claim's approval (domain.md, "Vouchers").</summary>
public static class PayoutLifecycle
{
    public static readonly Lifecycle<PayoutStatus, PayoutTrigger> Table = new("Payout", PayoutStatus.Due,
        (PayoutStatus.Due,           PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Instructed,    PayoutTrigger.Confirm,  PayoutStatus.Paid),
        (PayoutStatus.Instructed,    PayoutTrigger.Fail,     PayoutStatus.PaymentFailed),
        (PayoutStatus.PaymentFailed, PayoutTrigger.Instruct, PayoutStatus.Instructed),
        (PayoutStatus.Paid,          PayoutTrigger.ClawBack, PayoutStatus.Paid),
        (PayoutStatus.Paid,          PayoutTrigger.Recover,  PayoutStatus.Paid));
}
