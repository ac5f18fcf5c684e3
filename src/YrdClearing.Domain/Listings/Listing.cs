using System.Collections.Immutable;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>
/// A title offered to bidders, <c>listing:ID</c>, in the book <c>network</c>: what a deposit is, who has made one, and whether a deal was
/// struck. The deposits themselves are bids, each in the book of its bidder's market; the listing learns of them by message.
/// </summary>
public sealed record ListingState
{
    /// <summary>Bids that a listing takes; a few more when they come at the same moment.</summary>
    public const int MaxBids = 200;

    public required string Id { get; init; }

    /// <summary>The title's id.</summary>
    public required string Title { get; init; }

    /// <summary>A transfer or a licence of the title.</summary>
    public required ContractType Type { get; init; }

    /// <summary>USCC of the title's holder.</summary>
    public required string Seller { get; init; }

    /// <summary>Region code of the market that listed it.</summary>
    public required string Market { get; init; }

    /// <summary>What each bidder deposits.</summary>
    public required Money Deposit { get; init; }

    /// <summary>Last day (+08:00) for deposits.</summary>
    public required DateOnly Closes { get; init; }

    public ListingStatus Status { get; init; } = ListingLifecycle.Table.Initial;

    /// <summary>The contract that the deal is; null without one.</summary>
    public string? Contract { get; init; }

    /// <summary>In the order in which the listing learnt of them.</summary>
    public ImmutableList<ListedBid> Bids { get; init; } = [];

    public static string IdOf(string listing) => "listing:" + listing;

    public static string KeyOf(string listing) => "listing/" + listing;

    /// <summary>Held while the title is listed: the guard against a double listing.</summary>
    public static string TitleKey(string title) => "listed/" + title;

    /// <summary>The key of a contract that a listing's deal is.</summary>
    public static string DealKey(string contract) => "deal/" + contract;

    public static ListingState Evolve(ListingState? state, DomainEvent @event) => @event switch
    {
        ListingOpened e => new()
        {
            Id = e.Listing,
            Title = e.Title,
            Type = e.Type,
            Seller = e.Seller,
            Market = e.Market,
            Deposit = e.Deposit,
            Closes = e.Closes,
        },
        BidListed e     => state! with
        {
            Bids = state.Bids.Add(new(e.Bidder, e.Market, e.IsLate ? BidOutcome.Released : BidOutcome.Open)),
        },
        ListingDealt e  => state!.Ended(e.Winner) with { Status = ListingStatus.Dealt, Contract = e.Contract },
        ListingClosed   => state!.Ended(winner: null) with { Status = ListingStatus.Closed },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a listing."),
    };

    private ListingState Ended(string? winner) => this with
    {
        Bids = [.. Bids.Select(b => b with { Outcome = b.Bidder == winner ? BidOutcome.Won : BidOutcome.Released })],
    };
}

/// <summary>A bid as its listing knows it.</summary>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the market that holds the deposit.</param>
/// <param name="Outcome">What the listing decided about it.</param>
public sealed record ListedBid(string Bidder, string Market, BidOutcome Outcome);

public enum BidOutcome
{
    /// <summary>Nothing is decided yet.</summary>
    Open,

    /// <summary>The deal is with this bidder.</summary>
    Won,

    /// <summary>The deposit goes back.</summary>
    Released,
}

public enum ListingStatus
{
    Open,

    /// <summary>A contract with one of the bidders is signed.</summary>
    Dealt,

    /// <summary>Ended without a deal.</summary>
    Closed,
}
