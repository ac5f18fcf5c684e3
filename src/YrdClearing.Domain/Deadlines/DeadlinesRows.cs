using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Deadlines;

/// <summary>The last run of a book as its state row.</summary>
public static class DeadlinesRows
{
    public const string Kind = "deadlines";

    public static IReadOnlyList<StateRow> Changed(DeadlinesState? before, DeadlinesState after) =>
    [
        new()
        {
            Id = DeadlinesState.IdOf(after.Book),
            Kind = Kind,
            Status = "Run",
            Fund = after.Book == Books.Network ? null : Books.Region(after.Book),
            Body = DomainJson.Store(after),
        },
    ];

    public static DeadlinesState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<DeadlinesState>(rows[0].Body);
}
