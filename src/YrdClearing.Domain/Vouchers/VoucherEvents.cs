using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>What happened to a voucher. Amounts are explicit: a reader adds them up without a rule.</summary>
public abstract record VoucherEvent : DomainEvent;

[Stored("voucher.applied.1")]
public sealed record VoucherApplied(string Voucher, string Enterprise, string Fund, Money Amount) : VoucherEvent;

/// <param name="Voucher">The voucher's id.</param>
/// <param name="Enterprise">USCC.</param>
/// <param name="Amount">Face amount: issued from the budget and taken from the year's quota.</param>
/// <param name="Policy">Version of the policy in force.</param>
/// <param name="QuotaYear">Calendar year (+08:00) of the approval.</param>
/// <param name="AnnualCap">The quota granted at the enterprise's first approval of the year in this fund.</param>
/// <param name="UseBy">Day of the approval and the policy's useDays.</param>
/// <param name="ClaimBy">Use-by and the policy's claimDays.</param>
/// <param name="After">Where the voucher stands now.</param>
[Stored("voucher.approved.1")]
public sealed record VoucherApproved(
    string Voucher,
    string Enterprise,
    Money Amount,
    string Policy,
    int QuotaYear,
    Money AnnualCap,
    DateOnly UseBy,
    DateOnly ClaimBy,
    VoucherStanding After) : VoucherEvent;

[Stored("voucher.rejected.1")]
public sealed record VoucherRejected(string Voucher, string Reason) : VoucherEvent;

/// <summary><paramref name="Rest"/> was not reserved and goes back to the budget with its quota.</summary>
[Stored("voucher.returned.1")]
public sealed record VoucherReturned(string Voucher, string Enterprise, int QuotaYear, Money Rest, VoucherStanding After) : VoucherEvent;

/// <summary><paramref name="Rest"/> was not reserved and goes back to the budget with its quota.</summary>
[Stored("voucher.revoked.1")]
public sealed record VoucherRevoked(
    string Voucher, string Enterprise, int QuotaYear, Money Rest, string Reason, VoucherStanding After) : VoucherEvent;

/// <summary>Past use-by: <paramref name="Rest"/> was not reserved and goes back to the budget with its quota. Expired or Lapsed.</summary>
[Stored("voucher.expired.1")]
public sealed record VoucherExpired(string Voucher, string Enterprise, int QuotaYear, Money Rest, VoucherStanding After) : VoucherEvent;

/// <summary>A reserved amount that is given up, and where it goes.</summary>
/// <param name="ToIssued">Back to the voucher, which lives.</param>
/// <param name="ToAvailable">Back to the budget with its quota, since the voucher is over.</param>
/// <param name="Enterprise">USCC of the voucher's enterprise, whose quota it was.</param>
/// <param name="QuotaYear">The year of that quota.</param>
public sealed record Release(Money ToIssued, Money ToAvailable, string Enterprise, int QuotaYear);
