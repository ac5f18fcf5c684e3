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

/// <summary>All books' entries as one feed: each book in its own order, books merged by the time of recording.</summary>
internal sealed class EventFeed(EntryReads entries)
{
    /// <summary>The entries that follow the cursor, at most <paramref name="limit"/>; empty when there is nothing new.</summary>
    public async Task<IReadOnlyList<FeedItem>> ReadAsync(EventCursor after, int limit, CancellationToken cancellation)
    {
        var streams = new List<Queue<EntryView>>();
        foreach (var (book, seq) in await entries.HeadsAsync(cancellation))
        {
            if (seq > after.Of(book))
            {
                streams.Add(new(await entries.ReadAsync(book, after.Of(book), aggregate: null, limit, cancellation)));
            }
        }
        return Merge(streams, after, limit);
    }

    /// <summary>Takes the earliest recorded of the first entries, so that no book's order is broken by a clock that was set back.</summary>
    private static List<FeedItem> Merge(List<Queue<EntryView>> streams, EventCursor cursor, int limit)
    {
        var items = new List<FeedItem>();
        while (items.Count < limit && streams.Where(s => s.Count > 0).MinBy(s => s.Peek().Recorded) is { } earliest)
        {
            var entry = earliest.Dequeue();
            cursor = cursor.After(entry);
            items.Add(new(entry, cursor));
        }
        return items;
    }
}
