using System.Diagnostics;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The load: lanes that each run one redemption after the other, one command at a time, and wait for its acknowledgement. So as many
/// commands are in flight as there are lanes (fewer only while a lane waits for an approval to arrive in the other book).
/// </summary>
internal sealed class ClosedLoop(IClearingPath path, RedemptionNumbers numbers)
{
    private readonly Latencies _latencies = new();
    private long _acknowledged;
    private volatile bool _stopping;

    /// <summary>Runs the lanes and measures a window of the run; lanes finish their redemption after it.</summary>
    public async Task<LoadResult> RunAsync(int lanes, TimeSpan warmUp, TimeSpan window)
    {
        var first = numbers.Next;
        _stopping = false;
        var running = Enumerable.Range(0, lanes).Select(lane => Task.Run(() => LaneAsync(lane, lanes))).ToArray();
        var all = Task.WhenAll(running);
        var failed = Task.WhenAny(running.Select(async lane => await lane)).Unwrap();
        await Task.WhenAny(Task.Delay(warmUp), failed);
        var before = Measured.Now(ref _acknowledged);
        _latencies.Clear();
        await Task.WhenAny(Task.Delay(window), failed);
        var after = Measured.Now(ref _acknowledged);
        var (p50, p99) = (_latencies.Percentile(0.50), _latencies.Percentile(0.99));
        _stopping = true;
        await all;
        return new(after.Less(before), p50, p99, first, numbers.Next);
    }

    private async Task LaneAsync(int lane, int lanes)
    {
        var scripts = new List<RedemptionScript>();
        for (var enterprise = lane; enterprise < LoadNetwork.Enterprises; enterprise += lanes)
        {
            scripts.Add(numbers.Script(enterprise));
        }
        for (var turn = 0; !_stopping; turn = (turn + 1) % scripts.Count)
        {
            await RedeemAsync(scripts[turn]);
        }
    }

    private async Task RedeemAsync(RedemptionScript script)
    {
        script.SetNumber(numbers.Take());
        for (var step = 0; step < RedemptionScript.Steps; step++)
        {
            var start = Stopwatch.GetTimestamp();
            var applied = await path.SendAsync(script[step]);
            _latencies.Add(Stopwatch.GetElapsedTime(start));
            Interlocked.Increment(ref _acknowledged);
            if (step == RedemptionScript.Approval)
            {
                await applied;
            }
        }
    }
}

/// <summary>Numbers of redemptions in one database, each used once, and the commands of its enterprises.</summary>
internal sealed class RedemptionNumbers(int first)
{
    private readonly RedemptionScript?[] _scripts = new RedemptionScript?[LoadNetwork.Enterprises];
    private int _next = first;

    /// <summary>The number that is taken next.</summary>
    public int Next => Volatile.Read(ref _next);

    public int Take() => Interlocked.Increment(ref _next) - 1;

    /// <summary>The enterprise's commands; one lane uses them at a time.</summary>
    public RedemptionScript Script(int enterprise) => _scripts[enterprise] ??= new(enterprise);
}
