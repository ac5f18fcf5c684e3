namespace YrdClearing.Journal;

/// <summary>
/// The receivers to whom more is pending than an outbox keeps in memory for one of them. What is beyond stays in the journal until there is
/// room again, so that a book that takes nothing holds up no other.
/// </summary>
internal sealed class ParkedBooks
{
    private readonly Dictionary<string, ParkedBook> _books = new(StringComparer.Ordinal);

    /// <summary>The first entry with a message that stays in the journal; null when none does.</summary>
    public long? FirstSeq => _books.Count == 0 ? null : _books.Values.Min(b => b.FromSeq);

    public ParkedBook? Find(string book) => _books.Count == 0 ? null : _books.GetValueOrDefault(book);

    public void Park(string book, long fromSeq) => _books.Add(book, new(fromSeq));

    public void Release(string book) => _books.Remove(book);

    /// <summary>True when a message to the book (null: to any) of an entry up to this one stays in the journal.</summary>
    public bool Hold(string? book, long upToSeq) => _books.Any(b => (book is null || b.Key == book) && b.Value.FromSeq <= upToSeq);
}

/// <summary>A receiver whose messages from an entry on stay in the journal.</summary>
internal sealed class ParkedBook(long fromSeq)
{
    private long? _passed;

    /// <summary>None of this entry's messages to the book, nor of later ones, is in memory.</summary>
    public long FromSeq { get; private set; } = fromSeq;

    /// <summary>Some of them are being read.</summary>
    public bool IsReading { get; private set; }

    /// <summary>One more message to the book stays in the journal.</summary>
    public void Pass(long seq) => _passed ??= seq;

    public void BeginReading()
    {
        IsReading = true;
        _passed = null;
    }

    /// <summary>Takes down how far was read; false when nothing stays in the journal any more.</summary>
    /// <param name="lastSeq">The last entry of which a message was found; null when none was.</param>
    /// <param name="isComplete">True when all was seen that had been passed by before the reading began.</param>
    public bool EndReading(long? lastSeq, bool isComplete)
    {
        IsReading = false;
        // What was passed by meanwhile may have been found as well.
        long? next = isComplete ? _passed : FromSeq;
        if (next is null)
        {
            return false;
        }
        FromSeq = Math.Max(next.Value, lastSeq + 1 ?? 0);
        return true;
    }
}
