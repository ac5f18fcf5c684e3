using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Reads where an order belongs from the network's key table.</summary>
internal static class OrderKeys
{
    /// <summary>The order's key; null when there is no such order.</summary>
    public static async Task<OrderKey?> OrderAsync(this JournalStore store, string order, CancellationToken cancellation)
    {
        var keys = await store.FindKeysAsync([OrderKey.Of(order)], cancellation);
        return keys.Count == 0 ? null : OrderKey.Parse(keys[0].Value);
    }
}
