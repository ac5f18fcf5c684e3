using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A shell over <see cref="Book"/> and <see cref="Outbox"/>: reentrant, since the book itself never awaits between a check and its number.
/// Any failed write deactivates it; the next activation claims the book anew and reads it from the journal.
/// </summary>
[Reentrant]
[KeepAlive]
public sealed partial class BookGrain(
    ClearingServices services,
    [PersistentState("outbox", SiloSetup.ProcessStorage)] IPersistentState<OutboxCursor> cursor,
    ILogger<BookGrain> logger) : Grain, IBookGrain
{
    private static readonly TimeSpan CursorPeriod = TimeSpan.FromSeconds(30);

    private Book _book = null!;
    private Outbox _outbox = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        _outbox = new Outbox(name, services.Store, DeliverAsync, services.Clock, logger);
        _book = await Book.OpenAsync(name, services.Store, services.Committer, services.Clock, cancellationToken);
        _book.Written = _outbox.Enqueue;
        await _outbox.StartAsync(cursor.State.Seq);
        this.RegisterGrainTimer(SaveCursorAsync, new GrainTimerCreationOptions(CursorPeriod, CursorPeriod) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _outbox.Dispose();
        return SaveCursorAsync(cancellationToken);
    }

    public async Task<CommitReply> Commit(CommitCall call)
    {
        try
        {
            return new(await _book.CommitAsync(call.Request));
        }
        catch (Exception exception)
        {
            LogWriteFailed(exception, _book.Name);
            if (_book.Failure is not null)
            {
                // Those who wait for messages would keep this activation from going.
                _outbox.Dispose();
                DeactivateOnIdle();
            }
            throw;
        }
    }

    public Task WhenApplied(long seq) => _outbox.WhenAppliedAsync(seq);

    public Task<int> Flush(string? toBook) => _outbox.FlushAsync(toBook);

    public Task<IReadOnlyList<string>> Stopped() => Task.FromResult<IReadOnlyList<string>>(
        [.. _outbox.Stopped.Select(s => $"{s.Message.Key} to {s.Target} in {s.To}: {s.Attempts} attempts, {s.Error.GetType().Name}")]);

    private async Task<Task> DeliverAsync(PendingMessage message)
    {
        var applied = await GrainFactory.Aggregate(message.Message.Target).Apply(new(message));
        return applied.HasMessages ? GrainFactory.WhenAppliedAsync(applied.Book, applied.Seq) : Task.CompletedTask;
    }

    private async Task SaveCursorAsync(CancellationToken cancellation)
    {
        if (_outbox.Cursor > cursor.State.Seq)
        {
            cursor.State.Seq = _outbox.Cursor;
            await cursor.WriteStateAsync(cancellation);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A write to book {Book} failed or was fenced; the book is claimed anew")]
    private partial void LogWriteFailed(Exception exception, string book);
}

/// <summary>
/// Every message with a sequence up to this is applied: where the outbox starts reading after a restart. Only a shortcut.
/// </summary>
[GenerateSerializer]
public sealed class OutboxCursor
{
    [Id(0)]
    public long Seq { get; set; }
}
