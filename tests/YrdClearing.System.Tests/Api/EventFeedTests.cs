using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>How the entries of many books become one feed.</summary>
public sealed class EventFeedTests
{
    /// <summary>Found by reading: of each book a whole page was read to give one, and as much was in memory.</summary>
    [Theory]
    [InlineData(40, 40, 200)]
    [InlineData(300, 2, 200)]
    [InlineData(1, 1000, 200)]
    [InlineData(3, 5, 1)]
    [InlineData(3, 5, 200)]
    public async Task A_page_of_many_books_is_the_earliest_of_all_and_little_more_is_read(int books, int entries, int limit)
    {
        // The last book has as many entries as all the others.
        var heads = Enumerable.Range(1, books).Select(b => (Book: $"b{b:000}", Seq: (long)(b == books ? entries * books : entries))).ToList();
        var earliest = heads.SelectMany(h => Entries(h.Book, 1, h.Seq)).OrderBy(e => e.Recorded).Take(limit).ToList();
        var taken = 0;
        var page = await EventFeed.MergeAsync(heads, ReadAsync, EventCursor.Start, limit);
        page.Select(i => (i.Entry.Book, i.Entry.Seq)).ShouldBe(earliest.Select(e => (e.Book, e.Seq)));
        page[^1].Cursor.Seen.Values.Sum().ShouldBe(page.Count);
        taken.ShouldBeLessThanOrEqualTo(books + (4 * limit));

        Task<IReadOnlyList<EntryView>> ReadAsync(string book, long after, int take)
        {
            var read = Entries(book, after + 1, Math.Min(after + take, heads.Single(h => h.Book == book).Seq)).ToList();
            taken += read.Count;
            return Task.FromResult<IReadOnlyList<EntryView>>(read);
        }
    }

    private static IEnumerable<EntryView> Entries(string book, long from, long to)
    {
        for (var seq = from; seq <= to; seq++)
        {
            var recorded = (seq * 1_000) + int.Parse(book[1..]);
            yield return new(book, seq, default, new(recorded), "bank:network", null, null, "fund:1", "fund.deposited.1", null, [], "");
        }
    }
}
