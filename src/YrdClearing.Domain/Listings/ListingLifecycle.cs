using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

public enum ListingTrigger
{
    /// <summary>A bidder deposits.</summary>
    Bid,

    Deal,
    Close,
}

/// <summary>A listing's lifecycle (domain.md, "Technology contracts": list, bid deposit, sign).</summary>
public static class ListingLifecycle
{
    public static readonly Lifecycle<ListingStatus, ListingTrigger> Table = new("Listing", ListingStatus.Open,
        (ListingStatus.Open, ListingTrigger.Bid,   ListingStatus.Open),
        (ListingStatus.Open, ListingTrigger.Deal,  ListingStatus.Dealt),
        (ListingStatus.Open, ListingTrigger.Close, ListingStatus.Closed));
}
