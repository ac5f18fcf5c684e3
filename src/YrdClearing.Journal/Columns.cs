using System.Globalization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

// Rows as the two databases return them: their column types are the same on both.
internal sealed record BalanceRow(string Account, long Fen);

internal sealed record ReceiptColumns(string Command_id, byte[] Body_hash, string Book, long Seq, long At, string Aggregate);

internal sealed record ObligationColumns(string Counterparty, string Kind, long Fen);

internal sealed record ReplayedColumns(long Line, string Command, string Outcome, string? Book, long? Seq);

internal sealed record SentColumns(long Seq, string Actor, long At, string Messages)
{
    public List<PendingMessage> ToMessages(string book) =>
        [.. MessageJson.Read(Messages).Select(m => new PendingMessage(new(book, Seq, m.N), Actor, new(At), m))];
}

/// <summary>Set by name, since a nullable amount's type is not told by a null.</summary>
internal sealed class StateColumns
{
    private const string IsoDay = "yyyy-MM-dd";

    public required string Id { get; init; }
    public required string Kind { get; init; }
    public string? Parent { get; init; }
    public required string Book { get; init; }
    public long Version { get; init; }
    public long Seq { get; init; }
    public long Created { get; init; }
    public required string Status { get; init; }
    public string? Fund { get; init; }
    public string? Enterprise { get; init; }
    public string? Provider { get; init; }
    public string? Claim { get; init; }
    public long? Amount { get; init; }
    public long? Amount2 { get; init; }
    public long? Amount3 { get; init; }
    public string? Due { get; init; }
    public required string Body { get; init; }

    public static string? Iso(DateOnly? day) => day?.ToString(IsoDay, CultureInfo.InvariantCulture);

    public StoredRow ToStoredRow() => new(
        new()
        {
            Id = Id,
            Kind = Kind,
            Parent = Parent,
            Status = Status,
            Fund = Fund,
            Enterprise = Enterprise,
            Provider = Provider,
            Claim = Claim,
            Amount = ToMoney(Amount),
            Amount2 = ToMoney(Amount2),
            Amount3 = ToMoney(Amount3),
            Due = Due is null ? null : DateOnly.ParseExact(Due, IsoDay, CultureInfo.InvariantCulture),
            Body = Body,
        },
        Book,
        Version,
        Seq);

    private static Money? ToMoney(long? fen) => fen is { } value ? new Money(value) : null;
}
