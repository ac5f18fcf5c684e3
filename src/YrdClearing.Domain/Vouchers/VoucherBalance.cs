using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>How amounts move within a voucher, and what its status becomes (scenario.md, Readings, "Vouchers").</summary>
internal static class VoucherBalance
{
    public static VoucherStanding Reserve(VoucherStanding s, Money amount) =>
        Settle(s with { Available = s.Available - amount, Reserved = s.Reserved + amount });

    public static VoucherStanding Redeem(VoucherStanding s, Money amount) =>
        Settle(s with { Reserved = s.Reserved - amount, Redeemed = s.Redeemed + amount });

    /// <summary>A claw-back gives the voucher's balance nothing back.</summary>
    public static VoucherStanding ClawBack(VoucherStanding s, Money amount) =>
        Settle(s with { Redeemed = s.Redeemed - amount });

    /// <summary>The unreserved rest leaves the voucher, which is over.</summary>
    public static VoucherStanding End(VoucherStanding s, VoucherStatus status) => s with { Status = status, Available = Money.Zero };

    /// <summary>
    /// Gives up a reserved amount: it returns to the voucher while that lives, that is before use-by by the command's time and not
    /// Returned, Revoked, Expired or Lapsed; otherwise to the budget with its quota (scenario.md, below the table of commands).
    /// </summary>
    public static (Release Released, VoucherStanding After) Release(VoucherState voucher, BusinessTime at, Money amount)
    {
        var s = voucher.Standing;
        var lives = VoucherLifecycle.MayExpire(s.Status) && !at.IsPast(voucher.UseBy!.Value);
        var toIssued = lives ? amount : Money.Zero;
        var release = new Release(toIssued, amount - toIssued, voucher.Enterprise, voucher.QuotaYear!.Value);
        return (release, Settle(s with { Available = s.Available + toIssued, Reserved = s.Reserved - amount }));
    }

    /// <summary>Issued, PartlyUsed and Exhausted follow from the amounts; a voucher that is over stays what it is.</summary>
    private static VoucherStanding Settle(VoucherStanding s)
    {
        var trigger =
            s.Reserved.IsZero && s.Available.IsZero    ? VoucherTrigger.Exhaust :
            s.Reserved.IsZero && s.Redeemed.IsZero     ? VoucherTrigger.Free :
            VoucherTrigger.Use;
        return s with { Status = VoucherLifecycle.Table.Next(s.Status, trigger) ?? s.Status };
    }
}
