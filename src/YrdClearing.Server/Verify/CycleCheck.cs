using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Every obligation is in exactly one cycle: what a book states is what arose in it between two of its cut-offs, what the other side confirms
/// is what it mirrors of that. Each cycle's pairs, positions and instructions are what the statements come to, netted anew, and what the books
/// settle and pay is what was instructed.
/// </summary>
internal sealed class CycleCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Action<object?[]> _cut, _book, _part, _report, _line, _mirror, _amount, _total, _mode;

    public CycleCheck(Scratch scratch) : base("cycles take every obligation once")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE cycle_mode (cycle TEXT PRIMARY KEY, mode TEXT, network TEXT) WITHOUT ROWID;
            CREATE TABLE cycle_cut (book TEXT, seq INTEGER, cycle TEXT, PRIMARY KEY (book, seq)) WITHOUT ROWID;
            CREATE TABLE cycle_book (cycle TEXT, book TEXT);
            CREATE TABLE cycle_part (book TEXT, to_seq INTEGER, from_seq INTEGER, cycle TEXT, PRIMARY KEY (book, to_seq)) WITHOUT ROWID;
            CREATE TABLE cycle_report (cycle TEXT, book TEXT, PRIMARY KEY (cycle, book)) WITHOUT ROWID;
            CREATE TABLE cycle_line (source TEXT, cycle TEXT, book TEXT, counterparty TEXT, approvals INTEGER, claw_backs INTEGER);
            CREATE TABLE cycle_mirror (source TEXT, cycle TEXT, book TEXT, originator TEXT, approvals INTEGER, claw_backs INTEGER);
            CREATE INDEX cycle_line_source ON cycle_line (source, cycle, book);
            CREATE INDEX cycle_mirror_source ON cycle_mirror (source, cycle, book, originator);
            CREATE TABLE cycle_amount (cycle TEXT, what TEXT, debtor TEXT, creditor TEXT, fen INTEGER);
            CREATE TABLE cycle_total (cycle TEXT PRIMARY KEY, gross TEXT, net TEXT) WITHOUT ROWID;
            CREATE INDEX cycle_amount_what ON cycle_amount (what, cycle, debtor, creditor);
            """);
        _mode = scratch.Prepare("INSERT INTO cycle_mode VALUES (?1, ?2, ?3)");
        _cut = scratch.Prepare("INSERT INTO cycle_cut VALUES (?1, ?2, ?3)");
        _part = scratch.Prepare("INSERT INTO cycle_part VALUES (?1, ?2, ?3, ?4)");
        _book = scratch.Prepare("INSERT INTO cycle_book VALUES (?1, ?2)");
        _report = scratch.Prepare("INSERT INTO cycle_report VALUES (?1, ?2)");
        _line = scratch.Prepare("INSERT INTO cycle_line VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _mirror = scratch.Prepare("INSERT INTO cycle_mirror VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _amount = scratch.Prepare("INSERT INTO cycle_amount VALUES (?1, ?2, ?3, ?4, ?5)");
        // Each debt fits into 64 bits; all of a cycle together need not, and SQLite has no wider number.
        _total = scratch.Prepare("INSERT INTO cycle_total VALUES (?1, ?2, ?3)");
    }

    public override void Entry(StoredEntry entry)
    {
        if (!entry.Event.StartsWith("clearing.", StringComparison.Ordinal) && !entry.Event.StartsWith("cycle.", StringComparison.Ordinal))
        {
            return;
        }
        var e = entry.Fields;
        var cycle = e.Text("cycle");
        switch (entry.Event)
        {
            case "cycle.cut-off.1":
                _mode([cycle, e.Text("mode"), e.Text("network")]);
                foreach (var book in e.GetProperty("books").EnumerateArray())
                {
                    _book([cycle, book.GetString()]);
                }
                break;
            case "clearing.book-cut-off.1":
                _cut([entry.Book, entry.Seq, cycle]);
                break;
            case "clearing.obligations-stated.1":
                _part([entry.Book, e.Fen("toSeq"), e.Fen("fromSeq"), cycle]);
                Lines("stated", cycle, entry.Book, e);
                break;
            case "cycle.obligations-reported.1":
                _report([cycle, e.Text("book")]);
                Lines("reported", cycle, e.Text("book"), e);
                break;
            case "clearing.mirror-confirmed.1":
                _mirror(["confirmed", cycle, entry.Book, e.Text("originator"), e.Fen("approvals"), e.Fen("clawBacks")]);
                _mirror(["told", cycle, entry.Book, e.Text("originator"), e.Fen("statedApprovals"), e.Fen("statedClawBacks")]);
                break;
            case "cycle.mirror-reported.1":
                _mirror(["reported", cycle, e.Text("book"), e.Text("originator"), e.Fen("approvals"), e.Fen("clawBacks")]);
                break;
            case "cycle.calculated.1":
                Pairs("obligation", cycle, e.GetProperty("obligations"));
                Pairs("instruction", cycle, e.GetProperty("instructions"));
                foreach (var position in e.GetProperty("positions").EnumerateArray())
                {
                    _amount([cycle, "position", position.Text("book"), null, position.Fen("amount")]);
                }
                _total([cycle, Fen.Text(e.WideFen("gross")), Fen.Text(e.WideFen("net"))]);
                break;
            case "cycle.confirmed.1":
                _amount([cycle, "agreed", e.Text("book"), null, 0L]);
                break;
            case "cycle.paid.1":
                _amount([cycle, "paid", e.Text("from"), e.Text("to"), e.Fen("amount")]);
                break;
            case "cycle.payment-failed.1":
                _amount([cycle, "failed", e.Text("from"), e.Text("to"), e.Fen("amount")]);
                break;
            case "clearing.book-settled.1":
                foreach (var line in e.GetProperty("lines").EnumerateArray())
                {
                    _amount([cycle, "settled by debtor", entry.Book, line.Text("counterparty"), line.Fen("payable")]);
                    _amount([cycle, "settled by creditor", line.Text("counterparty"), entry.Book, line.Fen("receivable")]);
                }
                _amount([cycle, "out", entry.Book, null, e.Fen("out")]);
                _amount([cycle, "in", null, entry.Book, e.Fen("in")]);
                _amount([cycle, "spent", entry.Book, null, e.Fen("spent")]);
                break;
            case "clearing.book-paid.1":
                _amount([cycle, "paid by debtor", entry.Book, e.Text("counterparty"), e.Fen("out")]);
                _amount([cycle, "paid to creditor", e.Text("counterparty"), entry.Book, e.Fen("in")]);
                break;
        }
    }

    public override void Finish()
    {
        Statements();
        Mirrors();
        foreach (var (cycle, mode, gross, net) in _scratch.Rows("SELECT cycle, mode, gross, net FROM cycle_mode JOIN cycle_total USING (cycle)")
            .Select(r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3))).ToList())
        {
            Net(cycle, mode, gross, net);
        }
        Settlement();
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM cycle_mode"), "cycle", "cycles")}, gross "
        + $"{Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM cycle_amount WHERE what = 'obligation'"))}, net "
        + Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM cycle_amount WHERE what = 'instruction'"));

    private void Lines(string source, string cycle, string book, JsonElement e)
    {
        foreach (var o in e.GetProperty("obligations").EnumerateArray())
        {
            _line([source, cycle, book, o.Text("counterparty"), o.Fen("approvals"), o.Fen("clawBacks")]);
        }
    }

    private void Pairs(string what, string cycle, JsonElement pairs)
    {
        foreach (var pair in pairs.EnumerateArray())
        {
            _amount([cycle, what, pair.Text("from"), pair.Text("to"), pair.Fen("amount")]);
        }
    }

    /// <summary>What a book states arose between its cut-off for the cycle and the one before, and is what the cycle was told.</summary>
    private void Statements()
    {
        FailEach(_scratch.Rows(
            """
            SELECT p.cycle, p.book FROM cycle_part p
            WHERE NOT EXISTS (SELECT 1 FROM cycle_cut c WHERE c.book = p.book AND c.seq = p.to_seq AND c.cycle = p.cycle)
                OR p.from_seq <> coalesce((SELECT max(c.seq) FROM cycle_cut c WHERE c.book = p.book AND c.seq < p.to_seq), 0)
            UNION ALL SELECT b.cycle, b.book FROM cycle_book b
            WHERE EXISTS (SELECT 1 FROM cycle_total t WHERE t.cycle = b.cycle)
                AND NOT EXISTS (SELECT 1 FROM cycle_part p WHERE p.cycle = b.cycle AND p.book = b.book)
            ORDER BY 1, 2
            """).Select(r => $"cycle {r.GetString(0)}: {r.GetString(1)} does not state what arose between its cut-offs"));
        FailEach(_scratch.Rows(
            """
            SELECT cycle, book, counterparty, sum(approvals), sum(arisen_a), sum(claw_backs), sum(arisen_c) FROM (
                SELECT cycle, book, counterparty, approvals, claw_backs, 0 AS arisen_a, 0 AS arisen_c FROM cycle_line WHERE source = 'stated'
                UNION ALL
                SELECT (SELECT c.cycle FROM cycle_cut c WHERE c.book = o.book AND c.seq > o.seq ORDER BY c.seq LIMIT 1),
                    book, counterparty, 0, 0, iif(kind = 'Approval', fen, 0), iif(kind = 'ClawBack', fen, 0)
                FROM obligation o WHERE kind IN ('Approval', 'ClawBack')) a
            WHERE EXISTS (SELECT 1 FROM cycle_part p WHERE p.book = a.book AND p.cycle = a.cycle) GROUP BY cycle, book, counterparty
            HAVING sum(approvals) <> sum(arisen_a) OR sum(claw_backs) <> sum(arisen_c) ORDER BY 1, 2, 3
            """).Select(r => $"cycle {r.GetString(0)}: {r.GetString(1)} states {Fen.Text(r.GetInt64(3))} and {Fen.Text(r.GetInt64(5))} "
                + $"clawed back with {r.GetString(2)}, {Fen.Text(r.GetInt64(4))} and {Fen.Text(r.GetInt64(6))} arose"));
        FailEach(_scratch.Rows(
            """
            SELECT cycle, book, counterparty FROM cycle_line l JOIN cycle_report USING (cycle, book) GROUP BY cycle, book, counterparty
            HAVING sum(iif(source = 'stated', approvals, -approvals)) <> 0 OR sum(iif(source = 'stated', claw_backs, -claw_backs)) <> 0
            ORDER BY 1, 2, 3
            """).Select(r => $"cycle {r.GetString(0)}: it was told other obligations of {r.GetString(1)} with {r.GetString(2)} than were stated"));
    }

    /// <summary>What a book confirms is what it mirrors of the part, and is what the cycle was told.</summary>
    private void Mirrors()
    {
        _scratch.Run(
            """
            CREATE TABLE mirrored AS SELECT
                (SELECT c.cycle FROM cycle_cut c WHERE c.book = o.cause_book AND c.seq > o.cause_seq ORDER BY c.seq LIMIT 1) AS cycle,
                book, cause_book AS originator, sum(iif(kind = 'ApprovalMirror', fen, 0)) AS approvals,
                sum(iif(kind = 'ClawBackMirror', fen, 0)) AS claw_backs
            FROM obligation o WHERE kind IN ('ApprovalMirror', 'ClawBackMirror') GROUP BY 1, 2, 3;
            INSERT INTO cycle_mirror SELECT 'mirrored', * FROM mirrored WHERE cycle IS NOT NULL;
            INSERT INTO cycle_mirror SELECT 'stated', cycle, counterparty, book, approvals, claw_backs FROM cycle_line WHERE source = 'stated';
            """);
        foreach (var (said, source) in new[] { ("confirmed", "mirrored"), ("told", "stated"), ("reported", "confirmed") })
        {
            FailEach(_scratch.Rows(
                """
                SELECT s.cycle, s.book, s.originator, s.approvals, s.claw_backs FROM cycle_mirror s
                WHERE s.source = ?1 AND (s.approvals, s.claw_backs) IS NOT (
                    SELECT coalesce(sum(approvals), 0), coalesce(sum(claw_backs), 0) FROM cycle_mirror o
                    WHERE o.source = ?2 AND o.cycle = s.cycle AND o.book = s.book AND o.originator = s.originator) ORDER BY 1, 2, 3
                """, said, source).Select(r => $"cycle {r.GetString(0)}: {r.GetString(1)} {said} {Fen.Text(r.GetInt64(3))} and "
                    + $"{Fen.Text(r.GetInt64(4))} clawed back of {r.GetString(2)}, which is not what was {source}"));
        }
    }

    /// <summary>Nets the cycle anew from what its books stated.</summary>
    private void Net(string cycle, string mode, string gross, string net)
    {
        var pairs = Amounts(
            """
            SELECT debtor, creditor, sum(fen) FROM (
                SELECT book AS debtor, counterparty AS creditor, approvals AS fen FROM cycle_line WHERE source = 'stated' AND cycle = ?1
                UNION ALL SELECT counterparty, book, claw_backs FROM cycle_line WHERE source = 'stated' AND cycle = ?1)
            GROUP BY debtor, creditor HAVING sum(fen) <> 0 ORDER BY debtor, creditor
            """, cycle);
        var positions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (debtor, creditor, fen) in pairs)
        {
            positions[debtor] = positions.GetValueOrDefault(debtor) - fen;
            positions[creditor] = positions.GetValueOrDefault(creditor) + fen;
        }
        var instructions = mode switch
        {
            "Gross"        => pairs,
            "Bilateral"    => Bilateral(pairs),
            "Multilateral" => Multilateral(positions),
            _              => [],
        };
        Compare(cycle, "obligation", pairs);
        Compare(cycle, "position", [.. positions.Select(p => new Amount(p.Key, "", p.Value))]);
        Compare(cycle, "instruction", instructions);
        Compare(cycle, "gross", gross, pairs);
        Compare(cycle, "net", net, instructions);
    }

    /// <summary>Of two that owe each other the one who owes more pays the difference.</summary>
    private static List<Amount> Bilateral(List<Amount> pairs)
    {
        var owed = pairs.ToDictionary(p => (p.Debtor, p.Creditor), p => p.Fen);
        return [.. pairs.Select(p => p with { Fen = p.Fen - owed.GetValueOrDefault((p.Creditor, p.Debtor)) }).Where(p => p.Fen > 0)];
    }

    /// <summary>The largest remaining debtor pays the largest remaining creditor the smaller of the two; ties go to the lower code.</summary>
    private static List<Amount> Multilateral(IReadOnlyDictionary<string, long> positions)
    {
        var rest = positions.ToDictionary();
        var payments = new List<Amount>();
        while (rest.Values.Any(v => v != 0))
        {
            var debtor = rest.OrderBy(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).First();
            var creditor = rest.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).First();
            var fen = Math.Min(-debtor.Value, creditor.Value);
            payments.Add(new(debtor.Key, creditor.Key, fen));
            rest[debtor.Key] += fen;
            rest[creditor.Key] -= fen;
        }
        return [.. payments.OrderBy(p => p.Debtor, StringComparer.Ordinal).ThenBy(p => p.Creditor, StringComparer.Ordinal)];
    }

    private void Compare(string cycle, string what, List<Amount> computed)
    {
        var said = Amounts(
            """
            SELECT coalesce(debtor, ''), coalesce(creditor, ''), fen FROM cycle_amount WHERE what = ?2 AND cycle = ?1
            ORDER BY debtor, creditor
            """, cycle, what);
        if (!said.SequenceEqual(computed))
        {
            Fail($"cycle {cycle}, {what}: says {string.Join(", ", said.Except(computed))}, comes to {string.Join(", ", computed.Except(said))}");
        }
    }

    private void Compare(string cycle, string what, string said, List<Amount> amounts)
    {
        var computed = Fen.Text(amounts.Aggregate((Int128)0, (sum, a) => sum + a.Fen));
        if (said != computed)
        {
            Fail($"cycle {cycle}, {what}: says {said}, comes to {computed}");
        }
    }

    /// <summary>Who agrees takes part, and what the books settle and the bank pays is what was calculated.</summary>
    private void Settlement()
    {
        foreach (var (said, settled, side) in new[] { ("settled by debtor", "out", "debtor"), ("settled by creditor", "in", "creditor") })
        {
            FailEach(_scratch.Rows(
                $"""
                SELECT cycle, debtor, creditor, sum(said), sum(owed) FROM (
                    SELECT cycle, debtor, creditor, fen AS said, 0 AS owed FROM cycle_amount WHERE what = '{said}'
                    UNION ALL SELECT cycle, debtor, creditor, 0, fen FROM cycle_amount o WHERE what = 'obligation' AND EXISTS (
                        SELECT 1 FROM cycle_amount s WHERE s.what = '{settled}' AND s.cycle = o.cycle AND s.{side} = o.{side}))
                GROUP BY cycle, debtor, creditor HAVING sum(said) <> sum(owed) ORDER BY 1, 2, 3
                """).Select(r => Differs(r.GetString(0), said, r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4))));
            FailEach(_scratch.Rows(
                $"""
                SELECT cycle, {side}, fen, (SELECT coalesce(sum(i.fen), 0) FROM cycle_amount i
                    WHERE i.what = 'instruction' AND i.cycle = s.cycle AND i.{side} = s.{side}) AS instructed
                FROM cycle_amount s WHERE what = '{settled}' AND fen <> instructed ORDER BY 1, 2
                """).Select(r => Differs(r.GetString(0), settled, r.GetString(1), "all", r.GetInt64(2), r.GetInt64(3))));
        }
        FailEach(_scratch.Rows(
            """
            SELECT s.cycle, s.debtor, s.fen, iif(m.network = 'Vouchers', (SELECT coalesce(sum(approvals), 0) FROM cycle_line l
                WHERE l.source = 'stated' AND l.cycle = s.cycle AND l.book = s.debtor), 0) AS approved
            FROM cycle_amount s JOIN cycle_mode m USING (cycle) WHERE s.what = 'spent' AND s.fen <> approved ORDER BY 1, 2
            """).Select(r => Differs(r.GetString(0), "spent", r.GetString(1), "all", r.GetInt64(2), r.GetInt64(3))));
        foreach (var (said, source) in new[]
        {
            ("paid", "instruction"), ("failed", "instruction"), ("paid by debtor", "paid"), ("paid to creditor", "paid"),
        })
        {
            FailEach(_scratch.Rows(
                $"""
                SELECT cycle, debtor, creditor, fen, count(*) AS times FROM cycle_amount s WHERE what = '{said}' AND fen <> 0
                GROUP BY cycle, debtor, creditor, fen
                HAVING (times > 1 AND what <> 'failed') OR NOT EXISTS (SELECT 1 FROM cycle_amount o
                    WHERE o.what = '{source}' AND o.cycle = s.cycle AND o.debtor = s.debtor AND o.creditor = s.creditor AND o.fen = s.fen)
                ORDER BY 1, 2, 3
                """).Select(r => $"cycle {r.GetString(0)}: {r.GetString(1)} to {r.GetString(2)}, {Fen.Text(r.GetInt64(3))} is {said} "
                    + $"{Fen.Count(r.GetInt64(4), "time", "times")}, which is not the {source}"));
        }
        FailEach(_scratch.Rows(
            """
            SELECT cycle, debtor FROM cycle_amount s WHERE what = 'agreed' AND NOT EXISTS (
                SELECT 1 FROM cycle_amount p WHERE p.cycle = s.cycle AND p.fen <> 0 AND s.debtor IN (p.debtor, p.creditor)
                    AND p.what IN ('position', 'instruction'))
            ORDER BY 1, 2
            """).Select(r => $"cycle {r.GetString(0)}: {r.GetString(1)} agreed, but has no part in it"));
    }

    private static string Differs(string cycle, string what, string debtor, string creditor, long said, long owed) =>
        $"cycle {cycle}: {what}, {debtor} with {creditor}: {Fen.Text(said)}, calculated {Fen.Text(owed)}";

    private List<Amount> Amounts(string sql, params object?[] values) =>
        [.. _scratch.Rows(sql, values).Select(r => new Amount(r.GetString(0), r.GetString(1), r.GetInt64(2)))];

    private sealed record Amount(string Debtor, string Creditor, long Fen)
    {
        public override string ToString() => $"{Debtor} {Creditor} {Verify.Fen.Text(Fen)}";
    }
}
