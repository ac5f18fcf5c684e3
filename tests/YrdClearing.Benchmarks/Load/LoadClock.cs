using System.Diagnostics;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// Calls somebody about every millisecond for a time, on a thread of its own: a timer would wait for a thread of the pool whenever the
/// system under load is busy, and its lateness would pass for the system's.
/// </summary>
internal static class LoadClock
{
    /// <param name="duration">How long.</param>
    /// <param name="tick">Told the time since the start; false ends it early.</param>
    /// <returns>Completes when it has ended, and fails when a tick did.</returns>
    public static Task RunAsync(TimeSpan duration, Func<TimeSpan, bool> tick)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(duration, tick, ended)) { IsBackground = true, Name = "load clock" }.Start();
        return ended.Task;
    }

    private static void Run(TimeSpan duration, Func<TimeSpan, bool> tick, TaskCompletionSource ended)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) is var now && now < duration && tick(now))
            {
                Thread.Sleep(1);
            }
            ended.SetResult();
        }
        catch (Exception e)
        {
            ended.SetException(e);
        }
    }
}
