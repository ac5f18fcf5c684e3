using System.Globalization;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Grains;

namespace YrdClearing.Benchmarks.Memory;

/// <summary>
/// Stored vouchers brought into memory one after the other, each once, faster than age makes them leave: what of them stays. A touch is the
/// cheapest call that a grain answers, so the activation, its state read from the journal and its place in the silo are what it costs.
/// </summary>
internal sealed class TouchedVouchers(LoadHost host)
{
    /// <summary>Who leaves does so in a turn of its own, after it was chosen.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private int _touched;

    /// <summary>Touches on until so many have been, then weighs the process.</summary>
    public async Task<Measurement> TouchAsync(int upTo, int lanes)
    {
        var began = TimeProvider.System.GetTimestamp();
        var first = _touched;
        await Parallel.ForEachAsync(
            Enumerable.Range(first, upTo - first), new ParallelOptions { MaxDegreeOfParallelism = lanes }, (n, _) => TouchAsync(n));
        _touched = upTo;
        var took = TimeProvider.System.GetElapsedTime(began);
        await Task.Delay(Settling);
        var resident = Environment.WorkingSet;
        return new((upTo - first) / took.TotalSeconds)
        {
            RetainedBytes = Heap.Live(),
            Note = string.Create(
                CultureInfo.InvariantCulture, $"{resident / 1e6:N0} MB resident, {host.Aggregates:N0} aggregates in memory"),
        };
    }

    private ValueTask TouchAsync(int n) => host.Grains.GetGrain<IVoucherGrain>("voucher:" + StoredVouchers.IdOf(n))
        .AsReference<IAsyncEnumerableGrainExtension>().DisposeAsync(Guid.Empty);
}
