using System.Collections.Concurrent;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// Where orders belong, as the network's key table says. A key never changes once written, so it is remembered by who wrote or read it in
/// this process. Safe to use from several threads.
/// </summary>
public sealed class OrderKeys(JournalStore store)
{
    /// <summary>This many are remembered.</summary>
    private const int MaxRemembered = 200_000;

    private readonly ConcurrentDictionary<string, OrderKey> _known = new(StringComparer.Ordinal);

    /// <summary>The order's key; null when there is no such order.</summary>
    public async ValueTask<OrderKey?> FindAsync(string order, CancellationToken cancellation)
    {
        if (_known.TryGetValue(order, out var known))
        {
            return known;
        }
        var keys = await store.FindKeysAsync([OrderKey.Of(order)], cancellation);
        if (keys.Count == 0)
        {
            return null;
        }
        var key = OrderKey.Parse(keys[0].Value);
        Remember(order, key);
        return key;
    }

    /// <summary>Keeps the key of an order whose entry is durable.</summary>
    public void Remember(string order, OrderKey key)
    {
        if (_known.Count >= MaxRemembered)
        {
            _known.Clear();
        }
        _known[order] = key;
    }
}
