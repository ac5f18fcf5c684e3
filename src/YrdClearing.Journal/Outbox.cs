using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace YrdClearing.Journal;

/// <summary>
/// Delivers a book's messages: at least once, in order per target, many targets at a time. What is pending is known from the journal, so
/// nothing is lost with the process. Used on the scheduler of its book and not thread-safe.
/// </summary>
public sealed class Outbox : IDisposable
{
    /// <summary>Deliveries to one book under way at a time, runs aside: a book that does not answer holds up no other.</summary>
    public const int MaxInFlight = 256;

    /// <summary>Runs over a whole book under way at a time (<see cref="IDelivery.IsRun"/>).</summary>
    public const int MaxRuns = 32;

    /// <summary>Attempts before people are told. After as many refusals in a row its target is stopped; an outage passes.</summary>
    public const int MaxAttempts = 8;

    /// <summary>Unapplied messages in memory; what is beyond is read from the journal when there is room.</summary>
    public const int WindowMessages = 10_000;

    /// <summary>The wait after the first failed attempt; it doubles with each, up to the one after <see cref="MaxAttempts"/>.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    internal static readonly TimeSpan LongestWait = WaitAfter(MaxAttempts);

    private readonly string _book;
    private readonly JournalStore _store;
    private readonly IDelivery _delivery;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly OutboxQueues _queues;
    private readonly OutboxEntries _entries;
    private readonly OutboxWindow _window;
    private readonly List<OutboxFlush> _flushes = [];

    // What entries caused that were not followed, while it is looked up for somebody.
    private readonly Dictionary<long, Task> _traces = [];
    private bool _pumping;

    /// <param name="book">The sender.</param>
    /// <param name="store">Where pending messages are read after a restart.</param>
    /// <param name="delivery">The way to the receivers.</param>
    /// <param name="clock">For the waits between attempts.</param>
    /// <param name="log">Told when a target is stopped.</param>
    /// <param name="window">Unapplied messages in memory, some more to entries with several.</param>
    public Outbox(
        string book, JournalStore store, IDelivery delivery, TimeProvider clock, ILogger? log = null, int window = WindowMessages)
    {
        _book = book;
        _store = store;
        _delivery = delivery;
        _queues = new(delivery.IsRun);
        _clock = clock;
        _log = log ?? NullLogger.Instance;
        _entries = new(book);
        _window = new(book, store, _queues, _entries, window, clock, _log, _stop.Token)
        {
            Kept = item => _flushes.ForEach(f => f.Sent(item)),
            Changed = () =>
            {
                CompleteFlushes();
                Pump();
            },
        };
    }

    /// <summary>Every message of entries up to this one is applied: from where the book's next outbox may start.</summary>
    public long Cursor => _window.Cursor;

    /// <summary>Unapplied messages in memory.</summary>
    public int Pending => _queues.Count;

    /// <summary>How long the oldest of them has been in memory; zero when there is none. For those who watch, on any thread.</summary>
    public TimeSpan Lag => _queues.FirstSince is { } since ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>
    /// Targets whose first message failed too often: nothing later goes to them until a flush or a restart, or the end of the outage.
    /// </summary>
    public IReadOnlyList<StoppedTarget> Stopped =>
        [.. _queues.Failing.Select(t => new StoppedTarget(t.To, t.Target, t.Items.Peek().Message.Key, t.Items.Peek().Attempts, t.Error!))];

    /// <summary>
    /// Begins to look up what is pending, and to deliver. To be called once, with the head as it was claimed; what is written later may be
    /// enqueued before. Nobody waits for the end: behind a message that is stopped there may be any number of entries.
    /// </summary>
    public void Start(BookHead head)
    {
        _entries.Start(head.Seq);
        _window.Start(head);
    }

    /// <summary>Takes the messages of entries that have just become durable, in order.</summary>
    public void Enqueue(IReadOnlyList<PendingMessage> messages)
    {
        if (messages.Count > 0)
        {
            _window.Enqueue(messages);
        }
    }

    /// <summary>Completes when all messages of the entry, and all that they cause, are applied; at once when there are none.</summary>
    public Task WhenAppliedAsync(long seq)
    {
        if (_stop.IsCancellationRequested)
        {
            return Task.FromException(Stopping());
        }
        var finished = _entries.WhenFinishedAsync(seq, _window.HasSeen(seq));
        if (seq > _entries.UnfollowedTo)
        {
            return finished;
        }
        // Who stops waiting does not end it: those who ask after him share it.
        if (!_traces.TryGetValue(seq, out var trace))
        {
            trace = TraceAsync(finished, seq);
            if (!trace.IsCompleted)
            {
                _traces.Add(seq, trace);
                _ = ForgetAsync(seq, trace);
            }
        }
        return trace;
    }

    /// <summary>
    /// Delivers what is pending to a book (null: to any) and completes when it is applied, runs aside. Stopped targets are tried again.
    /// </summary>
    /// <returns>How many messages were pending.</returns>
    /// <exception cref="OutboxStoppedException">One of them failed too often (again).</exception>
    public Task<int> FlushAsync(string? toBook)
    {
        if (_stop.IsCancellationRequested)
        {
            // Nothing would ever complete it.
            return Task.FromException<int>(Stopping());
        }
        var flush = new OutboxFlush(toBook, _window.LastSeq);
        foreach (var item in _queues.Items)
        {
            flush.Sent(item);
        }
        // Before anything is hurried: what is delivered at once counts, too.
        _flushes.Add(flush);
        foreach (var target in _queues.Items.Select(i => i.Target).Distinct().Where(t => toBook is null || t.To == toBook).ToList())
        {
            Hurry(target);
        }
        CompleteFlushes();
        Pump();
        _window.Fill();
        return flush.Done.Task;
    }

    /// <summary>
    /// Stops delivering, at once. What is under way may still be applied; the journal knows. Those who wait get a
    /// <see cref="TimeoutException"/>: asked again, the book's next outbox answers them.
    /// </summary>
    public void Dispose()
    {
        _stop.Cancel();
        var stopped = Stopping();
        _flushes.ForEach(f => f.Done.TrySetException(stopped));
        _entries.Fail(stopped);
    }

    /// <summary>Completes when what an entry's messages caused is applied, by what the journal says of it.</summary>
    private async Task TraceAsync(Task applied, long seq)
    {
        await applied;
        try
        {
            var caused = await _store.CausedAsync(_book, seq, _stop.Token)
                ?? throw new TimeoutException($"Messages of {_book}/{seq} are on their way; ask again.");
            foreach (var entry in caused)
            {
                await _delivery.UntilAppliedAsync(entry, _stop.Token).WaitAsync(_stop.Token); // it may look at the token late
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw Stopping();
        }
    }

    private async Task ForgetAsync(long seq, Task trace)
    {
        await trace.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _traces.Remove(seq);
    }

    private TimeoutException Stopping() => new($"The outbox of {_book} was stopped.");

    private void Pump()
    {
        if (_pumping)
        {
            // A delivery completed at once; the loop below goes on with what it made ready.
            return;
        }
        _pumping = true;
        while (!_stop.IsCancellationRequested && _queues.TryTake(out var item))
        {
            _ = DeliverAsync(item);
        }
        _pumping = false;
    }

    private async Task DeliverAsync(OutboxItem item)
    {
        Task? consequences = null;
        Exception? failure = null;
        try
        {
            item.Attempts++;
            consequences = await _delivery.DeliverAsync(item.Message, _entries.MayFollow, _stop.Token);
        }
        catch (Exception e)
        {
            failure = e;
        }
        _queues.Back(item);
        if (failure is null)
        {
            Applied(item, consequences);
        }
        else
        {
            item.Target.Error = failure;
            Failed(item);
        }
        Pump();
        _window.Fill(item.Target.To);
    }

    private void Failed(OutboxItem item)
    {
        if (item.Failed())
        {
            Alarm(item);
        }
        if (item.IsRefused)
        {
            item.Target.State = OutboxTargetState.Stopped;
            EndFlushes(item);
        }
        else
        {
            _ = RetryAsync(item);
        }
    }

    private void Applied(OutboxItem item, Task? consequences)
    {
        _queues.Applied(item);
        Telemetry.Delivered(_clock.GetElapsedTime(item.Since));
        foreach (var flush in _flushes)
        {
            flush.Applied(item);
        }
        CompleteFlushes();
        _entries.Applied(item.Entry, consequences);
    }

    /// <summary>Tells people, and those who wait for it.</summary>
    private void Alarm(OutboxItem item)
    {
        Telemetry.Alarmed();
        var target = item.Target;
        _log.LogCritical(
            target.Error, "Message {Message} to {Target} in {Book} failed {Attempts} times: nothing later goes there",
            item.Message.Key.Key, target.Target, target.To, item.Attempts);
        EndFlushes(item);
    }

    private void EndFlushes(OutboxItem item)
    {
        var flushes = _flushes.FindAll(f => f.Covers(item));
        _flushes.RemoveAll(flushes.Contains);
        flushes.ForEach(f => f.Done.TrySetException(new OutboxStoppedException(item.Message, item.Target.Error!)));
    }

    private async Task RetryAsync(OutboxItem item)
    {
        var target = item.Target;
        target.State = OutboxTargetState.Waiting;
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        target.Wait = hurry;
        await WaitAsync(item.Attempts, hurry.Token);
        target.Wait = null;
        if (!_stop.IsCancellationRequested)
        {
            _queues.Retry(target);
            Pump();
        }
    }

    private async Task WaitAsync(int attempts, CancellationToken hurry)
    {
        try
        {
            await Task.Delay(WaitAfter(attempts), _clock, hurry);
        }
        catch (OperationCanceledException)
        {
            // Somebody flushes, or the outbox is stopped: no reason to wait longer.
        }
    }

    private static TimeSpan WaitAfter(int attempts) => FirstWait * (1 << (Math.Min(attempts, MaxAttempts) - 1));

    private void Hurry(OutboxTarget target)
    {
        if (target.State == OutboxTargetState.Stopped)
        {
            // One attempt: as many as before would hold up every command that is refused.
            _queues.Retry(target);
        }
        else
        {
            target.Wait?.Cancel();
        }
    }

    private void CompleteFlushes()
    {
        for (var i = _flushes.Count - 1; i >= 0; i--)
        {
            var flush = _flushes[i];
            if (flush.Waiting == 0 && _window.HasAll(flush.ToBook, flush.UpToSeq))
            {
                _flushes.RemoveAt(i);
                flush.Done.TrySetResult(flush.Count);
            }
        }
    }
}
