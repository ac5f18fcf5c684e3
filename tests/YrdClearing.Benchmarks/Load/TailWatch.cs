using System.Diagnostics.Metrics;
using System.Globalization;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// What a window's slow commands may have waited for: the load's own lateness, pauses for collections, transactions that took long. Safe to
/// tell from several threads.
/// </summary>
internal sealed class TailWatch : IDisposable
{
    private const string CommitDuration = "yrd.commit.duration";

    private readonly Latencies _begun = new();
    private readonly Latencies _transactions = new();
    private readonly MeterListener _commits = new();
    private TimeSpan _paused = GC.GetTotalPauseDuration();
    private TimeSpan _pausedInAll;
    private TimeSpan _longestPause;
    private int _pauses;

    public TailWatch()
    {
        _commits.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Telemetry.Meter && instrument.Name == CommitDuration)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _commits.SetMeasurementEventCallback<double>((_, seconds, _, _) => _transactions.Add(TimeSpan.FromSeconds(seconds)));
        _commits.Start();
    }

    /// <summary>A command was handed to the system so long after it was due.</summary>
    public void Begun(TimeSpan late) => _begun.Add(late);

    /// <summary>To be called often, by one thread: tells pauses apart, as long as no two fall between two calls.</summary>
    public void Tick()
    {
        var paused = GC.GetTotalPauseDuration();
        var pause = paused - _paused;
        if (pause > TimeSpan.Zero)
        {
            _paused = paused;
            _pauses++;
            _pausedInAll += pause;
            _longestPause = pause > _longestPause ? pause : _longestPause;
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"begun late p50 {Ms(_begun, 0.5):0.0} p99 {Ms(_begun, 0.99):0.0} ms; {_pauses} pauses for collections, "
        + $"{_pausedInAll.TotalMilliseconds:0} ms, longest {_longestPause.TotalMilliseconds:0.0} ms; {_transactions.Count:N0} transactions, "
        + $"p50 {Ms(_transactions, 0.5):0.0} p99 {Ms(_transactions, 0.99):0.0} longest {Ms(_transactions, 1):0.0} ms");

    public void Dispose() => _commits.Dispose();

    private static double Ms(Latencies latencies, double part) => latencies.Percentile(part).TotalMilliseconds;
}
