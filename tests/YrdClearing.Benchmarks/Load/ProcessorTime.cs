using System.Globalization;

namespace YrdClearing.Benchmarks.Load;

/// <summary>Processor time of other processes, where /proc tells it.</summary>
internal static class ProcessorTime
{
    /// <summary>Clock ticks a second in /proc (Linux has had no other value for decades).</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Of those among the processes that still run.</summary>
    public static TimeSpan Of(IEnumerable<int> processes) => TimeSpan.FromSeconds((double)processes.Sum(Ticks) / TicksPerSecond);

    private static long Ticks(int process)
    {
        var file = $"/proc/{process}/stat";
        if (!File.Exists(file))
        {
            return 0;
        }
        // The name in parentheses may hold spaces; user and system time are the 12th and 13th fields after it.
        var stat = File.ReadAllText(file);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
