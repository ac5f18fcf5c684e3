using System.Collections.Concurrent;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// Where things of one kind (orders, contracts) belong, as the network's key table says. A key never changes once written, so it is
/// remembered by who wrote or read it in this process. Safe to use from several threads.
/// </summary>
/// <param name="store">The journal.</param>
/// <param name="keyOf">A thing's id → its row of the key table.</param>
/// <param name="parse">Reads the row's value.</param>
public sealed class KnownKeys<TKey>(JournalStore store, Func<string, string> keyOf, Func<string, TKey> parse)
    where TKey : class
{
    /// <summary>This many are remembered.</summary>
    private const int MaxRemembered = 200_000;

    private readonly ConcurrentDictionary<string, TKey> _known = new(StringComparer.Ordinal);

    // How many there are, roughly: asking the dictionary takes all its locks.
    private int _count;

    /// <summary>The thing's key; null when there is no such thing.</summary>
    public async ValueTask<TKey?> FindAsync(string id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }
        var keys = await store.FindKeysAsync([keyOf(id)], cancellation);
        if (keys.Count == 0)
        {
            return null;
        }
        var key = parse(keys[0].Value);
        Remember(id, key);
        return key;
    }

    /// <summary>Keeps the key of a thing whose entry is durable.</summary>
    public void Remember(string id, TKey key)
    {
        if (!_known.TryAdd(id, key))
        {
            return;
        }
        if (Interlocked.Increment(ref _count) > MaxRemembered)
        {
            Interlocked.Exchange(ref _count, 0);
            _known.Clear();
        }
    }
}
