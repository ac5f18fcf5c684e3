using Microsoft.Extensions.Logging;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A book that is open in this process: its single writer and the outbox that delivers its messages. Used on one scheduler (a grain's).
/// Any failed write ends it; it is then claimed anew and read from the journal.
/// </summary>
public sealed class RunningBook : IDisposable
{
    private readonly Book _book;
    private readonly Outbox _outbox;

    private RunningBook(Book book, Outbox outbox)
    {
        _book = book;
        _outbox = outbox;
    }

    /// <summary>Every message with a sequence up to this is applied; to be kept for the next <see cref="OpenAsync"/>.</summary>
    public long Cursor => _outbox.Cursor;

    /// <summary>True when the book takes no more work.</summary>
    public bool HasFailed => _book.Failure is not null;

    /// <summary>Messages that could not be applied.</summary>
    public IReadOnlyList<StoppedTarget> Stopped => _outbox.Stopped;

    /// <summary>Claims the book, fencing off any earlier writer, and goes on delivering what is pending after the cursor.</summary>
    public static async Task<RunningBook> OpenAsync(
        string name, ClearingServices services, INetwork network, long cursor, ILogger log, CancellationToken cancellation)
    {
        var outbox = new Outbox(name, services.Store, message => DeliverAsync(network, message), services.Clock, log);
        var book = await Book.OpenAsync(name, services.Store, services.Committer, services.Clock, cancellation);
        book.Written = outbox.Enqueue;
        await outbox.StartAsync(cursor);
        return new(book, outbox);
    }

    /// <inheritdoc cref="Book.CommitAsync"/>
    public async Task<CommitResult> CommitAsync(CommitRequest request)
    {
        try
        {
            return await _book.CommitAsync(request);
        }
        catch when (HasFailed)
        {
            // Those who wait for messages would keep a failed book from going.
            _outbox.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="INetwork.WhenAppliedAsync"/>
    public Task WhenAppliedAsync(long seq) => _outbox.WhenAppliedAsync(seq);

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

    private static async Task<Task> DeliverAsync(INetwork network, PendingMessage message)
    {
        var applied = await network.ApplyAsync(message.Message.Target, new(message));
        return applied.HasMessages ? network.UntilAppliedAsync(applied.Book, applied.Seq) : Task.CompletedTask;
    }
}
