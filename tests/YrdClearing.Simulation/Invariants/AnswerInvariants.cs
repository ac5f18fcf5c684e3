using System.Security.Cryptography;
using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Whatever is acknowledged is on the disk at that moment, with the command's id and body, and every later answer to the id is the same
/// entry. The disk never loses what it has; so it stays.
/// </summary>
internal sealed class AcknowledgedIsDurable(Observer observer) : Invariant("acknowledged is durable", observer)
{
    private readonly Dictionary<string, (string Book, long Seq)> _receipts = new(StringComparer.Ordinal);

    /// <summary>A book said that the entry is written.</summary>
    public void Committed(CommitRequest request, long seq)
    {
        var entry = Find(request.Book, seq);
        Require(
            entry is not null && entry.CommandId == request.CommandId && entry.Cause == request.Cause && entry.Event == request.Event,
            $"{request.Book}/{seq} was acknowledged as {request.Event} of {request.Aggregate}; there is {entry?.Event ?? "nothing"}");
    }

    /// <summary>An aggregate said that the message is applied.</summary>
    public void Applied(PendingMessage message) => Require(
        Observer.Disk.Keys.ContainsKey(message.Key.Key) && !Model.Messages.Pending.ContainsKey(message.Key),
        $"{message.Key.Key} was acknowledged, but no entry has it as its cause");

    /// <summary>A client got a receipt.</summary>
    public void Received(Envelope envelope, Receipt receipt)
    {
        var entry = Find(receipt.Book, receipt.Seq);
        var isIt = entry is not null && entry.CommandId == envelope.Id && entry.Aggregate == receipt.Aggregate
            && SHA256.HashData(envelope.Body).AsSpan().SequenceEqual(entry.BodyHash);
        Require(isIt, $"the receipt of {envelope.Id} names {receipt.Book}/{receipt.Seq}, where it is not");
        if (!_receipts.TryAdd(envelope.Id, (receipt.Book, receipt.Seq)) && _receipts[envelope.Id] != (receipt.Book, receipt.Seq))
        {
            Fail($"{envelope.Id} got two receipts, {_receipts[envelope.Id]} and {(receipt.Book, receipt.Seq)}");
        }
    }

    private CommitRequest? Find(string book, long seq)
    {
        var entries = Observer.Disk.Entries(book);
        return seq >= 1 && seq <= entries.Count ? entries[(int)seq - 1].Request : null;
    }
}

/// <summary>
/// A refused command has no entry and never gets one by that asking. An accepted id is never refused, but for another body. Only while
/// another copy of the command, or of its commit, may still come through may one be refused and the other accepted; after the refusal of a
/// retry not even then.
/// </summary>
internal sealed class RejectionChangesNothing(Observer observer) : Invariant("a rejection changes nothing", observer)
{
    private readonly Dictionary<string, Course> _courses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _final = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>A client's command that was never answered; null when there is none.</summary>
    public string? Unanswered => _waiting.FirstOrDefault(w => w.Value > 0).Key;

    /// <summary>Ids that have an entry.</summary>
    public Dictionary<string, byte[]> Accepted { get; } = new(StringComparer.Ordinal);

    public void Sent(string id) => _waiting[id] = _waiting.GetValueOrDefault(id) + 1;

    public void Answered(string id) => _waiting[id]--;

    /// <summary>An aggregate begins with a copy of the command.</summary>
    public void Begins(string id)
    {
        if (!_courses.TryGetValue(id, out var course))
        {
            _courses.Add(id, course = new());
        }
        course.Overlapped = course.UnderWay > 0 || course.IsAnyOnItsWay;
        course.UnderWay++;
        course.Rejected = false;
    }

    /// <summary>It has answered; null: its outcome is unknown to itself.</summary>
    public void Ends(Envelope envelope, CommandReply? reply)
    {
        var course = _courses[envelope.Id];
        course.UnderWay--;
        course.Rejected = reply?.Rejection is not null;
        if (reply is null)
        {
            // Its transaction may come through at any time.
            course.IsUnknown = course.Overlapped = true;
        }
        if (reply?.Rejection is { } rejection && !course.Overlapped && HasEntry(envelope))
        {
            Fail($"{envelope.Id} has an entry, but its aggregate refused it: {rejection.Code.Wire()} {rejection.Detail}");
        }
    }

    /// <summary>A second copy of a command's commit is on its way to its book: one may be refused and the other, later, accepted.</summary>
    public void Doubled(string? id)
    {
        if (id is not null && _courses.TryGetValue(id, out var course))
        {
            course.Copies++;
            course.Overlapped = true;
        }
    }

    /// <summary>The book has answered that copy: no answer of it comes later.</summary>
    public void DoubleServed(string? id)
    {
        if (id is not null && _courses.TryGetValue(id, out var course))
        {
            course.Copies--;
        }
    }

    public override void TakeOver(NumberedEntry entry, JsonElement data)
    {
        if (entry.Request.CommandId is { } id)
        {
            Accepted.TryAdd(id, entry.Request.BodyHash!);
        }
    }

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        TakeOver(entry, data);
        if (entry.Request.CommandId is not { } id)
        {
            return;
        }
        Require(
            !_final.Contains(id),
            $"a retry of {id} was refused, and then an earlier attempt was written at {entry.Request.Book}/{entry.Seq}");
        if (_courses.TryGetValue(id, out var course) && course is { Rejected: true, Overlapped: false })
        {
            Fail($"{id} was refused, and then written at {entry.Request.Book}/{entry.Seq}");
        }
    }

    /// <summary>A client was refused.</summary>
    /// <param name="envelope">What it sent.</param>
    /// <param name="rejection">What it was told.</param>
    /// <param name="wasAccepted">The id had an entry when this attempt was sent.</param>
    /// <param name="isRetry">It said that it had sent it before.</param>
    public void Refused(Envelope envelope, Rejection rejection, bool wasAccepted, bool isRetry)
    {
        if (!Accepted.ContainsKey(envelope.Id))
        {
            Require(
                rejection.Code != RejectionCode.CommandIdReused || Observer.Disk.Keys.ContainsKey(CommitRequest.CommandKey(envelope.Id)),
                $"{envelope.Id} is said to be used, but has neither an entry nor a refusal");
            if (isRetry)
            {
                _final.Add(envelope.Id);
            }
        }
        else if (wasAccepted)
        {
            Require(!HasEntry(envelope), $"{envelope.Id} has an entry, but was refused: {rejection.Code.Wire()} {rejection.Detail}");
            Require(
                rejection.Code == RejectionCode.CommandIdReused,
                $"{envelope.Id} came with another body than was accepted, and was answered {rejection.Code.Wire()}");
        }
    }

    private bool HasEntry(Envelope envelope) =>
        Accepted.TryGetValue(envelope.Id, out var hash) && SHA256.HashData(envelope.Body).AsSpan().SequenceEqual(hash);

    /// <summary>What is known of an id's askings.</summary>
    private sealed class Course
    {
        /// <summary>Copies of the command that aggregates are busy with.</summary>
        public int UnderWay { get; set; }

        /// <summary>Second copies of its commit that no book has answered.</summary>
        public int Copies { get; set; }

        /// <summary>A commit of it ended without an answer.</summary>
        public bool IsUnknown { get; set; }

        /// <summary>The last asking was not alone.</summary>
        public bool Overlapped { get; set; }

        /// <summary>The last asking was refused.</summary>
        public bool Rejected { get; set; }

        public bool IsAnyOnItsWay => Copies > 0 || IsUnknown;
    }
}

/// <summary>A book refuses for want of money only what one of its own states since the asking cannot bear.</summary>
internal sealed class RefusalIsTrue(Observer observer) : Invariant("a refusal is true", observer)
{
    public void Refused(CommitRequest request, Rejection rejection, long fromSeq)
    {
        if (request.Guards.FirstOrDefault(g => g.Code == rejection.Code) is not { } guard || rejection.Available is null)
        {
            return;
        }
        var entries = Observer.Disk.Entries(request.Book);
        var after = new Dictionary<string, long>(Model.Ledger.Of(request.Book), StringComparer.Ordinal);
        Add(after, request);
        for (var seq = entries.Count; seq >= fromSeq; seq--)
        {
            if (Room(after, guard) < 0)
            {
                return;
            }
            for (var i = 0; seq > 0 && i < entries[seq - 1].Accounts.Length; i++)
            {
                after[entries[seq - 1].Accounts[i]] -= entries[seq - 1].Amounts[i];
            }
        }
        Fail($"{request.Book} refused {request.Event} of {request.Aggregate} with {rejection.Code.Wire()}: in no state since did it lack that");
    }

    private void Add(Dictionary<string, long> balances, CommitRequest request)
    {
        var granted = request.Grants.Where(g => !Model.Ledger.WasPosted(request.Book, g.Account)).SelectMany(g => g.Postings);
        foreach (var (account, fen) in request.Postings.Concat(granted))
        {
            balances[account] = balances.GetValueOrDefault(account) + fen;
        }
    }

    private static long Room(Dictionary<string, long> balances, Guard guard) => guard.Kind switch
    {
        GuardKind.CashCovers =>
            balances.GetValueOrDefault("assets:cash") + balances.GetValueOrDefault("liabilities:payments-in-transit"),
        GuardKind.DueToAtMost => guard.LimitFen
            + balances.Where(b => b.Key.StartsWith("liabilities:due-to:", StringComparison.Ordinal)).Sum(b => b.Value),
        GuardKind.CompensationCovers => -balances.GetValueOrDefault("equity:risk-compensation")
            - balances.Where(b => b.Key.StartsWith("assets:subrogation:", StringComparison.Ordinal)).Sum(b => b.Value),
        _ => -balances.GetValueOrDefault(guard.Account),
    };
}
