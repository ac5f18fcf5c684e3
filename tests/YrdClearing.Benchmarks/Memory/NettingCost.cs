using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Benchmarks.Memory;

/// <summary>Multilateral netting of obligations in memory, over a plain sum of them grouped by pair.</summary>
internal sealed class NettingCost : IMeasured
{
    private const int Obligations = 1_000_000;
    private const int Participants = 1_000;
    private const int Turns = 7;

    public Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var obligations = Draw();
        var ratios = new List<double>();
        var netting = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var plain = Time(() => GroupedSum(obligations));
            var netted = Time(() => Netting.Of(NettingMode.Multilateral, obligations).Instructions.Count);
            netting.Add(netted.TotalMilliseconds);
            ratios.Add(netted / plain);
        }
        return Task.FromResult(new Measurement(0) { Ratio = Median.Of(ratios), Milliseconds = Median.Of(netting) });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static PairAmount[] Draw()
    {
        var random = new Random(1);
        var books = Enumerable.Range(100_000, Participants).Select(i => "fund:" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var obligations = new PairAmount[Obligations];
        for (var i = 0; i < obligations.Length; i++)
        {
            var from = random.Next(Participants);
            var to = (from + random.Next(1, Participants)) % Participants;
            obligations[i] = new(books[from], books[to], new(random.Next(1, 10_000_000)));
        }
        return obligations;
    }

    private static long GroupedSum(PairAmount[] obligations)
    {
        var sums = new Dictionary<(string, string), long>();
        foreach (var (from, to, amount) in obligations)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, (from, to), out _) += amount.Fen;
        }
        return sums.Count;
    }

    private static TimeSpan Time(Func<long> work)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }
}
