using YrdClearing.Domain.Contracts;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// What a payout pays, in one text: an order's id, or <c>CONTRACT/MILESTONE</c>. No id holds a slash, so the two cannot be confused.
/// </summary>
public static class PayoutIds
{
    private const char Separator = '/';

    public static string Of(string contract, string milestone) => $"{contract}{Separator}{milestone}";

    /// <summary>The contract's id; null for an order.</summary>
    public static string? ContractOf(string id) => id.IndexOf(Separator) is >= 0 and var slash ? id[..slash] : null;

    /// <summary>The milestone's id, or the reserved word for what is due to the buyer; null for an order.</summary>
    public static string? MilestoneOf(string id) => id.IndexOf(Separator) is >= 0 and var slash ? id[(slash + 1)..] : null;

    /// <summary>True for what is due to a contract's buyer, which the contract itself decides.</summary>
    public static bool IsBuyerRefund(string id) => MilestoneOf(id) == PlannedMilestone.ReservedId;
}
