using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>What happened to a listing.</summary>
/// <param name="Listing">The listing's id.</param>
public abstract record ListingEvent(string Listing) : DomainEvent;

[Stored("listing.opened.1")]
public sealed record ListingOpened(
    string Listing, string Title, ContractType Type, string Seller, string Market, Money Deposit, DateOnly Closes) : ListingEvent(Listing);

/// <summary>The listing learnt of a bid.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the market that holds the deposit.</param>
/// <param name="IsLate">True when the listing had ended by then: the deposit goes back.</param>
[Stored("listing.bid-listed.1")]
public sealed record BidListed(string Listing, string Bidder, string Market, bool IsLate) : ListingEvent(Listing);

/// <param name="Listing">The listing's id.</param>
/// <param name="Title">Listed no longer.</param>
/// <param name="Contract">What the deal is.</param>
/// <param name="Winner">USCC of its buyer.</param>
[Stored("listing.dealt.1")]
public sealed record ListingDealt(string Listing, string Title, string Contract, string Winner) : ListingEvent(Listing);

[Stored("listing.closed.1")]
public sealed record ListingClosed(string Listing, string Title, string Reason) : ListingEvent(Listing);
