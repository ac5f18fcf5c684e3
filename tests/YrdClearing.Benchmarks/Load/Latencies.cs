using System.Diagnostics;
using System.Numerics;

namespace YrdClearing.Benchmarks.Load;

/// <summary>A histogram of durations in buckets of about 1.5%, from a microsecond to hours. Safe to add to from several threads.</summary>
internal sealed class Latencies
{
    /// <summary>Buckets a power of two.</summary>
    private const int Steps = 64;
    private const int StepBits = 6;

    private readonly int[] _counts = new int[40 * Steps];

    public long Count => _counts.Sum(c => (long)c);

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[Bucket((long)duration.TotalMicroseconds)]);

    public void Clear() => Array.Clear(_counts);

    /// <summary>The duration that this part of all did not exceed; zero when there are none.</summary>
    public TimeSpan Percentile(double part)
    {
        var left = (long)Math.Ceiling(Count * part);
        for (var i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0 && _counts[i] > 0)
            {
                return TimeSpan.FromMicroseconds(Microseconds(i));
            }
        }
        return TimeSpan.Zero;
    }

    public static TimeSpan Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp);

    /// <summary>The first two powers' worth are exact; from there on the six bits below the leading one.</summary>
    private static int Bucket(long microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)Math.Max(0, microseconds);
        }
        var power = BitOperations.Log2((ulong)microseconds) - StepBits;
        return (power + 1) * Steps + (int)((microseconds >> power) - Steps);
    }

    private static long Microseconds(int bucket) => bucket < Steps
        ? bucket
        : (long)(bucket % Steps + Steps) << (bucket / Steps - 1);
}
