using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>What a market takes of each release of a contract that it sells.</summary>
/// <param name="FeeRate">The whole fee, of the amount released.</param>
/// <param name="SellerShare">The seller's market's part of the fee; the rest is the buyer's market's.</param>
public sealed record MarketTerms(Rate FeeRate, Rate SellerShare);

/// <summary>The opening of a market, <c>market-opening:REGION</c>: what makes the region's market exist for the whole network.</summary>
/// <param name="Market">Region code.</param>
/// <param name="Name">The market's name.</param>
/// <param name="Terms">Fixed at its opening; a contract keeps those of its draft.</param>
public sealed record MarketOpeningState(string Market, string Name, MarketTerms Terms)
{
    public static string IdOf(string region) => "market-opening:" + region;

    public static MarketOpeningState Evolve(MarketOpeningState? state, DomainEvent @event) => @event switch
    {
        MarketOpened e => new(e.Market, e.Name, e.Terms),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a market's opening."),
    };
}
