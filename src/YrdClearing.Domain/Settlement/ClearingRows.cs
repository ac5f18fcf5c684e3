using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>A book's clearing as one row, <c>clearing:BOOK</c>.</summary>
public static class ClearingRows
{
    public const string Kind = "clearing";

    public static IReadOnlyList<StateRow> Changed(ClearingState? before, ClearingState after) => after == before ? [] :
    [
        new()
        {
            Id = ClearingState.AggregateOf(after.Book),
            Kind = Kind,
            Status = "Open",
            Fund = Books.Region(after.Book),
            Body = DomainJson.Store(after),
        },
    ];

    /// <summary>The state that the rows hold; null when there are none.</summary>
    public static ClearingState? Read(IReadOnlyList<StateRow> rows) =>
        rows.FirstOrDefault(r => r.Kind == Kind) is { } row ? DomainJson.Read<ClearingState>(row.Body) : null;
}
