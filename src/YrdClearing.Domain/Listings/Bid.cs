using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>
/// One bidder's deposit for one listing, <c>bid:LISTING/BIDDER</c>, in the book of the market that holds it: into a contract's escrow when
/// the bidder wins, back to the bidder when not.
/// </summary>
public sealed record BidState
{
    /// <summary>The listing's id.</summary>
    public required string Listing { get; init; }

    /// <summary>USCC.</summary>
    public required string Bidder { get; init; }

    /// <summary>Region code of the market that holds the deposit.</summary>
    public required string Market { get; init; }

    public required Money Amount { get; init; }

    public BidStatus Status { get; init; } = BidLifecycle.Table.Initial;

    /// <summary>The contract whose escrow it became; null for all but the winner's.</summary>
    public string? Contract { get; init; }

    /// <summary>The bank's reference of the refund; null until paid or when none was given.</summary>
    public string? BankRef { get; init; }

    [JsonIgnore]
    public string HomeBook => Books.Market(Market);

    public static string IdOf(string listing, string bidder) => $"bid:{KeyOf(listing, bidder)}";

    /// <summary>What names a bid in texts: <c>LISTING/BIDDER</c>.</summary>
    public static string KeyOf(string listing, string bidder) => $"{listing}/{bidder}";

    public static BidState Evolve(BidState? state, DomainEvent @event) => @event switch
    {
        BidDeposited e         => new() { Listing = e.Listing, Bidder = e.Bidder, Market = e.Market, Amount = e.Amount },
        BidWon e               => state! with { Status = BidStatus.Won, Contract = e.Contract },
        BidReleased            => state! with { Status = BidStatus.Released },
        BidRefundInstructed    => state! with { Status = BidStatus.Instructed },
        BidRefunded e          => state! with { Status = BidStatus.Refunded, BankRef = e.BankRef },
        BidRefundFailed        => state! with { Status = BidStatus.PaymentFailed },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a bid."),
    };
}

public enum BidStatus
{
    /// <summary>Held by the market.</summary>
    Deposited,

    /// <summary>It is, or is about to become, escrow of the contract.</summary>
    Won,

    /// <summary>Due to the bidder.</summary>
    Released,

    /// <summary>The bank has been told to pay it back.</summary>
    Instructed,

    Refunded,

    /// <summary>The bank returned the payment; it may be instructed again.</summary>
    PaymentFailed,
}
