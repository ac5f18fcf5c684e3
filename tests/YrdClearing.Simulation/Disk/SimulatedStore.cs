using System.Data.Common;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Disk;

/// <summary>
/// One node's connection to the disk. Everything takes its time, and what a fault does to a write is its caller's to find out: an answer
/// that is lost, a transaction that never came, or one that comes late.
/// </summary>
/// <param name="disk">The database.</param>
/// <param name="scheduler">Where time passes.</param>
/// <param name="faults">What becomes of transactions and reads.</param>
/// <param name="isAlive">False once the process was killed.</param>
/// <param name="writer">The thread of the one connection that writes, when the store merges what waits for it, as SQLite's does; null when
/// the committer merges, as for PostgreSQL.</param>
internal sealed class SimulatedStore(
    SimulatedDisk disk, SimulatedScheduler scheduler, DiskFaults faults, Func<bool> isAlive, Strand? writer) : JournalStore
{
    /// <summary>Pieces of work in one transaction of a store that merges.</summary>
    private const int MaxMergedWork = 64;

    private readonly Queue<Work> _waiting = [];
    private bool _busy;

    public override bool IsPostgres => false;

    internal override bool MergesWrites => writer is not null;

    /// <summary>Few, so that checkpoints fall into every run.</summary>
    internal override int CheckpointEveryEntries => 60;

    /// <summary>The epochs under which this node claimed its books.</summary>
    public Dictionary<string, long> Epochs { get; } = new(StringComparer.Ordinal);

    internal override Task<BookHead> ClaimAsync(string book, CancellationToken cancellation) => Write(() =>
    {
        var head = disk.Claim(book);
        Epochs[book] = head.Epoch;
        return head;
    });

    internal override Task<IReadOnlyList<BatchResult>> WriteAsync(IReadOnlyList<BookBatch> batches, CancellationToken cancellation)
    {
        // The committer uses its list again.
        var taken = batches.ToList();
        return Write<IReadOnlyList<BatchResult>>(() => [.. taken.Select(disk.Write)]);
    }

    internal override Task<bool> IsHeadAsync(BookHead head, CancellationToken cancellation) => Read(() =>
        disk.Heads.TryGetValue(head.Book, out var now) && now.Seq == head.Seq && now.Epoch == head.Epoch);

    internal override Task<BookStanding> StandingAsync(BookHead head, CancellationToken cancellation) =>
        // Between the two somebody else may have claimed and written the book: then this writer is fenced off and its balances do not matter.
        Read(() => disk.Standing(head));

    internal override Task<IReadOnlyDictionary<string, long>> CheckpointedAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) => Read(() => disk.Checkpointed(book, accounts));

    public override Task<IReadOnlyList<StoredRow>> LoadAsync(string aggregate, CancellationToken cancellation) =>
        Read(() => disk.Load(aggregate));

    public override Task<IReadOnlyList<StoredKey>> FindKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Read(() => disk.Find(keys));

    public override Task<StoredKey> TakeKeyAsync(string key, string value, CancellationToken cancellation) =>
        Write(() => disk.Take(key, value));

    public override Task<StoredReceipt?> FindReceiptAsync(string commandId, CancellationToken cancellation) =>
        Read(() => disk.Receipt(commandId));

    public override Task<IReadOnlyDictionary<string, long>> BalancesAsync(
        string book, IReadOnlyCollection<string> accounts, CancellationToken cancellation) => Read<IReadOnlyDictionary<string, long>>(
            () => disk.Current(book).Where(b => accounts.Contains(b.Key)).ToDictionary(StringComparer.Ordinal));

    public override Task<IReadOnlyList<string>> BooksAsync(CancellationToken cancellation) =>
        Read<IReadOnlyList<string>>(() => [.. disk.Heads.Keys.Order(StringComparer.Ordinal)]);

    public override Task<IReadOnlyList<DueRow>> DueAsync(
        string book, string kind, DateOnly day, DueRow after, int limit, CancellationToken cancellation) =>
        Read(() => disk.Due(book, kind, day, after, limit));

    public override Task<IReadOnlyList<ObligationSum>> ObligationsAsync(
        string book, long fromSeq, long toSeq, CancellationToken cancellation) => Read(() => disk.Obligations(book, fromSeq, toSeq));

    public override Task<IReadOnlyList<ObligationSum>> MirrorsAsync(
        string book, string causeBook, long fromSeq, long toSeq, CancellationToken cancellation) =>
        Read(() => disk.Mirrors(book, causeBook, fromSeq, toSeq));

    public override Task<IReadOnlyList<PendingMessage>> PendingAsync(
        string book, long afterSeq, int limit, string? toBook, CancellationToken cancellation) =>
        Read(() => disk.Pending(book, afterSeq, limit, toBook));

    public override Task<IReadOnlyList<EntryPlace>?> CausedAsync(string book, long seq, CancellationToken cancellation) =>
        Read(() => disk.Caused(book, seq));

    public override Task<string?> MetaAsync(string name, CancellationToken cancellation) => Read<string?>(() => null);

    public override Task SetMetaAsync(string name, string value, CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody keeps values here.");

    public override Task<string> AddMetaAsync(string name, string value, CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody keeps values here.");

    public override Task RecordReplayedAsync(
        string file, string hash, IReadOnlyList<ReplayedLine> lines, CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody replays files here.");

    public override Task<IReadOnlyDictionary<int, ReplayedLine>> ReplayedAsync(
        string file, string hash, CancellationToken cancellation) => throw new NotSupportedException("Nobody replays files here.");

    public override Task<DbConnection> OpenReadAsync(CancellationToken cancellation) =>
        throw new NotSupportedException("There is no SQL here.");

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Write<T>(Func<T> transaction)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = default(T)!;
        var work = new Work(
            () => result = transaction(), () => answer.TrySetResult(result), why => answer.TrySetException(new DiskException(why)));
        if (writer is null)
        {
            Transact([work], over: null);
        }
        else
        {
            _waiting.Enqueue(work);
            writer.Run(MergeUnlessBusy);
        }
        return answer.Task;
    }

    /// <summary>One transaction for all that waits.</summary>
    private void MergeUnlessBusy()
    {
        if (_busy || _waiting.Count == 0)
        {
            return;
        }
        _busy = true;
        var merged = new List<Work>();
        while (merged.Count < MaxMergedWork && _waiting.TryDequeue(out var next))
        {
            merged.Add(next);
        }
        Transact(merged, over: () =>
        {
            _busy = false;
            writer!.Run(MergeUnlessBusy);
        });
    }

    /// <summary>All of the work or nothing, with one fate.</summary>
    private void Transact(List<Work> all, Action? over)
    {
        var fate = faults.OfWrite();
        if (fate == WriteFate.Never)
        {
            scheduler.After(faults.WriteMicroseconds(), () =>
            {
                all.ForEach(w => w.Fail("The disk is full."));
                over?.Invoke();
            });
            return;
        }
        var late = fate == WriteFate.Late;
        if (late)
        {
            // The writer gives up long before its transaction comes through.
            scheduler.After(faults.WriteMicroseconds(), () => all.ForEach(w => w.Fail("No answer from the disk.")));
        }
        scheduler.After(late ? faults.LateMicroseconds() : faults.WriteMicroseconds(), () =>
        {
            // A process that is killed before its transaction was sent takes it along.
            if (!isAlive() && faults.IsLostWithItsProcess())
            {
                return;
            }
            faults.Step();
            all.ForEach(w => w.Run());
            scheduler.After(faults.AnswerMicroseconds(), () => all.ForEach(w => Answer(w, fate == WriteFate.Unanswered)));
            over?.Invoke();
        });
    }

    private static void Answer(Work work, bool unanswered)
    {
        if (unanswered)
        {
            work.Fail("The connection broke.");
        }
        else
        {
            work.Answer();
        }
    }

    private Task<T> Read<T>(Func<T> query)
    {
        if (faults.ReadsAtOnce())
        {
            return Task.FromResult(query());
        }
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (faults.BreaksRead())
        {
            scheduler.After(faults.AnswerMicroseconds(), () => answer.TrySetException(new DiskException("The connection broke.")));
            return answer.Task;
        }
        // It sees one state and is told of it later.
        scheduler.After(faults.ReadMicroseconds(), () =>
        {
            var result = query();
            scheduler.After(faults.AnswerMicroseconds(), () => answer.TrySetResult(result));
        });
        return answer.Task;
    }
}

/// <summary>A claim or the batches of a commit, and how its caller is told.</summary>
internal sealed record Work(Action Run, Action Answer, Action<string> Fail);

/// <summary>The disk failed, or its answer was lost.</summary>
internal sealed class DiskException(string message) : DbException(message);
