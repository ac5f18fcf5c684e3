using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// Turns waiting commits into a numbered, hashed batch, and takes it back when the database refuses it. One batch is out at a time: after
/// <see cref="Number"/> comes <see cref="Settle"/> or <see cref="TakeBack"/>.
/// </summary>
internal sealed class BookNumbering(BookHead head, BookAccounts accounts, TimeProvider clock, IEntryHash hash, BookStanding standing)
{
    private readonly CanonicalEntry _canonical = new();
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _freed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private readonly List<Posting> _posted = [];
    private long _checkpointSeq = standing.CheckpointSeq;
    private long _recorded = standing.LastRecorded;

    public BookHead Head { get; private set; } = head;

    public BookAccounts Accounts => accounts;

    /// <summary>
    /// Checks the candidates in order and answers those that are refused. The batch ends before a candidate that touches a key or a row of an
    /// earlier one in a way one transaction cannot tell apart: it and what follows are left for the next one.
    /// </summary>
    public (BookBatch? Batch, List<WaitingCommit> Numbered, List<WaitingCommit> Left) Number(List<WaitingCommit> candidates)
    {
        _claimed.Clear();
        _freed.Clear();
        _rows.Clear();
        var recorded = Math.Max(_recorded, BusinessTime.From(clock.GetUtcNow()).UnixMicroseconds);
        var entries = new List<NumberedEntry>(candidates.Count);
        var numbered = new List<WaitingCommit>(candidates.Count);
        var previous = Head.Hash;
        var next = 0;
        for (; next < candidates.Count && !Collides(candidates[next].Request); next++)
        {
            var waiting = candidates[next];
            if (!Check(waiting))
            {
                continue;
            }
            Remember(waiting.Request);
            var entry = new NumberedEntry(
                waiting.Request,
                Head.Seq + entries.Count + 1,
                recorded,
                [.. _posted.Select(p => p.Account)],
                [.. _posted.Select(p => p.Fen)],
                MessageJson.Write(waiting.Request.Messages),
                Hash: []);
            entry = entry with { Hash = previous = _canonical.Hash(hash, previous, entry) };
            entries.Add(entry);
            numbered.Add(waiting);
        }
        var left = candidates[next..];
        return entries.Count == 0 ? (null, numbered, left) : (Batch(entries), numbered, left);
    }

    /// <summary>The batch is durable.</summary>
    public void Settle(BookBatch batch)
    {
        Head = Head with { Seq = batch.ToSeq, Hash = batch.ToHash };
        _recorded = batch.Entries[^1].RecordedMicroseconds;
        accounts.Settle();
        if (batch.Checkpoint is not null)
        {
            accounts.Checkpointed();
            _checkpointSeq = batch.ToSeq;
        }
        accounts.Trim();
    }

    /// <summary>Nothing of the batch was written: nothing of it stays in memory either.</summary>
    public void TakeBack() => accounts.UndoTo(0);

    private BookBatch Batch(List<NumberedEntry> entries)
    {
        var batch = new BookBatch(Head.Book, Head.Epoch, Head.Seq, Head.Hash, entries);
        return batch.ToSeq - _checkpointSeq >= Book.CheckpointEveryEntries ? batch with { Checkpoint = accounts.Changed() } : batch;
    }

    /// <summary>Posts the request; answers and undoes it when something stands against it.</summary>
    private bool Check(WaitingCommit waiting)
    {
        var mark = accounts.Mark;
        try
        {
            EntryCheck.Contract(Head.Book, waiting.Request);
            if (EntryCheck.Post(accounts, waiting.Request, _posted) is not { } rejection)
            {
                return true;
            }
            accounts.UndoTo(mark);
            waiting.Result.SetResult(new(CommitStatus.Rejected, Rejection: rejection));
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException)
        {
            // A bug in one request must not stop the book.
            accounts.UndoTo(mark);
            waiting.Result.SetException(e);
        }
        return false;
    }

    /// <summary>
    /// All frees of a transaction come before all its claims, and rows are written once: taking what was freed before is fine, anything else
    /// on the same key or row has to wait for the next batch.
    /// </summary>
    private bool Collides(CommitRequest request) =>
        EntryCheck.KeysOf(request).Any(_claimed.Contains)
        || request.Frees.Any(k => _claimed.Contains(k) || _freed.Contains(k))
        || request.Rows.Any(r => _rows.Contains(r.Row.Id));

    private void Remember(CommitRequest request)
    {
        _claimed.UnionWith(EntryCheck.KeysOf(request));
        _freed.UnionWith(request.Frees);
        foreach (var row in request.Rows)
        {
            _rows.Add(row.Row.Id);
        }
    }
}

/// <summary>What a book loads when it is claimed.</summary>
/// <param name="CheckpointSeq">The entry whose balances are checkpointed; 0 when none.</param>
/// <param name="LastRecorded">System time of the last entry, in microseconds; 0 when there is none.</param>
/// <param name="Controls">Checkpointed balances of the accounts that always stay in memory.</param>
/// <param name="Tail">Sums of the postings after the checkpoint, of every account they touch.</param>
internal sealed record BookStanding(
    long CheckpointSeq, long LastRecorded, IReadOnlyDictionary<string, long> Controls, IReadOnlyDictionary<string, long> Tail);
