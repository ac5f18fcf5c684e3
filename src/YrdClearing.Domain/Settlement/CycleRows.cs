using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>A cycle as rows: its own, and one <c>report:CYCLE/BOOK</c> for each book that was heard of.</summary>
public static class CycleRows
{
    public const string Kind = "cycle";
    public const string ReportKind = "report";

    /// <summary>The rows that differ between two states, the cycle's own first.</summary>
    public static IReadOnlyList<StateRow> Changed(CycleState? before, CycleState after) =>
    [
        RowOf(after),
        .. after.Reports.Values
            .Where(r => before is null || !ReferenceEquals(before.Reports.GetValueOrDefault(r.Book), r))
            .Select(r => RowOf(after, r)),
    ];

    /// <summary>The state that the rows hold; null when there are none.</summary>
    public static CycleState? Read(IReadOnlyList<StateRow> rows)
    {
        if (rows.FirstOrDefault(r => r.Kind == Kind) is not { } row)
        {
            return null;
        }
        var state = DomainJson.Read<CycleState>(row.Body);
        var reports = rows.Where(r => r.Kind == ReportKind).Select(r => DomainJson.Read<BookReport>(r.Body));
        return state with { Reports = state.Reports.AddRange(reports.Select(r => KeyValuePair.Create(r.Book, r))) };
    }

    private static StateRow RowOf(CycleState state) => new()
    {
        Id = CycleState.AggregateOf(state.Id),
        Kind = Kind,
        Status = state.Status.ToString(),
        Amount = MoneySum.Of(state.Obligations().Select(o => o.Amount)).InColumn,
        Amount2 = MoneySum.Of(state.Instructions.Select(i => i.Amount)).InColumn,
        Body = DomainJson.Store(state),
    };

    private static StateRow RowOf(CycleState state, BookReport report) => new()
    {
        Id = $"{ReportKind}:{state.Id}/{report.Book}",
        Kind = ReportKind,
        Parent = CycleState.AggregateOf(state.Id),
        Status = report.Agrees() ? "Agrees" : "Open",
        Fund = Books.Region(report.Book),
        Body = DomainJson.Store(report),
    };
}
