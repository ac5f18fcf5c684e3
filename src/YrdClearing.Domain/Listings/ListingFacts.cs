using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Listings;

/// <summary>What a decision on a listing needs of other aggregates.</summary>
public sealed record ListingFacts
{
    public static readonly ListingFacts None = new();

    /// <summary>The actor is a market that was opened (listing.open).</summary>
    public bool ActorMarketOpened { get; init; }

    /// <summary>The seller is a registered enterprise (listing.open).</summary>
    public bool SellerRegistered { get; init; }

    /// <summary>The title as the register has it (listing.open); null when there is none.</summary>
    public TitleState? Title { get; init; }

    /// <summary>The contract that the deal is (listing.deal); null when there is none.</summary>
    public ContractState? Contract { get; init; }
}
