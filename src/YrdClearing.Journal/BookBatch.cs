namespace YrdClearing.Journal;

/// <summary>Numbered and hashed entries of one book, in order, to be written if the head still stands where the writer left it.</summary>
internal sealed record BookBatch(string Book, long Epoch, long FromSeq, byte[] FromHash, IReadOnlyList<NumberedEntry> Entries)
{
    /// <summary>Balances to checkpoint with this batch, as of its last entry; null for most batches.</summary>
    public IReadOnlyDictionary<string, long>? Checkpoint { get; init; }
}

/// <summary>An entry with the number, time and hash its book gave it. <see cref="Accounts"/> and <see cref="Amounts"/> include grants.</summary>
internal sealed record NumberedEntry(CommitRequest Request, long Seq, long RecordedMicroseconds, string[] Accounts, long[] Amounts, string? MessagesJson, byte[] Hash);

internal enum BatchStatus
{
    Written,

    /// <summary>Another writer has claimed the book: nothing of this batch is written.</summary>
    Fenced,

    /// <summary>Some entries hit a taken key or another version of a row: nothing of this batch is written.</summary>
    Conflict,
}

internal sealed record BatchResult(BatchStatus Status, IReadOnlyList<EntryConflict> Conflicts);

/// <summary>Why an entry of a batch cannot be written: the key that is taken, or (null) a row of another version.</summary>
internal sealed record EntryConflict(int Index, string? TakenKey);
