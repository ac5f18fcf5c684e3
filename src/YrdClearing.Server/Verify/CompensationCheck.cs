namespace YrdClearing.Server.Verify;

/// <summary>
/// A market's risk-compensation fund is what was paid in less what it bore; what a buyer owes it is what it paid in the buyer's place, less
/// what it got back and gave up; and after no entry did buyers owe it more than the fund is: the cash held for it is never negative.
/// </summary>
internal sealed class CompensationCheck : Check
{
    private const string Fund = "equity:risk-compensation";
    private const string Subrogation = "assets:subrogation:";

    private readonly Scratch _scratch;
    private readonly Action<object?[]> _fund, _claim;

    // Of the book at hand: the fund's cash, which is the fund less the claims; in fen.
    private Int128 _held;

    public CompensationCheck(Scratch scratch) : base("compensation funds cover claims")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE compensation_fund (book TEXT, fen INTEGER);
            CREATE TABLE subrogation (book TEXT, contract TEXT, buyer TEXT, fen INTEGER, kind TEXT);
            """);
        _fund = scratch.Prepare("INSERT INTO compensation_fund VALUES (?1, ?2)");
        _claim = scratch.Prepare("INSERT INTO subrogation VALUES (?1, ?2, ?3, ?4, ?5)");
    }

    public override void Entry(StoredEntry entry)
    {
        Hold(entry);
        var e = entry.Fields;
        switch (entry.Event)
        {
            case "compensation.deposited.1":
                _fund([entry.Book, e.Fen("amount")]);
                break;
            case "use.defaulted.1" when e.Optional("compensation") is { } paid:
                _claim([entry.Book, e.Text("contract"), e.Text("buyer"), paid.Fen("amount"), "paid"]);
                break;
            case "subrogation.received.1":
                _claim([entry.Book, e.Text("contract"), e.Text("buyer"), -e.Fen("amount"), "received"]);
                break;
            case "subrogation.written-off.1":
                _claim([entry.Book, e.Text("contract"), e.Text("buyer"), -e.Fen("amount"), "written off"]);
                _fund([entry.Book, -e.Fen("amount")]);
                break;
        }
    }

    public override void EndBook(string book, long lastSeq) => _held = 0;

    public override void Finish()
    {
        Compare($"SELECT book, '{Fund}' AS account, -fen AS fen FROM compensation_fund", $"account = '{Fund}'");
        Compare(
            $"SELECT book, '{Subrogation}' || buyer AS account, fen FROM subrogation",
            $"substr(account, 1, length('{Subrogation}')) = '{Subrogation}'");
        FailEach(_scratch.Rows(
            "SELECT contract, wide_sum(-fen) FROM subrogation GROUP BY book, contract HAVING wide_sum(fen) LIKE '-%' ORDER BY 1")
            .Select(r => $"contract {r.GetString(0)}: {Fen.Text(r.GetString(1))} more was received or written off than was compensated"));
    }

    protected override string Figure =>
        $"paid in {Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM compensation_fund WHERE fen > 0"))}, "
        + $"compensated {Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM subrogation WHERE kind = 'paid'"))}, "
        + $"owed {Fen.Text(_scratch.Sum("SELECT wide_sum(fen) FROM subrogation"))}";

    private void Hold(StoredEntry entry)
    {
        var before = _held;
        for (var i = 0; i < Math.Min(entry.Accounts.Length, entry.Amounts.Length); i++)
        {
            if (entry.Accounts[i] == Fund || entry.Accounts[i].StartsWith(Subrogation, StringComparison.Ordinal))
            {
                _held -= entry.Amounts[i];
            }
        }
        if (_held < 0 && _held != before)
        {
            Fail($"{entry.Name}: buyers owe the fund {Fen.Text(-_held)} more than it is");
        }
    }

    private void Compare(string expected, string accounts) => FailEach(_scratch.Rows(
        $"""
        SELECT book, account, wide_sum(expected), wide_sum(posted)
        FROM (SELECT book, account, fen AS expected, 0 AS posted FROM ({expected})
              UNION ALL SELECT book, account, 0, fen FROM sum WHERE {accounts})
        GROUP BY book, account HAVING wide_sum(expected) <> wide_sum(posted) ORDER BY 1, 2
        """).Select(r => $"{r.GetString(0)} {r.GetString(1)}: events say {Fen.Text(r.GetString(2))}, postings {Fen.Text(r.GetString(3))}"));
}
