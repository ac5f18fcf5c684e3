using System.Globalization;
using System.Text.Json.Serialization;

namespace YrdClearing.Domain.Listings;

/// <summary>A listing as <c>yrd show listing</c> prints it; the deposit with two decimals.</summary>
/// <param name="Id">The listing's id.</param>
/// <param name="Status">Open, Dealt or Closed.</param>
/// <param name="Title">The title's id.</param>
/// <param name="Type">transfer or licence.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Market">Region code of the market that listed it.</param>
/// <param name="Deposit">What each bidder deposits.</param>
/// <param name="Closes">Last day for deposits.</param>
/// <param name="Contract">What the deal is; null without one.</param>
/// <param name="Bids">In the order in which they came.</param>
public sealed record ListingView(
    string Id,
    string Status,
    string Title,
    string Type,
    string Seller,
    string Market,
    string Deposit,
    string Closes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Contract,
    IReadOnlyList<ListedBidView> Bids)
{
    public static ListingView Of(ListingState l) => new(
        l.Id,
        l.Status.ToString(),
        l.Title,
        l.Type.ToString().ToLowerInvariant(),
        l.Seller,
        l.Market,
        l.Deposit.ToString(),
        l.Closes.ToString("O", CultureInfo.InvariantCulture),
        l.Contract,
        [.. l.Bids.Select(b => new ListedBidView(b.Bidder, b.Market, b.Outcome.ToString()))]);
}

/// <summary>A bid within its listing.</summary>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the market that holds the deposit.</param>
/// <param name="Outcome">Open, Won or Released.</param>
public sealed record ListedBidView(string Bidder, string Market, string Outcome);
