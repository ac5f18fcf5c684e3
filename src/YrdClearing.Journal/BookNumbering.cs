using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>
/// Turns waiting commits into a numbered, hashed batch, and takes it back when the database refuses it. One batch is out at a time: after
/// <see cref="Number"/> comes <see cref="Settle"/> or <see cref="TakeBack"/>.
/// </summary>
internal sealed class BookNumbering(
    BookHead head, BookAccounts accounts, TimeProvider clock, IEntryHash hash, BookStanding standing, int checkpointEveryEntries)
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
    /// Checks the candidates in order and numbers those that nothing stands against. What is refused is not answered yet: it was refused on
    /// balances that are not durable. The batch ends before a candidate that touches a key or a row of an earlier one in a way one
    /// transaction cannot tell apart: it and what follows are left for the next one. There is no batch when all are refused.
    /// </summary>
    /// <param name="candidates">In the order they came.</param>
    /// <param name="delivered">Every message of entries up to this one is applied, as far as its outbox knows.</param>
    public (BookBatch? Batch, List<WaitingCommit> Examined, List<WaitingCommit> Left) Number(List<WaitingCommit> candidates, long delivered)
    {
        _claimed.Clear();
        _freed.Clear();
        _rows.Clear();
        var recorded = Math.Max(_recorded, BusinessTime.From(clock.GetUtcNow()).UnixMicroseconds);
        var entries = new List<NumberedEntry>(candidates.Count);
        var previous = Head.Hash;
        var next = 0;
        for (; next < candidates.Count && !Collides(candidates[next]); next++)
        {
            var waiting = candidates[next];
            if (!Check(waiting))
            {
                continue;
            }
            Remember(waiting);
            var entry = new NumberedEntry(
                waiting.Request,
                Head.Seq + entries.Count + 1,
                recorded,
                waiting.Keys,
                AccountsOfPosted(),
                AmountsOfPosted(),
                MessageJson.Write(waiting.Request.Messages));
            entry.Hash = previous = _canonical.Hash(hash, previous, entry);
            waiting.Entry = entries.Count;
            entries.Add(entry);
        }
        return (entries.Count == 0 ? null : Batch(entries, delivered), candidates[..next], candidates[next..]);
    }

    /// <summary>The batch is durable.</summary>
    public void Settle(BookBatch batch)
    {
        Head = Head with { Seq = batch.ToSeq, Hash = batch.ToHash, Delivered = batch.Delivered };
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

    private BookBatch Batch(List<NumberedEntry> entries, long delivered)
    {
        var batch = new BookBatch(Head.Book, Head.Epoch, Head.Seq, Head.Hash, entries) { Delivered = Math.Max(delivered, Head.Delivered) };
        return batch.ToSeq - _checkpointSeq >= checkpointEveryEntries ? batch with { Checkpoint = accounts.Changed() } : batch;
    }

    /// <summary>Posts the request; undoes it and notes why when something stands against it.</summary>
    private bool Check(WaitingCommit waiting)
    {
        var mark = accounts.Mark;
        waiting.Forget();
        try
        {
            EntryCheck.Contract(Head.Book, waiting.Request, waiting.Keys);
            waiting.Rejection = EntryCheck.Post(accounts, waiting.Request, _posted);
        }
        catch (OverflowException) when (waiting.Request.CommandId is not null)
        {
            waiting.Rejection = new(RejectionCode.InvalidAmount, Detail: "A balance would pass what 64 bits hold.");
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException)
        {
            // A bug in one request must not stop the book.
            waiting.Bug = e;
        }
        if (!waiting.IsRefused)
        {
            return true;
        }
        accounts.UndoTo(mark);
        return false;
    }

    /// <summary>
    /// All frees of a transaction come before all its claims, and rows are written once and after all facts are looked at: taking what was
    /// freed before is fine, anything else on the same key or row has to wait for the next batch.
    /// </summary>
    private bool Collides(WaitingCommit waiting)
    {
        foreach (var key in waiting.Keys)
        {
            if (_claimed.Contains(key.Key))
            {
                return true;
            }
        }
        var (frees, rows) = (waiting.Request.Frees, waiting.Request.Rows);
        for (var i = 0; i < frees.Count; i++)
        {
            if (_claimed.Contains(frees[i]) || _freed.Contains(frees[i]))
            {
                return true;
            }
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (_rows.Contains(rows[i].Row.Id))
            {
                return true;
            }
        }
        var facts = waiting.Request.Facts;
        for (var i = 0; i < facts.Count; i++)
        {
            // Decided before it knew of an entry that it would come after.
            if (_rows.Contains(facts[i].Id))
            {
                return true;
            }
        }
        return false;
    }

    private void Remember(WaitingCommit waiting)
    {
        foreach (var key in waiting.Keys)
        {
            _claimed.Add(key.Key);
        }
        var (frees, rows) = (waiting.Request.Frees, waiting.Request.Rows);
        for (var i = 0; i < frees.Count; i++)
        {
            _freed.Add(frees[i]);
        }
        for (var i = 0; i < rows.Count; i++)
        {
            _rows.Add(rows[i].Row.Id);
        }
    }

    private string[] AccountsOfPosted()
    {
        var accounts = new string[_posted.Count];
        for (var i = 0; i < accounts.Length; i++)
        {
            accounts[i] = _posted[i].Account;
        }
        return accounts;
    }

    private long[] AmountsOfPosted()
    {
        var amounts = new long[_posted.Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = _posted[i].Fen;
        }
        return amounts;
    }
}

/// <summary>What a book loads when it is claimed.</summary>
/// <param name="CheckpointSeq">The entry whose balances are checkpointed; 0 when none.</param>
/// <param name="LastRecorded">System time of the last entry, in microseconds; 0 when there is none.</param>
/// <param name="Controls">Checkpointed balances of the accounts that always stay in memory.</param>
/// <param name="Tail">Sums of the postings after the checkpoint, of every account they touch.</param>
internal sealed record BookStanding(
    long CheckpointSeq, long LastRecorded, IReadOnlyDictionary<string, long> Controls, IReadOnlyDictionary<string, long> Tail);
