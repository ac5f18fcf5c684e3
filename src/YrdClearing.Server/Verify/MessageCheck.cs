using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Every message is applied at most once, by an entry of the book and the aggregate that it was sent to; the others are in flight, and
/// their book knows that it has to send them. Collects on the way what is in flight between books.
/// </summary>
internal sealed class MessageCheck : Check
{
    private readonly Scratch _scratch;
    private readonly IReadOnlyDictionary<string, StoredHead> _heads;
    private readonly Action<object?[]> _send, _apply, _obligation, _settle;

    public MessageCheck(Scratch scratch, IReadOnlyDictionary<string, StoredHead> heads) : base("messages are applied once")
    {
        _scratch = scratch;
        _heads = heads;
        scratch.Run(
            """
            CREATE TABLE sent (book TEXT, seq INTEGER, n INTEGER, receiver TEXT, target TEXT, type TEXT,
                PRIMARY KEY (book, seq, n)) WITHOUT ROWID;
            CREATE TABLE applied (cause_book TEXT, cause_seq INTEGER, cause_n INTEGER, book TEXT, seq INTEGER, aggregate TEXT,
                PRIMARY KEY (cause_book, cause_seq, cause_n, book, seq)) WITHOUT ROWID;
            CREATE TABLE obligation (book TEXT, seq INTEGER, kind TEXT, counterparty TEXT, fen INTEGER, cause_book TEXT, cause_seq INTEGER,
                PRIMARY KEY (book, seq)) WITHOUT ROWID;
            CREATE TABLE settling (book TEXT, seq INTEGER, n INTEGER, debtor TEXT, creditor TEXT, fen INTEGER, payable INTEGER);
            CREATE VIEW in_flight AS SELECT * FROM sent s WHERE NOT EXISTS (
                SELECT 1 FROM applied a WHERE a.cause_book = s.book AND a.cause_seq = s.seq AND a.cause_n = s.n);
            """);
        _send = scratch.Prepare("INSERT INTO sent VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _apply = scratch.Prepare("INSERT INTO applied VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _obligation = scratch.Prepare("INSERT INTO obligation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _settle = scratch.Prepare("INSERT INTO settling VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    }

    public override void Entry(StoredEntry entry)
    {
        if (entry.CauseBook is not null)
        {
            _apply([entry.CauseBook, entry.CauseSeq, entry.CauseN, entry.Book, entry.Seq, entry.Aggregate]);
        }
        if (entry.DueKind is not null)
        {
            _obligation([entry.Book, entry.Seq, entry.DueKind, entry.DueBook, entry.DueFen, entry.CauseBook, entry.CauseSeq]);
        }
        if (entry.Messages is null)
        {
            return;
        }
        using var messages = JsonDocument.Parse(entry.Messages);
        foreach (var message in messages.RootElement.EnumerateArray())
        {
            var n = message.Fen("n");
            _send([entry.Book, entry.Seq, n, message.Text("to"), message.Text("target"), message.Text("type")]);
            if (message.Text("type") == "clearing.settle-book.1")
            {
                Settling(entry, n, message.GetProperty("command"));
            }
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT cause_book, cause_seq, cause_n, count(*), min(book || '/' || seq) FROM applied
            GROUP BY cause_book, cause_seq, cause_n HAVING count(*) > 1 ORDER BY 1, 2, 3
            """).Select(r => $"message {r.GetString(0)}/{r.GetInt64(1)}/{r.GetInt64(2)} is applied {r.GetInt64(3)} times, "
                + $"first by {r.GetString(4)}"));
        FailEach(_scratch.Rows(
            """
            SELECT a.book, a.seq, a.cause_book, a.cause_seq, a.cause_n, a.aggregate, s.receiver, s.target
            FROM applied a LEFT JOIN sent s ON s.book = a.cause_book AND s.seq = a.cause_seq AND s.n = a.cause_n
            WHERE s.receiver IS NULL OR s.receiver <> a.book OR s.target <> a.aggregate ORDER BY 1, 2
            """).Select(r => $"{r.GetString(0)}/{r.GetInt64(1)} on {r.GetString(5)} "
                + $"applies message {r.GetString(2)}/{r.GetInt64(3)}/{r.GetInt64(4)}, "
                + (r.IsDBNull(6) ? "which was never sent" : $"which was sent to {r.GetString(7)} in {r.GetString(6)}")));
        FailEach(_scratch.Rows("SELECT book, seq, n, target, receiver FROM in_flight ORDER BY 1, 2, 3")
            .Where(r => _heads.TryGetValue(r.GetString(0), out var head) && r.GetInt64(1) <= head.Delivered)
            .Select(r => $"message {r.GetString(0)}/{r.GetInt64(1)}/{r.GetInt64(2)} to {r.GetString(3)} in {r.GetString(4)} "
                + $"is not applied, but the head counts as delivered up to {_heads[r.GetString(0)].Delivered}"));
        // Ahead of its entries, it would skip the messages of those to come.
        FailEach(_heads.Values.Where(h => h.Delivered < 0 || h.Delivered > h.Seq)
            .Select(h => $"{h.Book} ends at {h.Seq}, but its head counts as delivered up to {h.Delivered}"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM sent"), "message", "messages")}, "
        + $"{Fen.Count(_scratch.Count("SELECT count(*) FROM in_flight"), "in flight", "in flight")}";

    /// <summary>What a book takes off its accounts when it applies this: payable is its debt, the other way round its claim.</summary>
    private void Settling(StoredEntry entry, long n, JsonElement command)
    {
        var book = command.Text("book");
        foreach (var line in command.GetProperty("lines").EnumerateArray())
        {
            var counterparty = line.Text("counterparty");
            _settle([entry.Book, entry.Seq, n, book, counterparty, line.Fen("payable"), 1]);
            _settle([entry.Book, entry.Seq, n, counterparty, book, line.Fen("receivable"), 0]);
        }
    }
}

/// <summary>
/// What each book owes another is what that one has to get from it, once messages in flight are counted: approvals and claw-backs that the
/// other side has not mirrored yet, and settlements that one of the two has not made. Each mirror has the amount of what it mirrors.
/// </summary>
internal sealed class MirrorCheck(Scratch scratch) : Check("mirrors are equal")
{
    private long _pairs;
    private string _owed = "0";

    public override void Finish()
    {
        scratch.Run("CREATE TABLE debt (debtor TEXT, creditor TEXT, payable INTEGER, receivable INTEGER, moving INTEGER)");
        scratch.Run(
            """
            INSERT INTO debt SELECT book, substr(account, 20), -fen, 0, 0 FROM sum WHERE account LIKE 'liabilities:due-to:%';
            INSERT INTO debt SELECT substr(account, 17), book, 0, fen, 0 FROM sum WHERE account LIKE 'assets:due-from:%';
            CREATE TABLE pending AS
                SELECT o.* FROM obligation o
                WHERE kind IN ('Approval', 'ClawBack') AND EXISTS (
                    SELECT 1 FROM in_flight f WHERE f.book = o.book AND f.seq = o.seq AND f.receiver = o.counterparty);
            INSERT INTO debt SELECT book, counterparty, 0, fen, fen FROM pending WHERE kind = 'Approval';
            INSERT INTO debt SELECT counterparty, book, fen, 0, fen FROM pending WHERE kind = 'ClawBack';
            INSERT INTO debt
                SELECT s.debtor, s.creditor, CASE payable WHEN 1 THEN -fen ELSE 0 END, CASE payable WHEN 0 THEN -fen ELSE 0 END, fen
                FROM settling s JOIN in_flight f USING (book, seq, n);
            """);
        FailEach(scratch.Rows(
            """
            SELECT debtor, creditor, wide_sum(payable), wide_sum(receivable), wide_sum(moving) FROM debt
            GROUP BY debtor, creditor HAVING wide_sum(payable) <> wide_sum(receivable) ORDER BY 1, 2
            """).Select(r => $"{r.GetString(0)} owes {r.GetString(1)} {Fen.Text(r.GetString(2))}, "
                + $"which has {Fen.Text(r.GetString(3))} to get ({Fen.Text(r.GetString(4))} in flight counted)"));
        FailEach(scratch.Rows(
            """
            SELECT m.book, m.seq, m.fen, m.cause_book, m.cause_seq, o.fen
            FROM obligation m LEFT JOIN obligation o
                ON o.book = m.cause_book AND o.seq = m.cause_seq AND o.kind || 'Mirror' = m.kind AND o.counterparty = m.book
            WHERE m.kind LIKE '%Mirror' AND (o.fen IS NULL OR o.fen <> m.fen OR m.counterparty <> m.cause_book) ORDER BY 1, 2
            """).Select(r => $"{r.GetString(0)}/{r.GetInt64(1)} mirrors {Fen.Text(r.GetInt64(2))} of "
                + (r.IsDBNull(3) ? "no entry" : $"{r.GetString(3)}/{r.GetInt64(4)}")
                + (r.IsDBNull(5) ? "" : $", which is {Fen.Text(r.GetInt64(5))}")));
        _pairs = scratch.Count("SELECT count(*) FROM (SELECT DISTINCT debtor, creditor FROM debt)");
        _owed = scratch.Sum("SELECT wide_sum(payable) FROM debt");
    }

    protected override string Figure =>
        $"{Fen.Count(_pairs, "pair", "pairs")}, owed {Fen.Text(_owed)}, in flight "
        + Fen.Text(scratch.Sum("SELECT wide_sum(moving) FROM debt"));
}
