using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

public enum VoucherTrigger
{
    Approve,
    Reject,

    /// <summary>An order may be placed; its reservation makes the voucher <see cref="Use"/>d, unless its subsidy is zero.</summary>
    Place,

    /// <summary>Something is reserved or redeemed.</summary>
    Use,

    /// <summary>Nothing is reserved or redeemed any more, something is left.</summary>
    Free,

    /// <summary>Nothing is left and nothing reserved: redeemed, or released after use-by.</summary>
    Exhaust,

    Return,
    Revoke,

    /// <summary>Use-by has passed and nothing is reserved or redeemed.</summary>
    Expire,

    /// <summary>Use-by has passed and something is reserved or redeemed.</summary>
    Lapse,
}

/// <summary>
/// A voucher's lifecycle (domain.md, "Vouchers"). What is reserved when a voucher ends lives on until its order ends. An Exhausted voucher
/// stays so: a claw-back gives its balance nothing back (scenario.md, Readings).
/// </summary>
public static class VoucherLifecycle
{
    public static readonly Lifecycle<VoucherStatus, VoucherTrigger> Table = new("Voucher", VoucherStatus.Applied,
        (VoucherStatus.Applied,    VoucherTrigger.Approve, VoucherStatus.Issued),
        (VoucherStatus.Applied,    VoucherTrigger.Reject,  VoucherStatus.Rejected),
        (VoucherStatus.Issued,     VoucherTrigger.Place,   VoucherStatus.Issued),
        (VoucherStatus.Issued,     VoucherTrigger.Use,     VoucherStatus.PartlyUsed),
        (VoucherStatus.Issued,     VoucherTrigger.Free,    VoucherStatus.Issued),
        (VoucherStatus.Issued,     VoucherTrigger.Return,  VoucherStatus.Returned),
        (VoucherStatus.Issued,     VoucherTrigger.Revoke,  VoucherStatus.Revoked),
        (VoucherStatus.Issued,     VoucherTrigger.Expire,  VoucherStatus.Expired),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Place,   VoucherStatus.PartlyUsed),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Use,     VoucherStatus.PartlyUsed),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Free,    VoucherStatus.Issued),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Exhaust, VoucherStatus.Exhausted),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Return,  VoucherStatus.Returned),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Revoke,  VoucherStatus.Revoked),
        (VoucherStatus.PartlyUsed, VoucherTrigger.Lapse,   VoucherStatus.Lapsed));

    /// <summary>True for a voucher whose unreserved rest returns when its use-by has passed.</summary>
    public static bool MayExpire(VoucherStatus status) =>
        Table.Allows(status, VoucherTrigger.Expire) || Table.Allows(status, VoucherTrigger.Lapse);
}
