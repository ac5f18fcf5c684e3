using System.Globalization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

// Rows as the two databases return them. Properties rather than constructors: of an empty or null result SQLite does not know the types.
internal sealed class BalanceRow
{
    public required string Account { get; init; }
    public long Fen { get; init; }
}

internal sealed class KeyColumns
{
    public required string Key { get; init; }
    public required string Value { get; init; }
    public required string Book { get; init; }
    public long Seq { get; init; }

    public StoredKey ToStoredKey() => new(Key, Value, Book, Seq);
}

internal sealed class ReceiptColumns
{
    public required string Command_id { get; init; }
    public required byte[] Body_hash { get; init; }
    public required string Book { get; init; }
    public long Seq { get; init; }
    public long At { get; init; }
    public required string Aggregate { get; init; }
}

internal sealed class ObligationColumns
{
    public required string Counterparty { get; init; }
    public required string Kind { get; init; }
    public long Fen { get; init; }
}

internal sealed class ReplayedColumns
{
    public long Line { get; init; }
    public required string Command { get; init; }
    public required string Outcome { get; init; }
    public string? Book { get; init; }
    public long? Seq { get; init; }
}

internal sealed class SentColumns
{
    public long Seq { get; init; }
    public required string Actor { get; init; }
    public long At { get; init; }
    public required string Messages { get; init; }

    public List<PendingMessage> ToMessages(string book) =>
        [.. MessageJson.Read(StoredJson.Of(Messages)).Select(m => new PendingMessage(new(book, Seq, m.N), Actor, new(At), m))];
}

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
            Body = StoredJson.Of(Body),
        },
        Book,
        Version,
        Seq);

    private static Money? ToMoney(long? fen) => fen is { } value ? new Money(value) : null;
}
