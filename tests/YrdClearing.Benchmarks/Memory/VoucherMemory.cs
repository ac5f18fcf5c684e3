using System.Text;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Benchmarks.Memory;

/// <summary>
/// The heap that a voucher grain with one order and one claim retains: many are brought into memory from the journal, and the heap is
/// compared with that before, after full collections. The activation itself is part of it.
/// </summary>
internal sealed class VoucherMemory : IMeasured
{
    /// <summary>The claim has been submitted and reviewed; no payout exists yet.</summary>
    private const int StepsBefore = RedemptionScript.Approval;

    private const int InFlight = 256;

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        await using var data = await BenchmarkData.CreateAsync(null);
        await using var host = await LoadHost.StartAsync(data.Options);
        var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight };
        var vouchers = Enumerable.Range(0, LoadNetwork.Enterprises).Select(e => host.Redemptions[e]).ToList();
        var reviews = new byte[vouchers.Count][];
        await Parallel.ForEachAsync(Enumerable.Range(0, vouchers.Count), options, async (i, _) =>
        {
            for (var step = 0; step < StepsBefore; step++)
            {
                reviews[i] = vouchers[i].Next(host.Redemptions).ToArray();
                await await host.Path.SendAsync(reviews[i]);
                vouchers[i].Acknowledge();
            }
        });
        var without = await HeapWithoutIdleAsync(host);
        await Parallel.ForEachAsync(reviews, options, async (command, cancellation) =>
        {
            // A second review under another id is refused, by a grain that is in memory for it.
            var again = Encoding.UTF8.GetString(command).Replace("-07", "-97", StringComparison.Ordinal);
            var read = CommandReader.Read(Encoding.UTF8.GetBytes(again), defaultId: null, defaultAt: null);
            await host.Dispatcher.ExecuteAsync(read.Envelope!, cancellation);
        });
        var with = Heap.Live();
        return new(0) { RetainedBytes = (double)(with - without) / vouchers.Count };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<long> HeapWithoutIdleAsync(LoadHost host)
    {
        await host.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await Task.Delay(TimeSpan.FromSeconds(2));
        return Heap.Live();
    }
}
