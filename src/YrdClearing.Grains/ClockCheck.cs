using System.Globalization;

namespace YrdClearing.Grains;

/// <summary>
/// Whether this silo's clock agrees with the database's, which is one for all silos. What falls due by a clock that is ahead has fallen due
/// for good, so the network does nothing by itself until they agree. Safe to use from several threads.
/// </summary>
public sealed class ClockCheck(ClearingServices services)
{
    /// <summary>Clocks that are kept by NTP differ by milliseconds; a day that ends a minute early does no harm yet.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private long _aheadTicks;

    /// <summary>How far this silo's clock is ahead of the database's, as it was last measured; negative when it is behind.</summary>
    public TimeSpan Ahead => new(Volatile.Read(ref _aheadTicks));

    /// <summary>What is wrong, in one sentence for operators; null when nothing is.</summary>
    public string? Problem => Ahead.Duration() <= Tolerance ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"This machine's clock is {Ahead.Duration().TotalSeconds:F0} s {(Ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database's.");

    /// <summary>Measures anew.</summary>
    public async Task MeasureAsync(CancellationToken cancellation) =>
        Volatile.Write(ref _aheadTicks, (await services.Store.ClockAheadAsync(services.Clock, cancellation)).Ticks);
}
