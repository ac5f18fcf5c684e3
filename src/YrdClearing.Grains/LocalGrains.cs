using System.Collections.Concurrent;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Grains;

/// <summary>
/// What is active in this silo and may be asked from any thread: books and aggregates. Asking them is the same as calling their grain,
/// without the call; who is not here is called. Safe to use from several threads.
/// </summary>
public sealed class LocalGrains
{
    // A book and its fund have the same name.
    private readonly ConcurrentDictionary<string, RunningBook> _books = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Aggregate> _aggregates = new(StringComparer.Ordinal);

    /// <summary>All books that are open in this silo, in no order.</summary>
    public IEnumerable<RunningBook> Books => _books.Values;

    /// <summary>From now on the book answers; it takes the place of an earlier one that is just going.</summary>
    public void Add(RunningBook book) => _books[book.Name] = book;

    /// <summary>The aggregate, likewise.</summary>
    public void Add(Aggregate aggregate) => _aggregates[aggregate.Id] = aggregate;

    /// <summary>The book no longer answers; harmless when it is gone or another has taken its place.</summary>
    public void Remove(RunningBook book) => _books.TryRemove(new(book.Name, book));

    /// <summary>The aggregate, likewise.</summary>
    public void Remove(Aggregate aggregate) => _aggregates.TryRemove(new(aggregate.Id, aggregate));

    /// <summary>The book of this name; null when it is not open in this silo.</summary>
    public RunningBook? Book(string name) => _books.GetValueOrDefault(name);

    /// <summary>The aggregate with this id; null when it is not active in this silo.</summary>
    public Aggregate? Find(string id) => _aggregates.GetValueOrDefault(id);

    /// <summary>The same, of a kind that its id belongs to.</summary>
    public T? Find<T>(string id)
        where T : Aggregate => (T?)Find(id);
}
