using System.Collections.Immutable;
using System.Text.Json;

namespace YrdClearing.Server.Api;

/// <summary>
/// Where a reader of all books stands: the last sequence it has seen of each. Books commit independently, so a single number or a time
/// would skip an entry that is committed late; within a book sequences have no gap and appear in order.
/// </summary>
internal sealed record EventCursor(ImmutableSortedDictionary<string, long> Seen)
{
    /// <summary>Before the first entry of every book.</summary>
    public static readonly EventCursor Start = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    public long Of(string book) => Seen.GetValueOrDefault(book);

    public EventCursor After(EntryView entry) => new(Seen.SetItem(entry.Book, entry.Seq));

    public override string ToString() => Cursor.Write(JsonSerializer.Serialize(Seen));

    /// <summary>Null when the text is not a cursor that this server could have given.</summary>
    public static EventCursor? Parse(string text)
    {
        try
        {
            var seen = Cursor.Read(text) is { } json ? JsonSerializer.Deserialize<Dictionary<string, long>>(json) : null;
            return seen is null || seen.Values.Any(seq => seq < 0) ? null : new(Start.Seen.AddRange(seen));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An entry and the cursor that continues after it.</summary>
internal sealed record FeedItem(EntryView Entry, EventCursor Cursor);

/// <summary>Reads entries of a book after a number, so many at most.</summary>
internal delegate Task<IReadOnlyList<EntryView>> ReadEntries(string book, long afterSeq, int take);

/// <summary>All books' entries as one feed: each book in its own order, books merged by the time of recording.</summary>
internal sealed class EventFeed(EntryReads entries)
{
    /// <summary>The entries that follow the cursor, at most <paramref name="limit"/>; empty when there is nothing new.</summary>
    public async Task<IReadOnlyList<FeedItem>> ReadAsync(EventCursor after, int limit, CancellationToken cancellation) =>
        await MergeAsync(
            await entries.HeadsAsync(cancellation),
            (book, seq, take) => entries.ReadAsync(book, seq, aggregate: null, take, cancellation),
            after,
            limit);

    /// <summary>
    /// Takes the earliest recorded of the first entries, so that no book's order is broken by a clock that was set back. Books share what is
    /// read ahead: a page of each would be as many pages in memory as there are books.
    /// </summary>
    internal static async Task<IReadOnlyList<FeedItem>> MergeAsync(
        IReadOnlyList<(string Book, long Seq)> heads, ReadEntries read, EventCursor cursor, int limit)
    {
        var books = heads.Where(h => h.Seq > cursor.Of(h.Book)).ToList();
        var ahead = new List<Ahead>();
        foreach (var (book, seq) in books)
        {
            ahead.Add(new(book, cursor.Of(book), seq, Math.Max(1, limit / books.Count)));
            await ahead[^1].FillAsync(read);
        }
        var items = new List<FeedItem>();
        while (items.Count < limit && ahead.Where(a => a.Next is not null).MinBy(a => a.Next!.Recorded) is { } earliest)
        {
            var entry = earliest.Take();
            cursor = cursor.After(entry);
            items.Add(new(entry, cursor));
            if (items.Count < limit)
            {
                await earliest.FillAsync(read);
            }
        }
        return items;
    }

    /// <summary>What was read of a book and not given yet.</summary>
    /// <param name="book">The book.</param>
    /// <param name="seq">The last entry that was read.</param>
    /// <param name="head">The last one that there is.</param>
    /// <param name="take">How many are read next; twice as many each time, for few books have most of the entries.</param>
    private sealed class Ahead(string book, long seq, long head, int take)
    {
        private readonly Queue<EntryView> _entries = new();

        /// <summary>Null when there are no more.</summary>
        public EntryView? Next => _entries.TryPeek(out var next) ? next : null;

        public EntryView Take() => _entries.Dequeue();

        public async Task FillAsync(ReadEntries read)
        {
            if (_entries.Count > 0 || seq >= head)
            {
                return;
            }
            foreach (var entry in await read(book, seq, take))
            {
                _entries.Enqueue(entry);
                seq = entry.Seq;
            }
            take = Math.Min(2 * take, ApiLimits.MaxPageItems);
        }
    }
}
