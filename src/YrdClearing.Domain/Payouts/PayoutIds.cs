using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Listings;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// What a payout pays, in one text: an order's id, <c>CONTRACT/MILESTONE</c>, <c>CONTRACT/MILESTONE/OWNER</c>, or
/// <c>bid:LISTING/BIDDER</c>. No id holds a slash or a colon, so the four cannot be confused.
/// </summary>
public static class PayoutIds
{
    private const char Separator = '/';

    private const string BidPrefix = "bid:";

    public static string Of(string contract, string milestone) => $"{contract}{Separator}{milestone}";

    /// <summary>An owner's part of a milestone's release.</summary>
    public static string OfOwner(string contract, string milestone, string owner) => $"{contract}{Separator}{milestone}{Separator}{owner}";

    /// <summary>What is due to a bidder; also the id of the bid, which decides it.</summary>
    public static string OfBid(string listing, string bidder) => BidState.IdOf(listing, bidder);

    /// <summary>True for what is due to a bidder, which the bid itself decides.</summary>
    public static bool IsBidRefund(string id) => id.StartsWith(BidPrefix, StringComparison.Ordinal);

    /// <summary>The contract's id; null for an order and for a bid.</summary>
    public static string? ContractOf(string id) => Part(id, 0);

    /// <summary>The milestone's id, or the reserved word for what is due to the buyer; null for an order and for a bid.</summary>
    public static string? MilestoneOf(string id) => Part(id, 1);

    /// <summary>The owner's USCC; null for anything but an owner's part.</summary>
    public static string? OwnerOf(string id) => Part(id, 2);

    /// <summary>True for what is due to a contract's buyer, which the contract itself decides.</summary>
    public static bool IsBuyerRefund(string id) => MilestoneOf(id) == PlannedMilestone.ReservedId && OwnerOf(id) is null;

    private static string? Part(string id, int index) =>
        !IsBidRefund(id) && id.Split(Separator, 3) is { Length: > 1 } parts && index < parts.Length ? parts[index] : null;
}
