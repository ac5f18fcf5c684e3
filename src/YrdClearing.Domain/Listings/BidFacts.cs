namespace YrdClearing.Domain.Listings;

/// <summary>What bid.deposit needs of other aggregates.</summary>
/// <param name="Listing">The listing; null when there is none.</param>
/// <param name="BidderRegistered">The bidder is a registered enterprise.</param>
/// <param name="MarketOpened">The market was opened.</param>
public sealed record BidFacts(ListingState? Listing, bool BidderRegistered, bool MarketOpened)
{
    /// <summary>For messages and payouts, which need nothing of other aggregates.</summary>
    public static readonly BidFacts None = new(null, false, false);
}
