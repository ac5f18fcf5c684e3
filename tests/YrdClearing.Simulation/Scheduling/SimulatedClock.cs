namespace YrdClearing.Simulation.Scheduling;

/// <summary>The system clock of the simulation: virtual time, and timers that are events of the scheduler.</summary>
public sealed class SimulatedClock(SimulatedScheduler scheduler) : TimeProvider
{
    /// <summary>Where virtual time begins: 2026-03-02, 09:00 +08:00.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    public override long TimestampFrequency => 1_000_000;

    public override DateTimeOffset GetUtcNow() => Beginning.ToUniversalTime().AddTicks(scheduler.Now * TimeSpan.TicksPerMicrosecond);

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period == Timeout.InfiniteTimeSpan
            ? new Once(scheduler, () => callback(state), dueTime)
            : throw new NotSupportedException("Timers of the code under simulation strike once.");

    private sealed class Once : ITimer
    {
        private readonly SimulatedScheduler _scheduler;
        private readonly Action _strike;
        private int _armed;

        public Once(SimulatedScheduler scheduler, Action strike, TimeSpan dueTime)
        {
            _scheduler = scheduler;
            _strike = strike;
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var armed = ++_armed;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _scheduler.After(dueTime.Ticks / TimeSpan.TicksPerMicrosecond, () => Strike(armed));
            }
            return true;
        }

        public void Dispose() => _armed++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Strike(int armed)
        {
            if (armed == _armed)
            {
                _strike();
            }
        }
    }
}
