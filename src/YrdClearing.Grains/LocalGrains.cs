using System.Collections.Concurrent;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Grains;

/// <summary>
/// What is active in this silo and may be asked from any thread: books and aggregates. Asking them is the same as calling their grain,
/// without the call; who is not here is called. There is room for so many aggregates; with more, those that nobody has asked for the
/// longest time leave the silo's memory. Safe to use from several threads.
/// </summary>
/// <param name="maxAggregates">The room, in aggregates; those that are busy may exceed it.</param>
public sealed class LocalGrains(int maxAggregates = LocalGrains.MaxAggregates)
{
    /// <summary>Aggregates in one silo: some 200 MB of memory. Who left comes back in 100 µs.</summary>
    public const int MaxAggregates = 50_000;

    private readonly Room _room = new(maxAggregates);

    // A book and its fund have the same name.
    private readonly ConcurrentDictionary<string, RunningBook> _books = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Aggregate> _aggregates = new(StringComparer.Ordinal);

    // Aggregates that ever came (and sweeps of the idle): the clock by which it is told who has not been asked for long.
    private long _came;
    private long _swept;

    /// <summary>All books that are open in this silo, in no order.</summary>
    public IEnumerable<RunningBook> Books => _books.Values;

    /// <summary>Aggregates that are active in this silo.</summary>
    public int Aggregates => _aggregates.Count;

    /// <summary>From now on the book answers; it takes the place of an earlier one that is just going.</summary>
    public void Add(RunningBook book) => _books[book.Name] = book;

    /// <summary>The aggregate, likewise; others leave when there is no room.</summary>
    public void Add(Aggregate aggregate)
    {
        while (!_aggregates.TryAdd(aggregate.Id, aggregate))
        {
            if (_aggregates.TryGetValue(aggregate.Id, out var going))
            {
                Remove(going);
            }
        }
        Came(aggregate);
    }

    /// <summary>Executes a command on a payout of a book that is open in this silo.</summary>
    /// <exception cref="AggregateGoneException">It is to be asked for again.</exception>
    public async Task<CommandReply> ExecuteAsync(RunningBook book, string payout, CommandCall call) =>
        await Payout(book, payout).TryExecuteAsync(call) ?? throw new AggregateGoneException(payout);

    /// <summary>Applies a message to a payout of a book that is open in this silo.</summary>
    /// <exception cref="AggregateGoneException">It is to be asked for again.</exception>
    public async Task<AppliedReply> ApplyAsync(RunningBook book, string payout, Delivery delivery) =>
        await Payout(book, payout).TryApplyAsync(delivery) ?? throw new AggregateGoneException(payout);

    /// <summary>The book no longer answers, nor what lives with it; harmless when it is gone or another has taken its place.</summary>
    public void Remove(RunningBook book)
    {
        _books.TryRemove(new(book.Name, book));
        foreach (var (_, aggregate) in _aggregates)
        {
            if (aggregate.Host == book)
            {
                aggregate.NeedNotStay();
            }
        }
    }

    /// <summary>The aggregate, likewise.</summary>
    public void Remove(Aggregate aggregate)
    {
        if (_aggregates.TryRemove(new(aggregate.Id, aggregate)))
        {
            _room.Leave(aggregate);
        }
    }

    /// <summary>The book of this name; null when it is not open in this silo.</summary>
    public RunningBook? Book(string name) => _books.GetValueOrDefault(name);

    /// <summary>The aggregate with this id, about to be asked; null when it is not active in this silo.</summary>
    public Aggregate? Find(string id)
    {
        if (_aggregates.TryGetValue(id, out var aggregate))
        {
            Asked(aggregate);
        }
        return aggregate;
    }

    /// <summary>Somebody asks the aggregate now.</summary>
    public void Asked(Aggregate aggregate)
    {
        var now = Volatile.Read(ref _came);
        if (aggregate.LastAsked != now)
        {
            aggregate.LastAsked = now;
        }
    }

    /// <summary>
    /// What lives with a book and has not been asked since the last call of this leaves. (Grains are collected by Orleans in the same way.)
    /// </summary>
    public void LetIdleGo()
    {
        var last = _swept;
        _swept = Interlocked.Increment(ref _came);
        foreach (var (_, aggregate) in _aggregates)
        {
            if (aggregate.Host is not null && aggregate.LastAsked < last && aggregate.IsIdle)
            {
                aggregate.NeedNotStay();
            }
        }
    }

    /// <summary>
    /// A payout of a book that is open in this silo, brought into memory if need be. Payouts live with their book, which alone they commit
    /// to: an activation of its own would cost each of them more than all it does.
    /// </summary>
    private Aggregate Payout(RunningBook book, string id)
    {
        while (true)
        {
            if (Find(id) is { } here)
            {
                return here;
            }
            var payout = book.NewPayout(id);
            payout.Leaves = _ =>
            {
                payout.Close();
                Remove(payout);
            };
            if (_aggregates.TryAdd(id, payout))
            {
                Came(payout);
                if (Book(book.Name) != book)
                {
                    // The book has just left with all that were here.
                    payout.NeedNotStay();
                }
                return payout;
            }
        }
    }

    private void Came(Aggregate aggregate)
    {
        var now = Interlocked.Increment(ref _came);
        aggregate.LastAsked = now;
        _room.Enter(aggregate, now);
    }
}
