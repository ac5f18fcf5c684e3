using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>A market's opening as its state row.</summary>
public static class MarketOpeningRows
{
    public const string Kind = "market-opening";

    public static IReadOnlyList<StateRow> Changed(MarketOpeningState? before, MarketOpeningState after) =>
    [
        new()
        {
            Id = MarketOpeningState.IdOf(after.Market),
            Kind = Kind,
            Status = "Open",
            Fund = after.Market,
            Body = DomainJson.Store(after),
        },
    ];

    public static MarketOpeningState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<MarketOpeningState>(rows[0].Body);
}
