using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A shell over a <see cref="RunningBook"/>: reentrant, since the book itself never awaits between a check and its number. After a failed
/// write it goes; the next activation claims the book anew and reads it from the journal.
/// </summary>
[Reentrant]
[KeepAlive]
[PlacedAsBook]
public sealed partial class BookGrain(
    ClearingServices services,
    INetwork network,
    LocalGrains local,
    ILogger<BookGrain> logger) : Grain, IBookGrain
{
    /// <summary>The longest that a book which is to leave waits for its queue to be empty.</summary>
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(2);

    private RunningBook _book = null!;
    private bool _isSentAway;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        _book = await RunningBook.OpenAsync(name, services, network, logger, cancellationToken);
        _book.Failed = OnFailed;
        _book.Leaves = LeaveAsync;
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
        if (_isSentAway)
        {
            Telemetry.BookMoved(migrated: reason.ReasonCode == DeactivationReasonCode.Migrating);
        }
        return Task.CompletedTask;
    }

    public async Task<CommitReply> Commit(CommitCall call) => new(await _book.CommitAsync(call.Request));

    // A payout decides on the thread pool, not between two batches of its book.
    public Task<CommandReply> Execute(string payout, CommandCall call) => Task.Run(() => local.ExecuteAsync(_book, payout, call));

    public Task<AppliedReply> Apply(string payout, Delivery delivery) => Task.Run(() => local.ApplyAsync(_book, payout, delivery));

    public Task WhenApplied(long seq) => _book.WhenAppliedSoonAsync(seq);

    public Task<int> Flush(string? toBook) => _book.FlushAsync(toBook, RunningBook.LongestWait);

    public Task<IReadOnlyList<string>> Stopped() => Task.FromResult<IReadOnlyList<string>>(
        [.. _book.Stopped.Select(s => $"{s.Message.Key} to {s.Target} in {s.To}: {s.Attempts} attempts, {s.Error.GetType().Name}")]);

    private async Task LeaveAsync()
    {
        // Who is in this silo calls from now on; what it has handed in already is answered first.
        local.Remove(_book);
        using var patience = new CancellationTokenSource(LongestLeave, services.Clock);
        await _book.UntilQuietAsync(patience.Token);
        // Those who wait for messages would keep the grain from going; told to ask again, they find its next activation.
        _book.Dispose();
        LogLeft(_book.Name);
        _isSentAway = true;
        // Its entry in the directory goes over with it. Were it taken out first, whoever remembers the old place would wake it there again.
        MigrateOnIdle();
    }

    private void OnFailed()
    {
        LogWriteFailed(_book.Failure, _book.Name);
        local.Remove(_book);
        DeactivateOnIdle();
    }

    [LoggerMessage(2, LogLevel.Information, "The book {Book} leaves for the silo on which it belongs")]
    private partial void LogLeft(string book);

    [LoggerMessage(1, LogLevel.Warning, "A write to book {Book} failed or was fenced; the book is claimed anew")]
    private partial void LogWriteFailed(Exception? exception, string book);
}
