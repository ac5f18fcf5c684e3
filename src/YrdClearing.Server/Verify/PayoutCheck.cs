using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What each book owes to payees of claims and to sellers is what it has still to instruct, what is in transit is what it has instructed,
/// and what a payee must give back is what was clawed back or refunded and not received. An approval or a release whose message is on its
/// way counts as open at home. (What is due to buyers is in <see cref="EscrowCheck"/>.)
/// </summary>
internal sealed class PayoutCheck : Check
{
    private const string Claims = "liabilities:claims:";
    private const string Sellers = "liabilities:sellers:";

    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _approve, _clawBackAtHome, _due, _setStatus, _clawBack, _receive, _spend;

    public PayoutCheck(Scratch scratch, Things things) : base("claims payable are open payouts")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE approval (id TEXT PRIMARY KEY, home TEXT, paying TEXT, payee TEXT, amount INTEGER, clawed INTEGER, account TEXT)
                WITHOUT ROWID;
            CREATE TABLE payout (id TEXT PRIMARY KEY, book TEXT, home TEXT, payee TEXT, amount INTEGER, status TEXT, clawed INTEGER,
                received INTEGER, account TEXT) WITHOUT ROWID;
            CREATE TABLE spent (book TEXT PRIMARY KEY, fen INTEGER) WITHOUT ROWID;
            """);
        _approve = scratch.Prepare("INSERT INTO approval VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)");
        _clawBackAtHome = scratch.Prepare("UPDATE approval SET clawed = clawed + ?2 WHERE id = ?1");
        _due = scratch.Prepare("INSERT INTO payout VALUES (?1, ?2, ?3, ?4, ?5, 'Due', 0, 0, ?6)");
        _setStatus = scratch.Prepare("UPDATE payout SET status = ?2 WHERE id = ?1");
        _clawBack = scratch.Prepare("UPDATE payout SET clawed = clawed + ?2 WHERE id = ?1");
        _receive = scratch.Prepare("UPDATE payout SET received = received + ?2 WHERE id = ?1");
        _spend = scratch.Prepare("INSERT INTO spent VALUES (?1, ?2) ON CONFLICT (book) DO UPDATE SET fen = fen + excluded.fen");
    }

    public override void Entry(StoredEntry entry)
    {
        switch (entry.Event)
        {
            case "claim.approved.1":
                var a = entry.Fields;
                _approve([a.Text("order"), entry.Book, a.Text("payingBook"), a.Text("payee"), a.Fen("amount"), Claims]);
                break;
            case "milestone.released.1":
                var r = entry.Fields;
                _approve([Milestone(r), entry.Book, r.Text("sellerBook"), r.Text("seller"), Net(r.GetProperty("terms")), Sellers]);
                break;
            case "use.defaulted.1" when entry.Fields.Optional("compensation") is { } paid:
                var u = entry.Fields;
                var part = $"{u.Text("contract")}/{paid.Text("id")}";
                _approve([part, entry.Book, u.Text("sellerBook"), u.Text("seller"), Net(paid), Sellers]);
                break;
            case "milestone.released.2":
                var s = entry.Fields;
                var owners = s.GetProperty("owners");
                _approve([
                    Milestone(s), entry.Book, s.Text("sellerBook"), s.Text("seller"), Net(s.GetProperty("terms")) - Sum(owners), Sellers]);
                ApproveOwners(owners, Milestone(s), entry.Book, isPostedHere: s.Text("sellerBook") == entry.Book);
                break;
            case "milestone.refunded.1":
                _clawBackAtHome([Milestone(entry.Fields), entry.Fields.Fen("amount")]);
                break;
            case "claim.clawed-back.1":
                _clawBackAtHome([entry.Fields.Text("order"), entry.Fields.Fen("amount")]);
                break;
            case "payout.due.1":
                var d = entry.Fields;
                _due([d.Text("order"), entry.Book, d.Text("homeBook"), d.Text("payee"), d.Fen("amount"), Claims]);
                break;
            case "payout.release-due.1":
                var m = entry.Fields;
                _due([m.Text("order"), entry.Book, m.Text("homeBook"), m.Text("payee"), m.Fen("amount"), Sellers]);
                break;
            case "payout.release-due.2":
                var p = entry.Fields;
                _due([p.Text("order"), entry.Book, p.Text("homeBook"), p.Text("payee"), p.Fen("amount"), Sellers]);
                ApproveOwners(p.GetProperty("owners"), p.Text("order"), entry.Book, isPostedHere: p.Text("homeBook") != entry.Book);
                break;
            case "payout.owner-due.1":
                var o = entry.Fields;
                _due([o.Text("order"), entry.Book, entry.Book, o.Text("payee"), o.Fen("amount"), Sellers]);
                break;
            case "payout.instructed.1":
                _setStatus([entry.Fields.Text("order"), "Instructed"]);
                break;
            case "payout.paid.1":
                _setStatus([entry.Fields.Text("order"), "Paid"]);
                _spend([entry.Book, entry.Fields.Fen("spent")]);
                break;
            case "payout.failed.1":
                _setStatus([entry.Fields.Text("order"), "PaymentFailed"]);
                break;
            case "payout.clawed-back.1":
                _clawBack([entry.Fields.Text("order"), entry.Fields.Fen("amount")]);
                break;
            case "payout.recovery-received.1":
                _receive([entry.Fields.Text("order"), entry.Fields.Fen("amount")]);
                break;
            case "clearing.book-settled.1":
                _spend([entry.Book, entry.Fields.Fen("spent")]);
                break;
        }
    }

    public override void Finish()
    {
        foreach (var account in new[] { Claims, Sellers })
        {
            Compare($"'{account}'", -1,
                $"""
                SELECT book, payee, amount AS fen FROM payout WHERE status IN ('Due', 'PaymentFailed') AND account = '{account}'
                UNION ALL SELECT home, payee, amount FROM approval
                    WHERE home = paying AND id NOT IN (SELECT id FROM payout) AND account = '{account}'
                """);
        }
        Compare("'liabilities:payments-in-transit'", -1,
            """
            SELECT book, '' AS payee, amount AS fen FROM payout WHERE status = 'Instructed'
            UNION ALL SELECT book, '', instructed FROM contract
            UNION ALL SELECT book, '', amount FROM bid WHERE status = 'Instructed'
            """);
        Compare("'assets:recoverable:'", 1,
            """
            SELECT book, payee, clawed - received AS fen FROM payout WHERE book <> home
            UNION ALL SELECT p.book, p.payee, a.clawed - p.received FROM payout p JOIN approval a USING (id) WHERE p.book = p.home
            """);
        Compare("'budget:approved'", -1,
            $"SELECT home AS book, '' AS payee, amount AS fen FROM approval WHERE account = '{Claims}' "
                + "UNION ALL SELECT book, '', -fen FROM spent");
        FailEach(_scratch.Rows(
            """
            SELECT p.id, p.amount, a.amount FROM payout p LEFT JOIN approval a USING (id)
            WHERE a.id IS NULL OR a.amount <> p.amount OR a.payee <> p.payee OR a.home <> p.home OR a.paying <> p.book ORDER BY 1
            """).Select(r => $"payout {r.GetString(0)} of {Fen.Text(r.GetInt64(1))} is not what was approved: "
                + (r.IsDBNull(2) ? "nothing" : Fen.Text(r.GetInt64(2)))));
        foreach (var r in _scratch.Rows("SELECT id, status, amount, received, clawed FROM payout"))
        {
            _things.Expect("payout:" + r.GetString(0), Things.Payout(r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)));
        }
    }

    /// <summary>
    /// An owner's part is owed in the paying book from the entry on that posts it there: the release itself in one market, else its mirror.
    /// </summary>
    private void ApproveOwners(JsonElement owners, string milestone, string book, bool isPostedHere)
    {
        if (isPostedHere)
        {
            foreach (var owner in owners.EnumerateArray())
            {
                _approve([$"{milestone}/{owner.Text("party")}", book, book, owner.Text("party"), owner.Fen("amount"), Sellers]);
            }
        }
    }

    private static long Sum(JsonElement owners) => owners.EnumerateArray().Sum(o => o.Fen("amount"));

    private static string Milestone(JsonElement fields) => $"{fields.Text("contract")}/{fields.Text("milestone")}";

    private static long Net(JsonElement terms) => terms.Fen("amount") - terms.Fen("sellerMarketFee") - terms.Fen("buyerMarketFee");

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM payout"), "payout", "payouts")}, "
        + $"open {Fen.Text(_scratch.Sum("SELECT wide_sum(amount) FROM payout WHERE status IN ('Due', 'PaymentFailed')"))}, "
        + $"in transit {Fen.Text(_scratch.Sum("SELECT wide_sum(amount) FROM payout WHERE status = 'Instructed'"))}, "
        + $"recoverable {Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM sum WHERE account LIKE 'assets:recoverable:%'"))}";

    /// <summary>Compares sums per book and payee with the accounts of the prefix (an SQL literal); side −1 is a credit.</summary>
    private void Compare(string prefix, int side, string expected) => FailEach(_scratch.Rows(
        $"""
        SELECT book, account, wide_sum(expected), wide_sum(posted)
        FROM (SELECT book, {prefix} || payee AS account, fen AS expected, 0 AS posted FROM ({expected})
              UNION ALL
              SELECT book, account, 0, {side} * fen FROM sum WHERE substr(account, 1, length({prefix})) = {prefix})
        GROUP BY book, account HAVING wide_sum(expected) <> wide_sum(posted) ORDER BY 1, 2
        """).Select(r => $"{r.GetString(0)} {r.GetString(1)}: events say {Fen.Text(r.GetString(2))}, postings {Fen.Text(r.GetString(3))}"));
}
