using System.Diagnostics;
using System.Threading.Channels;

namespace YrdClearing.Journal;

/// <summary>
/// Merges the waiting batches of this process's books into one transaction, a few transactions at a time: while some are in the database,
/// the next fills. There is one for a process and database. Safe to call from several threads.
/// </summary>
public sealed class Committer : IAsyncDisposable
{
    /// <summary>A transaction takes no further batch once it has this many entries.</summary>
    public const int MaxMergedEntries = 4_000;

    /// <summary>
    /// Transactions in the database at the same time: one reaches the disk while the other computes. More would be smaller ones, each with
    /// its own cost.
    /// </summary>
    public const int MaxTransactions = 2;

    private readonly JournalStore _store;

    // Unbounded, but a book has one batch under way at a time.
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    private readonly Task[] _loops;

    /// <param name="store">Where the batches go.</param>
    /// <param name="scheduler">Where the committer's loops run; null: on the thread pool.</param>
    public Committer(JournalStore store, TaskScheduler? scheduler = null)
    {
        _store = store;
        _loops = [.. Enumerable.Range(0, MaxTransactions).Select(_ => Task.Factory.StartNew(
            RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler ?? TaskScheduler.Default).Unwrap())];
    }

    /// <summary>Writes a batch with whatever else waits. An exception means that the outcome is unknown, or that it failed.</summary>
    internal Task<BatchResult> WriteAsync(BookBatch batch)
    {
        if (_store.MergesWrites)
        {
            return WriteAloneAsync(batch);
        }
        var waiting = new Waiting(batch);
        return _waiting.Writer.TryWrite(waiting)
            ? waiting.Result.Task
            : Task.FromException<BatchResult>(new ObjectDisposedException(nameof(Committer)));
    }

    /// <summary>Finishes what waits and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_loops).ConfigureAwait(false);
    }

    // Its awaits return to the book's scheduler, without a way round over the thread pool.
    private async Task<BatchResult> WriteAloneAsync(BookBatch batch) => (await StoreAsync([batch]))[0];

    private async Task<IReadOnlyList<BatchResult>> StoreAsync(IReadOnlyList<BookBatch> batches)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var results = await _store.WriteAsync(batches, CancellationToken.None);
            Telemetry.Committed(batches.Sum(b => b.Entries.Count), Stopwatch.GetElapsedTime(started));
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i].Status == BatchStatus.Failed)
                {
                    Telemetry.CommitFailed();
                }
            }
            return results;
        }
        catch
        {
            Telemetry.CommitFailed();
            throw;
        }
    }

    // Its awaits return to the scheduler it was given, so that a simulated one decides about all of it.
    private async Task RunAsync()
    {
        var merged = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            merged.Clear();
            var entries = 0;
            while (entries < MaxMergedEntries && _waiting.Reader.TryRead(out var next))
            {
                merged.Add(next);
                entries += next.Batch.Entries.Count;
            }
            // Every loop is woken by a batch, and one of them gets it.
            if (merged.Count > 0)
            {
                await WriteMergedAsync(merged);
            }
        }
    }

    private async Task WriteMergedAsync(List<Waiting> merged)
    {
        try
        {
            var results = await StoreAsync(merged.ConvertAll(w => w.Batch));
            for (var i = 0; i < merged.Count; i++)
            {
                merged[i].Answer(results[i]);
            }
        }
        catch (Exception e)
        {
            // Whatever broke, each book answers its callers with "unknown" and is claimed anew; the committer goes on.
            foreach (var waiting in merged)
            {
                waiting.Result.TrySetException(e);
            }
        }
    }

    private sealed class Waiting(BookBatch batch)
    {
        public BookBatch Batch => batch;

        /// <summary>Completed away from the committer's loops, which must not run the books' continuations.</summary>
        public TaskCompletionSource<BatchResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>A batch that failed is an exception to its book, as it is where the store merges.</summary>
        public void Answer(BatchResult result)
        {
            if (result.Failure is { } failure)
            {
                Result.SetException(failure);
            }
            else
            {
                Result.SetResult(result);
            }
        }
    }
}
