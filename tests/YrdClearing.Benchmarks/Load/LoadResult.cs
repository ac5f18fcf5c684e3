using System.Diagnostics;

namespace YrdClearing.Benchmarks.Load;

/// <summary>What a window of the load came to.</summary>
/// <param name="Window">Commands, time, processor time and allocation within the window.</param>
/// <param name="P50">Half of the window's commands were acknowledged within this time.</param>
/// <param name="P99">99 of 100 were.</param>
/// <param name="From">When the window began.</param>
/// <param name="To">When it ended.</param>
internal sealed record LoadResult(Measured Window, TimeSpan P50, TimeSpan P99, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What its slow commands may have waited for; null when nobody looked.</summary>
    public string? Tail { get; init; }

    public double CommandsPerSecond => Window.Commands / Window.Time.TotalSeconds;

    /// <summary>Of this process: load generator and grains, not the database.</summary>
    public double CpuMicrosecondsPerCommand => Window.Cpu.TotalMicroseconds / Window.Commands;

    /// <summary>Of server processes; 0 when the system is in this process.</summary>
    public double ServerMicrosecondsPerCommand => Window.Beside.ServerCpu.TotalMicroseconds / Window.Commands;

    /// <summary>Of PostgreSQL's processes; 0 when nobody watched them.</summary>
    public double DatabaseMicrosecondsPerCommand => Window.Beside.DatabaseCpu.TotalMicroseconds / Window.Commands;

    /// <summary>Of the process that the system is in.</summary>
    public double AllocatedBytesPerCommand =>
        (double)(Window.Beside.ServerBytes > 0 ? Window.Beside.ServerBytes : Window.AllocatedBytes) / Window.Commands;
}

/// <summary>Counters of this process, and of those beside it, at a moment, or the difference of two moments.</summary>
internal readonly record struct Measured(long Commands, TimeSpan Time, TimeSpan Cpu, long AllocatedBytes)
{
    /// <summary>All zero when nobody watches them.</summary>
    public OthersUse Beside { get; init; }

    public static Measured Now(ref long commands) => new(
        Interlocked.Read(ref commands),
        Stopwatch.GetElapsedTime(0),
        Environment.CpuUsage.TotalTime,
        GC.GetTotalAllocatedBytes());

    public Measured Less(Measured earlier) => new(
        Commands - earlier.Commands, Time - earlier.Time, Cpu - earlier.Cpu, AllocatedBytes - earlier.AllocatedBytes)
    {
        Beside = Beside.Less(earlier.Beside),
    };
}
