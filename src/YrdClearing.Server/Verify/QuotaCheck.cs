namespace YrdClearing.Server.Verify;

/// <summary>
/// An enterprise's quota of a year is what the first approval of that year granted, less what approvals took, plus what ends gave back; it
/// is never below zero, and quota:granted mirrors quota:available.
/// </summary>
internal sealed class QuotaCheck : Check
{
    /// <summary>Accounts that move without a grant, each looked up by its name.</summary>
    internal const string NeverGranted =
        """
        SELECT book, account FROM sum
        WHERE account LIKE 'quota:%' AND fen <> 0
            AND NOT EXISTS (SELECT 1 FROM quota_account q WHERE q.book = sum.book AND q.account = sum.account)
        ORDER BY book, account
        """;

    private readonly Scratch _scratch;
    private readonly Action<object?[]> _grant, _name, _move;

    public QuotaCheck(Scratch scratch) : base("quotas")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE quota (book TEXT, enterprise TEXT, year INTEGER, granted INTEGER, taken INTEGER,
                PRIMARY KEY (book, enterprise, year)) WITHOUT ROWID;
            CREATE TABLE quota_account (book TEXT, account TEXT, PRIMARY KEY (book, account)) WITHOUT ROWID;
            """);
        // A second approval finds the year granted: its policy's cap does not change it.
        _grant = scratch.Prepare("INSERT OR IGNORE INTO quota VALUES (?1, ?2, ?3, ?4, 0)");
        _name = scratch.Prepare("INSERT OR IGNORE INTO quota_account VALUES (?1, ?2)");
        _move = scratch.Prepare("UPDATE quota SET taken = taken + ?4 WHERE book = ?1 AND enterprise = ?2 AND year = ?3");
    }

    public override void Entry(StoredEntry entry)
    {
        if (!entry.Aggregate.StartsWith("voucher:", StringComparison.Ordinal))
        {
            return;
        }
        var fields = entry.Fields;
        switch (entry.Event)
        {
            case "voucher.approved.1":
                var (enterprise, year) = (fields.Text("enterprise"), fields.Fen("quotaYear"));
                _grant([entry.Book, enterprise, year, fields.Fen("annualCap")]);
                _name([entry.Book, $"quota:available:{enterprise}:{year}"]);
                _name([entry.Book, $"quota:granted:{enterprise}:{year}"]);
                _move([entry.Book, enterprise, year, fields.Fen("amount")]);
                break;
            case "voucher.returned.1" or "voucher.revoked.1" or "voucher.expired.1":
                _move([entry.Book, fields.Text("enterprise"), fields.Fen("quotaYear"), -fields.Fen("rest")]);
                break;
        }
        if (fields.Optional("released") is { } released)
        {
            _move([entry.Book, released.Text("enterprise"), released.Fen("quotaYear"), -released.Fen("toAvailable")]);
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT q.book, q.enterprise, q.year, q.granted - q.taken, -coalesce(a.fen, 0), coalesce(g.fen, 0)
            FROM quota q
            LEFT JOIN sum a ON a.book = q.book AND a.account = 'quota:available:' || q.enterprise || ':' || q.year
            LEFT JOIN sum g ON g.book = q.book AND g.account = 'quota:granted:' || q.enterprise || ':' || q.year
            WHERE q.granted - q.taken <> -coalesce(a.fen, 0) OR q.granted - q.taken <> coalesce(g.fen, 0) OR q.granted < q.taken
            ORDER BY 1, 2, 3
            """).Select(r => $"{r.GetString(0)} {r.GetString(1)} {r.GetInt64(2)}: granted less taken {Fen.Text(r.GetInt64(3))}, "
                + $"available {Fen.Text(r.GetInt64(4))}, mirror {Fen.Text(r.GetInt64(5))}"));
        FailEach(_scratch.Rows(NeverGranted).Select(r => $"{r.GetString(0)} {r.GetString(1)} was never granted"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM quota"), "enterprise year", "enterprise years")}, "
        + $"granted {Fen.Text(_scratch.Sum("SELECT wide_sum(granted) FROM quota"))}, "
        + $"taken {Fen.Text(_scratch.Sum("SELECT wide_sum(taken) FROM quota"))}";
}
