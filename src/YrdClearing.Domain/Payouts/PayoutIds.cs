using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Listings;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// What a payout pays, in one text: an order's id, <c>CONTRACT/MILESTONE</c>, or <c>bid:LISTING/BIDDER</c>. No id holds a slash or a
/// colon, so the three cannot be confused.
/// </summary>
public static class PayoutIds
{
    private const char Separator = '/';

    private const string BidPrefix = "bid:";

    public static string Of(string contract, string milestone) => $"{contract}{Separator}{milestone}";

    /// <summary>What is due to a bidder; also the id of the bid, which decides it.</summary>
    public static string OfBid(string listing, string bidder) => BidState.IdOf(listing, bidder);

    /// <summary>True for what is due to a bidder, which the bid itself decides.</summary>
    public static bool IsBidRefund(string id) => id.StartsWith(BidPrefix, StringComparison.Ordinal);

    /// <summary>The contract's id; null for an order and for a bid.</summary>
    public static string? ContractOf(string id) =>
        !IsBidRefund(id) && id.IndexOf(Separator) is >= 0 and var slash ? id[..slash] : null;

    /// <summary>The milestone's id, or the reserved word for what is due to the buyer; null for an order and for a bid.</summary>
    public static string? MilestoneOf(string id) =>
        !IsBidRefund(id) && id.IndexOf(Separator) is >= 0 and var slash ? id[(slash + 1)..] : null;

    /// <summary>True for what is due to a contract's buyer, which the contract itself decides.</summary>
    public static bool IsBuyerRefund(string id) => MilestoneOf(id) == PlannedMilestone.ReservedId;
}
