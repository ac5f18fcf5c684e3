using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>What happened to a bidder's deposit.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
public abstract record BidEvent(string Listing, string Bidder) : DomainEvent;

/// <summary>The bank brought the deposit.</summary>
[Stored("bid.deposited.1")]
public sealed record BidDeposited(string Listing, string Bidder, string Market, Money Amount) : BidEvent(Listing, Bidder);

/// <summary>The contract takes the deposit over; its own entry moves the money.</summary>
[Stored("bid.won.1")]
public sealed record BidWon(string Listing, string Bidder, string Contract, Money Amount) : BidEvent(Listing, Bidder);

/// <summary>The deposit is due to the bidder.</summary>
[Stored("bid.released.1")]
public sealed record BidReleased(string Listing, string Bidder, Money Amount) : BidEvent(Listing, Bidder);

[Stored("bid.refund-instructed.1")]
public sealed record BidRefundInstructed(string Listing, string Bidder, Money Amount) : BidEvent(Listing, Bidder);

[Stored("bid.refunded.1")]
public sealed record BidRefunded(string Listing, string Bidder, Money Amount, string? BankRef) : BidEvent(Listing, Bidder);

/// <summary>The bank returned the payment: it is due again.</summary>
[Stored("bid.refund-failed.1")]
public sealed record BidRefundFailed(string Listing, string Bidder, Money Amount, string Reason) : BidEvent(Listing, Bidder);
