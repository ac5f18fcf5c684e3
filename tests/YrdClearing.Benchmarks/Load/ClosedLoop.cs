using System.Diagnostics;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The load: lanes that each run one case after the other, one command at a time, and wait for its acknowledgement. So as many
/// commands are in flight as there are lanes (fewer only while a lane waits for a debt to arrive in the other book).
/// </summary>
internal sealed class ClosedLoop(IClearingPath path, LoadCases cases, OtherProcesses? beside = null)
{
    private readonly Latencies _latencies = new();
    private long _acknowledged;
    private volatile bool _stopping;

    /// <summary>Runs the lanes and measures a window of the run. Afterwards nothing is in flight; a later run goes on from there.</summary>
    public Task<LoadResult> RunAsync(MeasureRequest request) =>
        RunAsync(request.Lanes, TimeSpan.FromSeconds(request.WarmUpSeconds), TimeSpan.FromSeconds(request.Seconds));

    /// <summary>The same.</summary>
    public async Task<LoadResult> RunAsync(int lanes, TimeSpan warmUp, TimeSpan window)
    {
        _stopping = false;
        var running = Enumerable.Range(0, lanes).Select(lane => Task.Run(() => LaneAsync(lane, lanes))).ToArray();
        // A lane that fails ends the run at once; nothing is measured then.
        var failed = running.Length == 0 ? Task.CompletedTask : Task.WhenAny(running);
        await Task.WhenAny(Task.Delay(warmUp), failed);
        var before = await NowAsync();
        var from = DateTimeOffset.UtcNow;
        _latencies.Clear();
        await Task.WhenAny(Task.Delay(window), failed);
        var after = await NowAsync();
        var (p50, p99) = (_latencies.Percentile(0.50), _latencies.Percentile(0.99));
        var to = DateTimeOffset.UtcNow;
        _stopping = true;
        await Task.WhenAll(running);
        return new(after.Less(before), p50, p99, from, to);
    }

    private async Task<Measured> NowAsync()
    {
        var others = beside is null ? default : await beside.NowAsync();
        return Measured.Now(ref _acknowledged) with { Beside = others };
    }

    private async Task LaneAsync(int lane, int lanes)
    {
        while (!_stopping)
        {
            for (var enterprise = lane; enterprise < LoadNetwork.Enterprises && !_stopping; enterprise += lanes)
            {
                await WorkAsync(cases[enterprise]);
            }
        }
    }

    /// <summary>Takes the enterprise's case to its end, or as far as it comes before the run stops.</summary>
    private async Task WorkAsync(LoadScript script)
    {
        do
        {
            var command = script.Next(cases);
            var step = script.Step;
            var start = Stopwatch.GetTimestamp();
            var applied = await path.SendAsync(command);
            _latencies.Add(Stopwatch.GetElapsedTime(start));
            Interlocked.Increment(ref _acknowledged);
            cases.Acknowledge(step);
            if (step == script.Awaited)
            {
                await applied;
            }
            script.Acknowledge();
        }
        while (script.Step > 0 && !_stopping);
    }
}
