using System.Collections.Concurrent;
using System.Diagnostics;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// A load that does not slow down with the system: each lane's next command is due at a fixed interval, whatever became of the one before,
/// and its latency counts from when it was due. So a pause of the system counts for all commands that it delayed (coordinated omission).
/// </summary>
internal sealed class OpenLoop(IClearingPath path, LoadCases cases)
{
    private readonly IClearingPath _path = path;
    private readonly LoadCases _cases = cases;
    private readonly Latencies _latencies = new();
    private readonly ConcurrentBag<Exception> _failures = [];
    private long _acknowledged;

    // While it measures.
    private volatile TailWatch? _watch;

    public async Task<LoadResult> RunAsync(MeasureRequest request)
    {
        var lanes = Enumerable.Range(0, request.Lanes).Select(i => new Lane(this, i, request.Lanes)).ToArray();
        var end = TimeSpan.FromSeconds(request.WarmUpSeconds + request.Seconds);
        var (before, from) = (default(Measured), default(DateTimeOffset));
        var start = Stopwatch.GetTimestamp();
        long due = 0;
        await LoadClock.RunAsync(end, now =>
        {
            if (_watch is null && now.TotalSeconds >= request.WarmUpSeconds)
            {
                (before, from) = (Measured.Now(ref _acknowledged), DateTimeOffset.UtcNow);
                _watch = new();
            }
            _watch?.Tick();
            for (var until = (long)(now.TotalSeconds * request.CommandsPerSecond); due < until; due++)
            {
                lanes[due % lanes.Length].Due(start + (long)(due / request.CommandsPerSecond * Stopwatch.Frequency));
            }
            return _failures.IsEmpty;
        });
        var (after, to) = (Measured.Now(ref _acknowledged), DateTimeOffset.UtcNow);
        await Task.WhenAll(lanes.Select(l => l.StopAsync()));
        _watch?.Dispose();
        return _failures.TryPeek(out var failure)
            ? throw new InvalidOperationException("The open loop broke off.", failure)
            : new(after.Less(before), _latencies.Percentile(0.50), _latencies.Percentile(0.99), from, to) { Tail = _watch?.ToString() };
    }

    /// <summary>A lane runs its due commands one after the other: they are one case's, and the next needs the one before.</summary>
    private sealed class Lane(OpenLoop loop, int first, int lanes)
    {
        private readonly Queue<long> _due = [];
        private int _turn;
        private Task _running = Task.CompletedTask;
        private bool _isRunning;

        public void Due(long timestamp)
        {
            lock (_due)
            {
                _due.Enqueue(timestamp);
                if (!_isRunning)
                {
                    _isRunning = true;
                    _running = Task.Run(RunAsync);
                }
            }
        }

        public async Task StopAsync()
        {
            lock (_due)
            {
                _due.Clear();
            }
            await _running;
        }

        private async Task RunAsync()
        {
            while (TryTake(out var due))
            {
                try
                {
                    await SendAsync(due);
                }
                catch (Exception e)
                {
                    loop._failures.Add(e);
                    return;
                }
            }
        }

        private bool TryTake(out long due)
        {
            lock (_due)
            {
                _isRunning = _due.TryDequeue(out due);
                return _isRunning;
            }
        }

        private async Task SendAsync(long due)
        {
            var script = loop._cases[first + _turn * lanes];
            var command = script.Next(loop._cases);
            var step = script.Step;
            loop._watch?.Begun(Stopwatch.GetElapsedTime(due));
            var applied = await loop._path.SendAsync(command);
            if (loop._watch is not null)
            {
                loop._latencies.Add(Stopwatch.GetElapsedTime(due));
            }
            Interlocked.Increment(ref loop._acknowledged);
            loop._cases.Acknowledge(step);
            if (step == script.Awaited)
            {
                await applied;
            }
            script.Acknowledge();
            if (script.Step == 0)
            {
                _turn = (_turn + 1) % (LoadNetwork.Enterprises / lanes);
            }
        }
    }
}
