using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>Postings of a fund's events (domain.md, "Books and accounts").</summary>
public static class FundPostings
{
    public static IReadOnlyList<Posting> Of(FundEvent @event) => @event switch
    {
        FundAppropriated e => new PostingSet().Move(Accounts.BudgetAppropriated, Accounts.BudgetAvailable, e.Amount).ToPostings(),
        FundDeposited e    => new PostingSet().Move(Accounts.Cash,               Accounts.Treasury,        e.Amount).ToPostings(),
        FundOpeningRecorded or PolicyPublished => [],
        _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
    };
}
