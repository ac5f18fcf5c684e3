using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>A fund's opening as its state row.</summary>
public static class FundOpeningRows
{
    public const string Kind = "opening";

    public static IReadOnlyList<StateRow> Changed(FundOpeningState? before, FundOpeningState after) =>
    [
        new()
        {
            Id = FundOpeningState.IdOf(after.Fund),
            Kind = Kind,
            Status = "Open",
            Fund = after.Fund,
            Body = DomainJson.Store(after),
        },
    ];

    public static FundOpeningState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<FundOpeningState>(rows[0].Body);
}
