namespace YrdClearing.Domain.Ledger;

/// <summary>
/// The current state of one thing, written with the entry that changed it: <see cref="Body"/> is the whole state as JSON, the other columns
/// are what people filter, sort and sum. An aggregate is its own row and the rows whose <see cref="Parent"/> it is.
/// </summary>
public sealed record StateRow
{
    /// <summary>Kind and key: <c>voucher:V1</c>, <c>order:O1</c>, <c>policy:310000/P1</c>. Unique in the network.</summary>
    public required string Id { get; init; }

    /// <summary>The part of <see cref="Id"/> before the first colon.</summary>
    public required string Kind { get; init; }

    /// <summary>The aggregate this row belongs to when it is not one itself (an order's voucher, a policy's fund).</summary>
    public string? Parent { get; init; }

    public required string Status { get; init; }

    /// <summary>Region code of the (home) fund.</summary>
    public string? Fund { get; init; }

    /// <summary>USCC.</summary>
    public string? Enterprise { get; init; }

    /// <summary>USCC.</summary>
    public string? Provider { get; init; }

    /// <summary>Status of an order's claim.</summary>
    public string? Claim { get; init; }

    /// <summary>The thing's main amount: a voucher's face, an order's price, a payout's amount, a cycle's gross.</summary>
    public Money? Amount { get; init; }

    /// <summary>A second amount: a voucher's available, an order's subsidy, a cycle's net.</summary>
    public Money? Amount2 { get; init; }

    /// <summary>A third amount: a voucher's reserved, a payout's clawed back.</summary>
    public Money? Amount3 { get; init; }

    /// <summary>The last day (+08:00) before a deadline strikes: a voucher's use-by, a Confirmed order's claim-by.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>The state as JSON.</summary>
    public required StoredJson Body { get; init; }
}
