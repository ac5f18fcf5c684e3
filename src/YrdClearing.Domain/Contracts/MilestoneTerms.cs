using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>What a milestone is worth and what becomes of it at its release: amount = both fees + net.</summary>
/// <param name="Id">The milestone's id.</param>
/// <param name="Share">As its plan gave it.</param>
/// <param name="Amount">What leaves the escrow.</param>
/// <param name="SellerMarketFee">The seller's market's part of the fee.</param>
/// <param name="BuyerMarketFee">The buyer's market's part of the fee.</param>
public sealed record MilestoneTerms(string Id, Rate Share, Money Amount, Money SellerMarketFee, Money BuyerMarketFee)
{
    [JsonIgnore]
    public Money Fee => SellerMarketFee + BuyerMarketFee;

    /// <summary>What the seller is paid.</summary>
    [JsonIgnore]
    public Money Net => Amount - Fee;

    /// <summary>What the buyer's market owes the seller's: all but its own part of the fee.</summary>
    [JsonIgnore]
    public Money Owed => Amount - BuyerMarketFee;

    /// <summary>True when the plan's shares add up to 1.</summary>
    public static bool AddUpToOne(IReadOnlyList<PlannedMilestone> plan) => plan.Sum(m => (long)m.Share.TenThousandths) == Rate.One;

    /// <summary>
    /// Divides <paramref name="value"/> among the plan by largest remainder, ties to the earlier one; fee = floor(amount × rate), split by
    /// largest remainder, a tie to the seller's market (scenario.md, "Amounts").
    /// </summary>
    public static IReadOnlyList<MilestoneTerms> Of(Money value, IReadOnlyList<PlannedMilestone> plan, MarketTerms market)
    {
        var amounts = Split.LargestRemainder(value, [.. plan.Select(m => (long)m.Share.TenThousandths)]);
        return [.. plan.Zip(amounts, (milestone, amount) => Of(milestone.Id, milestone.Share, amount, market))];
    }

    /// <summary>The fees of one amount.</summary>
    public static MilestoneTerms Of(string id, Rate share, Money amount, MarketTerms market)
    {
        long[] parts = [market.SellerShare.TenThousandths, Rate.One - market.SellerShare.TenThousandths];
        var fees = Split.LargestRemainder(amount.TimesFloor(market.FeeRate), parts);
        return new(id, share, amount, fees[0], fees[1]);
    }
}
