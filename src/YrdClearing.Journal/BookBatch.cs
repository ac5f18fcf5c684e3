using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>Numbered and hashed entries of one book, in order, to be written if the head still stands where the writer left it.</summary>
internal sealed record BookBatch(string Book, long Epoch, long FromSeq, byte[] FromHash, IReadOnlyList<NumberedEntry> Entries)
{
    /// <summary>Balances to checkpoint with this batch, as of its last entry; null for most batches.</summary>
    public IReadOnlyDictionary<string, long>? Checkpoint { get; init; }

    /// <summary>Every message of the book's entries up to this one is applied.</summary>
    public long Delivered { get; init; }

    public long ToSeq => FromSeq + Entries.Count;
    public byte[] ToHash => Entries[^1].Hash;
}

/// <summary>
/// An entry with the number, time and hash its book gave it. <see cref="Accounts"/> and <see cref="Amounts"/> include grants.
/// </summary>
internal sealed record NumberedEntry(
    CommitRequest Request,
    long Seq,
    long RecordedMicroseconds,
    TakenKey[] Keys,
    string[] Accounts,
    long[] Amounts,
    StoredJson? MessagesJson)
{
    /// <summary>The one currency there is (ISO 4217).</summary>
    public const string Currency = "CNY";

    /// <summary>The accounts joined by one space, as they are hashed: UTF-8.</summary>
    public byte[] AccountsText { get; } = SpacedText.Of(Accounts);

    /// <summary>The amounts in fen joined by one space, as they are hashed: UTF-8.</summary>
    public byte[] AmountsText { get; } = SpacedText.Of(Amounts);

    /// <summary>Set once, when all that it is computed from is there.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>A row of the key table that an entry takes.</summary>
internal readonly record struct TakenKey(string Key, string Value);

internal enum BatchStatus
{
    Written,

    /// <summary>Another writer has claimed the book: nothing of this batch is written.</summary>
    Fenced,

    /// <summary>Some entries hit a taken key or another version of a row: nothing of this batch is written.</summary>
    Conflict,

    /// <summary>The database cannot take this batch, whatever becomes of those beside it: nothing of this batch is written.</summary>
    Failed,
}

internal sealed record BatchResult(BatchStatus Status, IReadOnlyList<EntryConflict> Conflicts)
{
    public static readonly BatchResult Written = new(BatchStatus.Written, []);
    public static readonly BatchResult Fenced = new(BatchStatus.Fenced, []);

    /// <summary>Why it failed.</summary>
    public Exception? Failure { get; private init; }

    public static BatchResult Failed(Exception failure) => new(BatchStatus.Failed, []) { Failure = failure };
}

/// <summary>
/// Why an entry of a batch cannot be written: the key that is taken, or (null) a row of another version. An entry may have several.
/// </summary>
internal sealed record EntryConflict(int Index, string? TakenKey);
