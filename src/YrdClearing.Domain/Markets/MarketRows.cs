using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>A market as its state row.</summary>
public static class MarketRows
{
    public const string Kind = "market";

    public static IReadOnlyList<StateRow> Changed(MarketState? before, MarketState after) =>
    [
        new()
        {
            Id = MarketState.IdOf(after.Region),
            Kind = Kind,
            Status = "Open",
            Fund = after.Region,
            Body = DomainJson.Store(after),
        },
    ];

    public static MarketState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<MarketState>(rows[0].Body);
}
