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
    ILogger<BookGrain> logger) : Grain, IBookGrain
{
    private RunningBook _book = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        _book = await RunningBook.OpenAsync(name, services, network, logger, cancellationToken);
        _book.Failed = OnFailed;
        local.Add(_book);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Null when it could not be opened.
        if (_book is not null)
        {
            local.Remove(_book);
            _book.Dispose();
        }
        return Task.CompletedTask;
    }

    public async Task<CommitReply> Commit(CommitCall call) => new(await _book.CommitAsync(call.Request));

    public Task WhenApplied(long seq) => _book.WhenAppliedSoonAsync(seq);

    public Task<int> Flush(string? toBook) => _book.FlushAsync(toBook);

    public Task<IReadOnlyList<string>> Stopped() => Task.FromResult<IReadOnlyList<string>>(
        [.. _book.Stopped.Select(s => $"{s.Message.Key} to {s.Target} in {s.To}: {s.Attempts} attempts, {s.Error.GetType().Name}")]);

    private void OnFailed()
    {
        LogWriteFailed(_book.Failure, _book.Name);
        local.Remove(_book);
        DeactivateOnIdle();
    }

    [LoggerMessage(1, LogLevel.Warning, "A write to book {Book} failed or was fenced; the book is claimed anew")]
    private partial void LogWriteFailed(Exception? exception, string book);
}
