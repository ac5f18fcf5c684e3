namespace YrdClearing.Domain.Markets;

/// <summary>A market as readers see it, in the words of <c>market.open</c>; rates with four decimals.</summary>
public sealed record MarketView(string Market, string Name, string FeeRate, string SellerShare)
{
    public static MarketView Of(MarketState m) => new(m.Region, m.Name, m.Terms.FeeRate.ToString(), m.Terms.SellerShare.ToString());
}
