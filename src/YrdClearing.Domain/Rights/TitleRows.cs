using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Rights;

/// <summary>A title as its state row; the enterprise is its holder, the fund column names the market that registered it.</summary>
public static class TitleRows
{
    public const string Kind = "title";

    public static IReadOnlyList<StateRow> Changed(TitleState? before, TitleState after) =>
    [
        new()
        {
            Id = TitleState.IdOf(after.Id),
            Kind = Kind,
            Status = after.Encumbrances.IsEmpty ? "Free" : "Encumbered",
            Fund = after.Market,
            Enterprise = after.Holder,
            Body = DomainJson.Store(after),
        },
    ];

    public static TitleState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<TitleState>(rows[0].Body);
}
