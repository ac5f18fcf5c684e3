using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Postings of a market's events to its own book.</summary>
public static class MarketPostings
{
    public static IReadOnlyList<Posting> Of(CompensationDeposited e) =>
        new PostingSet().Move(Accounts.Cash, Accounts.RiskCompensation, e.Amount).ToPostings();
}
