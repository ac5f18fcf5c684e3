using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>
/// Postings of a bid's events to the book of the market that holds it. As with a contract's escrow, what goes back leaves
/// <c>assets:escrow</c> for cash. A won deposit is moved by the contract's own entry.
/// </summary>
public static class BidPostings
{
    public static IReadOnlyList<Posting> Of(BidEvent @event)
    {
        var p = new PostingSet();
        return (@event switch
        {
            BidDeposited e        => p.Move(Accounts.Escrow,             Accounts.Deposits(e.Bidder), e.Amount),
            BidReleased e         => p.Move(Accounts.Deposits(e.Bidder), Accounts.Refunds(e.Bidder),  e.Amount)
                                      .Move(Accounts.Cash,               Accounts.Escrow,             e.Amount),
            BidRefundInstructed e => p.Move(Accounts.Refunds(e.Bidder),  Accounts.PaymentsInTransit,  e.Amount),
            BidRefunded e         => p.Move(Accounts.PaymentsInTransit,  Accounts.Cash,               e.Amount),
            BidRefundFailed e     => p.Move(Accounts.PaymentsInTransit,  Accounts.Refunds(e.Bidder),  e.Amount),
            BidWon                => p,
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }
}
