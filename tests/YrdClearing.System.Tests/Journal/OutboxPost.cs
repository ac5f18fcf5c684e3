using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <content>What the tests put around the outbox.</content>
public abstract partial class OutboxTests
{
    /// <summary>The receiving side, as a test wants it to behave. Called in the sender's turns.</summary>
    private sealed class Post(OutboxTests test, TimeProvider? clock = null) : IDelivery
    {
        private readonly Dictionary<string, TaskCompletionSource> _held = [];
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<(string Target, int Count, TaskCompletionSource Reached)> _awaited = [];

        public Outbox Outbox { get; set; } = null!;
        public TimeProvider Clock { get; init; } = clock ?? TimeProvider.System;
        public int Window { get; init; } = Outbox.WindowMessages;

        /// <summary>The book that applies the messages for real; null where the test needs none.</summary>
        public Book? Receiver { get; init; }

        /// <summary>False: it does not tell when what a message caused is applied.</summary>
        public bool Follows { get; init; } = true;
        public TaskCompletionSource? Consequences { get; set; }
        public int Failures { get; set; }
        public Exception? Failure { get; init; }
        public int LosesAnswers { get; set; }
        public string? FailsFor { get; set; }
        public List<PendingMessage> Attempted { get; } = [];

        public ToldLog Log { get; } = new();
        public List<PendingMessage> Applied { get; } = [];
        public List<EntryPlace> AskedFor { get; } = [];

        public void Hold(string target) => _held[target] = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release(string target)
        {
            _held.Remove(target, out var held);
            held!.SetResult();
        }

        /// <summary>Completes when so many messages of a target have been applied.</summary>
        public Task AppliedAsync(string target, int count) => test.Turns.Run(() =>
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((target, count, reached));
            Tell();
            return reached.Task;
        }).WaitAsync(Patience);

        /// <summary>Completes when somebody waits for what an entry caused.</summary>
        public Task AskedAsync() => _asked.Task.WaitAsync(Patience);

        public Task UntilAppliedAsync(EntryPlace entry, CancellationToken cancellation)
        {
            AskedFor.Add(entry);
            _asked.TrySetResult();
            return Consequences?.Task ?? Task.CompletedTask;
        }

        public bool IsRun(PendingMessage message) => DeadlinesState.IsIdOf(message.Message.Target);

        public async Task<Task?> DeliverAsync(PendingMessage message, bool follow, CancellationToken cancellation)
        {
            Attempted.Add(message);
            var isOutage = Failures-- > 0;
            if (message.Message.Target == FailsFor || isOutage)
            {
                throw isOutage && Failure is not null ? Failure : new InvalidOperationException($"{message.Message.Target} is not ready");
            }
            if (_held.TryGetValue(message.Message.Target, out var held))
            {
                await held.Task;
            }
            if (Receiver is not null)
            {
                var result = await Receiver.CommitAsync(test.Move("unused", Accounts.Cash, Accounts.Treasury, 1) with
                {
                    Book = Receiver.Name,
                    CommandId = null,
                    BodyHash = null,
                    Cause = message.Key,
                });
                result.Status.ShouldBeOneOf(CommitStatus.Written, CommitStatus.Duplicate);
            }
            if (LosesAnswers-- > 0)
            {
                throw new TimeoutException("The answer was lost.");
            }
            Applied.Add(message);
            Tell();
            return Follows ? Consequences?.Task ?? Task.CompletedTask : null;
        }

        private void Tell()
        {
            foreach (var (target, count, reached) in _awaited)
            {
                if (Applied.Count(m => m.Message.Target == target) >= count)
                {
                    reached.TrySetResult();
                }
            }
        }
    }

    /// <summary>Its timers fire at once; it remembers how long one would have waited.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
