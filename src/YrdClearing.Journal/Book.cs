using System.Collections.Concurrent;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// One book's single writer. It keeps the balances, checks and numbers the commits in the order they came, and hands them to the committer
/// in batches: while one batch is in the database the next one fills. Commits may come from any thread; all else happens on the scheduler
/// it was opened on (a grain's). After any failure it takes no more work: the book is then opened anew, which fences this one off.
/// </summary>
public sealed class Book
{
    /// <summary>Entries in one batch.</summary>
    public const int MaxBatchEntries = 1_000;

    /// <summary>Commits that may wait for their batch.</summary>
    public const int MaxQueuedCommits = 20_000;

    /// <summary>Balances of a book of the SQL stores are checkpointed with the first batch that ends this many entries after the last
    /// checkpoint.</summary>
    public const int CheckpointEveryEntries = 2_000;

    private readonly JournalStore _store;
    private readonly Committer _committer;
    private readonly BookNumbering _numbering;
    private readonly TaskScheduler _scheduler;
    private readonly ConcurrentQueue<WaitingCommit> _queue = [];

    // Taken from the queue before, to be checked (again) before what is in the queue.
    private List<WaitingCommit> _front = [];
    private List<WaitingCommit> _inDatabase = [];

    // Commits in the queue, and 1 while the loop runs or is about to.
    private int _queued;
    private int _running;
    private volatile Exception? _failure;

    private Book(JournalStore store, Committer committer, BookNumbering numbering)
    {
        _scheduler = TaskScheduler.Current;
        _store = store;
        _committer = committer;
        _numbering = numbering;
    }

    public string Name => _numbering.Head.Book;

    /// <summary>Where the book stands: everything up to its sequence is durable.</summary>
    public BookHead Head => _numbering.Head;

    /// <summary>Commits that wait for their batch. May be asked on any thread.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>True while commits wait or are being written. May be asked on any thread.</summary>
    public bool IsBusy => Queued > 0 || (Volatile.Read(ref _running) != 0 && _failure is null);

    /// <summary>Why the book takes no more work; null while it does.</summary>
    public Exception? Failure => _failure;

    /// <summary>Told of the messages of each written batch, in order, before its commits are answered.</summary>
    public Action<IReadOnlyList<PendingMessage>>? Written { get; set; }

    /// <summary>
    /// Asked with each batch up to which entry every message is applied; <see cref="BookHead.Delivered"/> says it to whoever opens the book
    /// next.
    /// </summary>
    public Func<long>? Delivered { get; set; }

    /// <summary>Told once, when the book has failed and before those who wait are.</summary>
    public Action? Failed { get; set; }

    /// <summary>Claims the book for this writer, fencing off any earlier one, and loads its balances.</summary>
    public static async Task<Book> OpenAsync(
        string name, JournalStore store, Committer committer, TimeProvider clock, CancellationToken cancellation, IEntryHash? hash = null)
    {
        var head = await store.ClaimAsync(name, cancellation);
        // From here on nobody else writes this book (or we are fenced off), so several reads see one state.
        var standing = await store.StandingAsync(head, cancellation);
        var accounts = new BookAccounts();
        foreach (var (account, fen) in standing.Controls)
        {
            accounts.Load(account, fen);
        }
        var missing = standing.Tail.Keys.Where(accounts.IsMissing).ToHashSet(StringComparer.Ordinal);
        await LoadAsync(store, name, accounts, missing, cancellation);
        foreach (var (account, fen) in standing.Tail)
        {
            accounts.Post(account, fen);
        }
        accounts.Settle();
        var numbering = new BookNumbering(head, accounts, clock, hash ?? Sha256EntryHash.Instance, standing, store.CheckpointEveryEntries);
        return new(store, committer, numbering);
    }

    /// <summary>
    /// Checks, numbers and writes the request. Completes when the entry is durable or refused.
    /// </summary>
    /// <exception cref="BookFencedException">Another writer has the book; nothing was written.</exception>
    /// <exception cref="CommitUnknownException">The database did not say; the command id answers the retry.</exception>
    /// <exception cref="BookOverloadedException">Too many commits wait; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The request breaks its contract (a bug of its sender); nothing was written.</exception>
    public Task<CommitResult> CommitAsync(CommitRequest request)
    {
        if (_failure is { } failure)
        {
            return Task.FromException<CommitResult>(failure);
        }
        if (Interlocked.Increment(ref _queued) > MaxQueuedCommits)
        {
            Interlocked.Decrement(ref _queued);
            return Task.FromException<CommitResult>(new BookOverloadedException(Name));
        }
        var waiting = new WaitingCommit(request);
        _queue.Enqueue(waiting);
        StartUnlessRunning();
        if (_failure is not null)
        {
            // It failed in between: nobody else may look into the queue again.
            FailQueued();
        }
        return waiting.Result.Task;
    }

    /// <summary>
    /// True when the book has this entry. False while the answer to its write is awaited; and when another writer has made it, who must
    /// have claimed the book: then this one takes no more work. To be asked on the scheduler it was opened on.
    /// </summary>
    public bool Knows(long seq)
    {
        if (seq > Head.Seq && Interlocked.Exchange(ref _running, 1) == 0)
        {
            // It goes on "running": nothing is ever written by it again.
            Fail(new BookFencedException(Name));
        }
        return seq <= Head.Seq;
    }

    private void StartUnlessRunning()
    {
        if (Interlocked.Exchange(ref _running, 1) == 0)
        {
            _ = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            // Lets those who are about to ask in this very turn come along.
            await Task.Yield();
            while (_front.Count > 0 || !_queue.IsEmpty)
            {
                await WriteNextAsync();
            }
        }
        catch (Exception e)
        {
            // It goes on "running": nothing is ever written by it again.
            Fail(e as BookFencedException ?? (Exception)new CommitUnknownException(Name, e));
            return;
        }
        Interlocked.Exchange(ref _running, 0);
        if (!_queue.IsEmpty)
        {
            StartUnlessRunning();
        }
    }

    private async Task WriteNextAsync()
    {
        var candidates = Take();
        // Candidates stay in hand's reach of Fail until they are answered.
        _inDatabase = candidates;
        var missing = EntryCheck.AccountsOf(candidates, _numbering.Accounts.IsMissing);
        await LoadAsync(_store, Name, _numbering.Accounts, missing, CancellationToken.None);

        var (batch, examined, left) = _numbering.Number(candidates, Delivered?.Invoke() ?? 0);
        _inDatabase = examined;
        _front = left;
        if (batch is null)
        {
            // Nothing was posted before them: they were refused on what is durable, unless another writer has gone on meanwhile.
            await BeCurrentAsync();
            await AnswerAsync(examined, firstSeq: 0);
            return;
        }
        var result = await _committer.WriteAsync(batch);
        switch (result.Status)
        {
            case BatchStatus.Written:
                _numbering.Settle(batch);
                Announce(batch);
                await AnswerAsync(examined, batch.FromSeq + 1);
                break;
            case BatchStatus.Conflict:
                _numbering.TakeBack();
                _front = [.. AnswerConflicts(examined, result.Conflicts), .. left];
                _inDatabase = [];
                break;
            case BatchStatus.Fenced:
                Telemetry.BookFenced();
                throw new BookFencedException(Name);
            default:
                throw new InvalidOperationException($"Batch status {result.Status} is unknown.");
        }
    }

    /// <summary>
    /// A writer that only refuses would never learn that another has the book, and would go on refusing on cash or caps of long ago.
    /// </summary>
    /// <exception cref="BookFencedException">The book is not what this writer left.</exception>
    private async Task BeCurrentAsync()
    {
        if (!await _store.IsHeadAsync(_numbering.Head, CancellationToken.None))
        {
            throw new BookFencedException(Name);
        }
    }

    /// <summary>
    /// Answers what was examined, now that all it was based on is durable. What was refused may be the repetition of something accepted
    /// long ago, or its key may be taken: that outranks the refusal, so it is looked up first.
    /// </summary>
    private async Task AnswerAsync(List<WaitingCommit> examined, long firstSeq)
    {
        var refused = examined.FindAll(static w => w.IsRefused);
        foreach (var waiting in examined)
        {
            if (!waiting.IsRefused)
            {
                waiting.Result.SetResult(new(CommitStatus.Written, firstSeq + waiting.Entry));
            }
        }
        _inDatabase = refused;
        if (refused.Count > 0)
        {
            var keys = refused.SelectMany(w => w.Keys.Select(k => k.Key)).ToHashSet(StringComparer.Ordinal);
            var taken = (await _store.FindKeysAsync(keys, CancellationToken.None)).Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
            refused.ForEach(w => w.AnswerRefused(taken));
        }
        _inDatabase = [];
    }

    /// <summary>Answers the offenders; the others, refused ones included, are returned to be checked again in their order.</summary>
    private static List<WaitingCommit> AnswerConflicts(List<WaitingCommit> examined, IReadOnlyList<EntryConflict> conflicts)
    {
        var offences = conflicts.ToLookup(c => c.Index, c => c.TakenKey);
        var again = new List<WaitingCommit>(examined.Count);
        foreach (var waiting in examined)
        {
            if (!waiting.IsRefused && offences.Contains(waiting.Entry))
            {
                waiting.AnswerConflict([.. offences[waiting.Entry]]);
            }
            else
            {
                again.Add(waiting);
            }
        }
        return again.Count < examined.Count
            ? again
            : throw new InvalidOperationException("A batch was refused for a conflict of none of its entries.");
    }

    private void Announce(BookBatch batch)
    {
        if (Written is null)
        {
            return;
        }
        var messages = new List<PendingMessage>();
        foreach (var entry in batch.Entries)
        {
            var request = entry.Request;
            for (var i = 0; i < request.Messages.Count; i++)
            {
                var message = request.Messages[i];
                messages.Add(new(new(Name, entry.Seq, message.N), request.Actor, request.At, message));
            }
        }
        if (messages.Count > 0)
        {
            Written(messages);
        }
    }

    private List<WaitingCommit> Take()
    {
        var taken = _front;
        _front = [];
        while (taken.Count < MaxBatchEntries && _queue.TryDequeue(out var next))
        {
            Interlocked.Decrement(ref _queued);
            taken.Add(next);
        }
        return taken;
    }

    private static async Task LoadAsync(
        JournalStore store, string book, BookAccounts accounts, HashSet<string> missing, CancellationToken cancellation)
    {
        if (missing.Count == 0)
        {
            return;
        }
        var found = await store.CheckpointedAsync(book, missing, cancellation);
        foreach (var account in missing)
        {
            accounts.Load(account, found.TryGetValue(account, out var fen) ? fen : null);
        }
    }

    private void Fail(Exception failure)
    {
        _failure = failure;
        Failed?.Invoke();
        foreach (var waiting in _inDatabase.Concat(_front))
        {
            waiting.Result.TrySetException(failure);
        }
        _inDatabase = [];
        _front = [];
        FailQueued();
    }

    private void FailQueued()
    {
        while (_queue.TryDequeue(out var waiting))
        {
            waiting.Result.TrySetException(_failure!);
        }
    }
}
