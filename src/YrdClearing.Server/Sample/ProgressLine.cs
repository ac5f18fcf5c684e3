using System.Globalization;

namespace YrdClearing.Server.Sample;

/// <summary>A bar on standard error with commands done and commands a second; nothing when nobody watches (redirected).</summary>
internal sealed class ProgressLine(TextWriter error, int total, bool isWatched) : IDisposable
{
    private const int BarWidth = 40;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private TimeSpan _shownAt = -Interval;

    /// <param name="done">Commands done so far.</param>
    /// <param name="elapsed">Time since the first.</param>
    public void Advance(int done, TimeSpan elapsed)
    {
        if (!isWatched || (done < total && elapsed - _shownAt < Interval))
        {
            return;
        }
        _shownAt = elapsed;
        var filled = (int)((long)BarWidth * Math.Min(done, total) / Math.Max(1, total));
        error.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r{new string('█', filled)}{new string('░', BarWidth - filled)} {done,7:#,0} of {total:#,0}  {done / Math.Max(0.001, elapsed.TotalSeconds),6:#,0} a second"));
    }

    /// <summary>Takes the bar away: what it said is said again in the results.</summary>
    public void Dispose()
    {
        if (isWatched)
        {
            error.Write("\r" + new string(' ', BarWidth + 50) + "\r");
        }
    }
}
