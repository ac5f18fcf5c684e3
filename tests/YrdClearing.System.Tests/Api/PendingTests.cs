using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

public sealed class PendingTests
{
    [Fact]
    public async Task An_answer_does_not_wait_for_messages_longer_than_its_patience()
    {
        var time = new OneTimer();
        var waiting = CommandGate.IsPendingAsync(new TaskCompletionSource().Task, ApiLimits.MaxWaitForMessages, time, Stop);
        waiting.IsCompleted.ShouldBeFalse();
        time.DueTime.ShouldBe(TimeSpan.FromSeconds(2));
        time.Fire();
        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task Messages_that_are_applied_in_time_are_not_pending()
    {
        var applied = new TaskCompletionSource();
        var waiting = CommandGate.IsPendingAsync(applied.Task, ApiLimits.MaxWaitForMessages, new OneTimer(), Stop);
        applied.SetResult();
        (await waiting).ShouldBeFalse();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A clock whose one timer fires when told.</summary>
    private sealed class OneTimer : TimeProvider, ITimer
    {
        private Action? _fire;

        public TimeSpan DueTime { get; private set; }

        public void Fire() => _fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_fire, DueTime) = (() => callback(state), dueTime);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
