using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Postings of a voucher's events to its fund's book (domain.md, "Books and accounts"; scenario.md, Readings).</summary>
public static class VoucherPostings
{
    public static IReadOnlyList<Posting> Of(VoucherEvent @event)
    {
        var p = new PostingSet();
        return (@event switch
        {
            VoucherApproved e  => Issue(p, e),
            VoucherReturned e  => GiveBack(p, Accounts.BudgetIssued, e.Enterprise, e.QuotaYear, e.Rest),
            VoucherRevoked e   => GiveBack(p, Accounts.BudgetIssued, e.Enterprise, e.QuotaYear, e.Rest),
            VoucherExpired e   => GiveBack(p, Accounts.BudgetIssued, e.Enterprise, e.QuotaYear, e.Rest),
            OrderPlaced e      => p.Move(Accounts.BudgetIssued, Accounts.BudgetReserved, e.Subsidy),
            OrderDeclined e    => Release(p, e.Released),
            OrderDelivered e   => Release(p, e.Released),
            OrderCancelled e   => Release(p, e.Released),
            OrderLapsed e      => Release(p, e.Released),
            ClaimRejected e    => Release(p, e.Released),
            ClaimApproved e    => p.Move(Accounts.BudgetReserved, Accounts.BudgetApproved, e.Amount)
                                   .Move(Accounts.SubsidyExpenses, OwedFor(e), e.Amount),
            ClaimClawedBack e  => p.Move(Accounts.BudgetSpent, Accounts.BudgetAvailable, e.Amount)
                                   .Move(DemandedFor(e), Accounts.SubsidyExpenses, e.Amount),
            VoucherApplied or VoucherRejected or OrderAccepted or OrderConfirmed or OrderDisputed or ClaimSubmitted or ClaimReviewed
                or ClaimReturned or ClaimInstructed or ClaimPaid or ClaimPaymentFailed => p,
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }

    /// <summary>A year's quota, granted once; granting is the reverse of taking.</summary>
    public static IReadOnlyList<Posting> Grant(VoucherApproved e) => new PostingSet()
        .Move(Accounts.QuotaGranted(e.Enterprise, e.QuotaYear), Accounts.QuotaAvailable(e.Enterprise, e.QuotaYear), e.AnnualCap)
        .ToPostings();

    private static PostingSet Release(PostingSet p, Release r) => GiveBack(
        p.Move(Accounts.BudgetReserved, Accounts.BudgetIssued, r.ToIssued),
        Accounts.BudgetReserved, r.Enterprise, r.QuotaYear, r.ToAvailable);

    /// <summary>To the budget, with its quota.</summary>
    private static PostingSet GiveBack(PostingSet p, string from, string enterprise, int year, Money amount) => p
        .Move(from, Accounts.BudgetAvailable, amount)
        .Move(Accounts.QuotaGranted(enterprise, year), Accounts.QuotaAvailable(enterprise, year), amount);

    private static PostingSet Issue(PostingSet p, VoucherApproved e) => p
        .Move(Accounts.BudgetAvailable, Accounts.BudgetIssued, e.Amount)
        .Move(Accounts.QuotaAvailable(e.Enterprise, e.QuotaYear), Accounts.QuotaGranted(e.Enterprise, e.QuotaYear), e.Amount);

    /// <summary>Abroad the paying book is owed, at home the payee.</summary>
    private static string OwedFor(ClaimApproved e) => e.PayingBook == e.HomeBook ? Accounts.Claims(e.Payee) : Accounts.DueTo(e.PayingBook);

    private static string DemandedFor(ClaimClawedBack e) =>
        e.PayingBook == e.HomeBook ? Accounts.Recoverable(e.Payee) : Accounts.DueFrom(e.PayingBook);
}
