using Microsoft.Extensions.Logging;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A book that is open in this process: its single writer and the outbox that delivers its messages. Commits and waits may come from any
/// thread; the rest is used on the scheduler it was opened on (a grain's). Any failed write ends it; it is then claimed anew and read from
/// the journal.
/// </summary>
public sealed class RunningBook : IDisposable
{
    private readonly Book _book;
    private readonly Outbox _outbox;
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;

    private RunningBook(Book book, Outbox outbox)
    {
        _book = book;
        _outbox = outbox;
    }

    public string Name => _book.Name;

    /// <summary>Why the book takes no more work; null while it does.</summary>
    public Exception? Failure => _book.Failure;

    /// <inheritdoc cref="Book.Queued"/>
    public int Queued => _book.Queued;

    /// <inheritdoc cref="Outbox.Pending"/>
    public int Pending => _outbox.Pending;

    /// <inheritdoc cref="Outbox.Lag"/>
    public TimeSpan Lag => _outbox.Lag;

    /// <summary>Messages that could not be applied.</summary>
    public IReadOnlyList<StoppedTarget> Stopped => _outbox.Stopped;

    /// <summary>Claims the book, fencing off any earlier writer, and goes on delivering what is pending.</summary>
    public static async Task<RunningBook> OpenAsync(
        string name, ClearingServices services, INetwork network, ILogger log, CancellationToken cancellation)
    {
        Task<Task> Deliver(PendingMessage message) => Task.Factory.StartNew(
            () => DeliverAsync(network, message, services.Clock), CancellationToken.None, TaskCreationOptions.DenyChildAttach,
            services.Deliveries).Unwrap();

        var outbox = new Outbox(name, services.Store, Deliver, services.Clock, log);
        var book = await Book.OpenAsync(name, services.Store, services.Committer, services.Clock, cancellation);
        book.Written = outbox.Enqueue;
        book.Delivered = () => outbox.Cursor;
        await outbox.StartAsync(book.Head);
        var running = new RunningBook(book, outbox);
        book.Failed = running.OnFailed;
        return running;
    }

    /// <summary>Told once, when the book takes no more work and before those who wait for it are.</summary>
    public Action? Failed { get; set; }

    /// <inheritdoc cref="Book.CommitAsync"/>
    public Task<CommitResult> CommitAsync(CommitRequest request) => _book.CommitAsync(request);

    /// <inheritdoc cref="INetwork.WhenAppliedAsync"/>
    public Task WhenAppliedAsync(long seq) => Task.Factory.StartNew(
        () => WhenAppliedHereAsync(seq), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <inheritdoc cref="INetwork.FlushAsync"/>
    public async Task<int> FlushAsync(string? toBook)
    {
        try
        {
            return await _outbox.FlushAsync(toBook);
        }
        catch (OutboxStoppedException)
        {
            // The outbox has logged it and lists it; whoever waits goes on with what the state says.
            return 0;
        }
    }

    public void Dispose() => _outbox.Dispose();

    private async Task WhenAppliedHereAsync(long seq)
    {
        if (!_book.Knows(seq))
        {
            throw new TimeoutException($"Entry {seq} of {Name} is not known here; ask again.");
        }
        await _outbox.WhenAppliedAsync(seq);
    }

    private void OnFailed()
    {
        // Those who wait for messages would keep a failed book from going.
        _outbox.Dispose();
        Failed?.Invoke();
    }

    private static async Task<Task> DeliverAsync(INetwork network, PendingMessage message, TimeProvider clock)
    {
        var applied = await network.ApplyAsync(message.Message.Target, new(message));
        return applied.HasMessages ? network.UntilAppliedAsync(applied.Book, applied.Seq, clock) : Task.CompletedTask;
    }
}
