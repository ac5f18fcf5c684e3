using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>A technology market, <c>market:REGION</c>, in its own book; its opening is what others ask.</summary>
/// <param name="Region">Region code, six digits.</param>
/// <param name="Name">The market's name.</param>
/// <param name="Terms">Its fee and how that is split.</param>
public sealed record MarketState(string Region, string Name, MarketTerms Terms)
{
    public static string IdOf(string region) => "market:" + region;

    public static MarketState Evolve(MarketState? state, DomainEvent @event) => @event switch
    {
        MarketOpeningRecorded e => new(e.Market, e.Name, e.Terms),
        CompensationDeposited   => state!,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a market."),
    };
}
