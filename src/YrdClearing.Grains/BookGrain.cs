using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A shell over a <see cref="RunningBook"/>: reentrant, since the book itself never awaits between a check and its number. After a failed
/// write it goes; the next activation claims the book anew and reads it from the journal.
/// </summary>
[Reentrant]
[KeepAlive]
public sealed partial class BookGrain(
    ClearingServices services,
    INetwork network,
    LocalGrains local,
    [PersistentState("outbox", SiloSetup.ProcessStorage)] IPersistentState<OutboxCursor> cursor,
    ILogger<BookGrain> logger) : Grain, IBookGrain
{
    private static readonly TimeSpan CursorPeriod = TimeSpan.FromSeconds(30);

    private RunningBook _book = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        _book = await RunningBook.OpenAsync(name, services, network, cursor.State.Seq, logger, cancellationToken);
        _book.Failed = OnFailed;
        local.Add(_book);
        this.RegisterGrainTimer(SaveCursorAsync, new GrainTimerCreationOptions(CursorPeriod, CursorPeriod) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_book is null)
        {
            // It could not be opened.
            return Task.CompletedTask;
        }
        local.Remove(_book);
        _book.Dispose();
        return SaveCursorAsync(cancellationToken);
    }

    public async Task<CommitReply> Commit(CommitCall call) => new(await _book.CommitAsync(call.Request));

    public Task WhenApplied(long seq) => _book.WhenAppliedAsync(seq);

    public Task<int> Flush(string? toBook) => _book.FlushAsync(toBook);

    public Task<IReadOnlyList<string>> Stopped() => Task.FromResult<IReadOnlyList<string>>(
        [.. _book.Stopped.Select(s => $"{s.Message.Key} to {s.Target} in {s.To}: {s.Attempts} attempts, {s.Error.GetType().Name}")]);

    private void OnFailed()
    {
        LogWriteFailed(_book.Failure, _book.Name);
        local.Remove(_book);
        DeactivateOnIdle();
    }

    private async Task SaveCursorAsync(CancellationToken cancellation)
    {
        if (_book.Cursor > cursor.State.Seq)
        {
            cursor.State.Seq = _book.Cursor;
            await cursor.WriteStateAsync(cancellation);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A write to book {Book} failed or was fenced; the book is claimed anew")]
    private partial void LogWriteFailed(Exception? exception, string book);
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
