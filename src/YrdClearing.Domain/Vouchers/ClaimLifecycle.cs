using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

public enum ClaimTrigger
{
    Submit,
    Review,
    Approve,
    Return,
    Reject,
    Instruct,
    Confirm,
    Fail,

    /// <summary>A part is clawed back.</summary>
    ClawBack,

    /// <summary>The last part is clawed back.</summary>
    ClawBackLast,
}

/// <summary>A claim's lifecycle; it begins with its first submission (domain.md, "Vouchers").</summary>
public static class ClaimLifecycle
{
    public static readonly Lifecycle<ClaimStatus, ClaimTrigger> Table = new("Claim", ClaimStatus.Submitted,
        (ClaimStatus.Submitted,     ClaimTrigger.Review,       ClaimStatus.Reviewed),
        (ClaimStatus.Submitted,     ClaimTrigger.Return,       ClaimStatus.Returned),
        (ClaimStatus.Submitted,     ClaimTrigger.Reject,       ClaimStatus.Rejected),
        (ClaimStatus.Reviewed,      ClaimTrigger.Approve,      ClaimStatus.Approved),
        (ClaimStatus.Reviewed,      ClaimTrigger.Return,       ClaimStatus.Returned),
        (ClaimStatus.Reviewed,      ClaimTrigger.Reject,       ClaimStatus.Rejected),
        (ClaimStatus.Returned,      ClaimTrigger.Submit,       ClaimStatus.Submitted),
        (ClaimStatus.Approved,      ClaimTrigger.Instruct,     ClaimStatus.Instructed),
        (ClaimStatus.Instructed,    ClaimTrigger.Confirm,      ClaimStatus.Paid),
        (ClaimStatus.Instructed,    ClaimTrigger.Fail,         ClaimStatus.PaymentFailed),
        (ClaimStatus.PaymentFailed, ClaimTrigger.Instruct,     ClaimStatus.Instructed),
        (ClaimStatus.Paid,          ClaimTrigger.ClawBack,     ClaimStatus.Paid),
        (ClaimStatus.Paid,          ClaimTrigger.ClawBackLast, ClaimStatus.Recovered));

    /// <summary>True where a claim may be submitted: there is none yet, or it was returned.</summary>
    public static bool MaySubmit(ClaimStatus? claim) => claim is null || Table.Allows(claim.Value, ClaimTrigger.Submit);

    /// <summary>True when there is a claim and <paramref name="trigger"/> is permitted.</summary>
    public static bool Allows(ClaimStatus? claim, ClaimTrigger trigger) => claim is not null && Table.Allows(claim.Value, trigger);
}
