using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What a market holds in escrow is what it owes from it, contract by contract and bid by bid; what is due to buyers and bidders is what
/// their contracts and bids say. Each
/// event's own account of where its contract stands agrees with the sum of the events before it, and no escrow ever held more than the
/// contract is worth.
/// </summary>
internal sealed class EscrowCheck : Check
{
    /// <summary>The amounts of a contract, as an event's <c>after</c> names them; the columns of the table have the same names.</summary>
    private static readonly string[] Amounts = ["funded", "escrow", "returned", "refundDue", "refundInstructed", "refundPaid"];

    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _draft, _add, _setStatus, _setValue;
    private readonly Func<object?[], object?> _standing, _room;

    public EscrowCheck(Scratch scratch, Things things) : base("escrow held is escrow owed")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE contract (id TEXT PRIMARY KEY, book TEXT, fund TEXT, title TEXT, type TEXT, buyer TEXT, status TEXT, value INTEGER,
                released INTEGER, compensated INTEGER, funded INTEGER, escrow INTEGER, returned INTEGER, due INTEGER, instructed INTEGER,
                paid INTEGER)
                WITHOUT ROWID
            """);
        _draft = scratch.Prepare("INSERT INTO contract VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'Draft', ?7, 0, 0, 0, 0, 0, 0, 0, 0)");
        _add = scratch.Prepare(
            """
            UPDATE contract SET funded = funded + ?2, escrow = escrow + ?3, returned = returned + ?4, due = due + ?5,
                instructed = instructed + ?6, paid = paid + ?7, released = released + ?8, compensated = compensated + ?9 WHERE id = ?1
            """);
        _setStatus = scratch.Prepare("UPDATE contract SET status = ?2 WHERE id = ?1");
        _setValue = scratch.Prepare("UPDATE contract SET value = ?2 WHERE id = ?1");
        _standing = scratch.PrepareScalar(
            "SELECT concat_ws(' ', funded, escrow, returned, due, instructed, paid) FROM contract WHERE id = ?1");
        _room = scratch.PrepareScalar("SELECT min(escrow, value - compensated - funded + returned) FROM contract WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        if (!entry.Aggregate.StartsWith("contract:", StringComparison.Ordinal))
        {
            return;
        }
        var e = entry.Fields;
        var id = e.Text("contract");
        switch (entry.Event)
        {
            case "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1":
                var title = e.Optional("title")?.GetString();
                _draft([id, entry.Book, e.Text("buyerMarket"), title, e.Text("type"), e.Text("buyer"), e.Fen("value")]);
                break;
            case "contract.funded.1":
                Add(id, funded: e.Fen("amount"), escrow: e.Fen("amount"));
                break;
            case "contract.deposit-taken.1":
                Add(id, funded: e.Fen("amount"), escrow: e.Fen("amount"));
                Return(id, e.Fen("rest"));
                break;
            case "milestone.released.1" or "milestone.released.2":
                Add(id, escrow: -e.GetProperty("terms").Fen("amount"), released: e.GetProperty("terms").Fen("amount"));
                Return(id, e.Optional("surplus")?.GetInt64() ?? 0);
                break;
            case "contract.amended.1" or "contract.amended.2":
                _setValue([id, e.Fen("value")]);
                Return(id, e.Fen("surplus"));
                break;
            case "contract.terminated.1":
                Return(id, e.Fen("rest"));
                break;
            case "use.defaulted.1" when e.Optional("compensation") is { } paid:
                Add(id, released: paid.Fen("amount"), compensated: paid.Fen("amount"));
                break;
            case "milestone.refunded.1":
                Add(id, due: e.Fen("amount"));
                break;
            case "contract.refund-instructed.1":
                Add(id, due: -e.Fen("amount"), instructed: e.Fen("amount"));
                break;
            case "contract.refund-paid.1":
                Add(id, instructed: -e.Fen("amount"), paid: e.Fen("amount"));
                break;
            case "contract.refund-failed.1":
                Add(id, due: e.Fen("amount"), instructed: -e.Fen("amount"));
                break;
        }
        if (e.Optional("after") is { } after)
        {
            Compare(entry, id, after);
        }
    }

    public override void Finish()
    {
        Compare("'liabilities:escrow:'", "SELECT book, 'liabilities:escrow:' || id AS account, -escrow AS fen FROM contract");
        Compare("'assets:escrow'",
            """
            SELECT book, 'assets:escrow' AS account, escrow AS fen FROM contract
            UNION ALL SELECT book, 'assets:escrow', amount FROM bid WHERE status IN ('Deposited', 'Won')
            UNION ALL SELECT book, 'assets:escrow', -amount FROM deposit_taken
            """);
        Compare("'liabilities:refunds:'",
            """
            SELECT book, 'liabilities:refunds:' || buyer AS account, -due AS fen FROM contract
            UNION ALL SELECT book, 'liabilities:refunds:' || bidder, -amount FROM bid WHERE status IN ('Released', 'PaymentFailed')
            """);
        foreach (var r in _scratch.Rows("SELECT id, status, fund, buyer, value, escrow, released FROM contract"))
        {
            _things.Expect("contract:" + r.GetString(0), Things.Contract(
                r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)));
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM contract"), "contract", "contracts")}, "
        + $"held {Fen.Text(_scratch.Sum("SELECT wide_sum(escrow) FROM contract"))}, "
        + $"due to buyers {Fen.Text(_scratch.Sum("SELECT wide_sum(due) FROM contract"))}";

    private void Add(
        string id, long funded = 0, long escrow = 0, long returned = 0, long due = 0, long instructed = 0, long paid = 0,
        long released = 0, long compensated = 0) =>
        _add([id, funded, escrow, returned, due, instructed, paid, released, compensated]);

    private void Return(string id, long amount) => Add(id, escrow: -amount, returned: amount, due: amount);

    private void Compare(StoredEntry entry, string id, JsonElement after)
    {
        _setStatus([id, after.Text("status")]);
        var said = string.Join(' ', Amounts.Select(a => after.Fen(a)));
        var summed = _standing([id]) as string ?? "nothing";
        if (summed != said)
        {
            Fail($"{entry.Name}: contract {id} says {said} fen ({string.Join(", ", Amounts)}), its events add up to {summed}");
        }
        if (_room([id]) is long and < 0)
        {
            Fail($"{entry.Name}: the escrow of contract {id} is below zero or above what the contract is worth");
        }
    }

    /// <summary>Compares sums per book and account with the accounts of the prefix (an SQL literal).</summary>
    private void Compare(string prefix, string expected) => FailEach(_scratch.Rows(
        $"""
        SELECT book, account, wide_sum(expected), wide_sum(posted)
        FROM (SELECT book, account, fen AS expected, 0 AS posted FROM ({expected})
              UNION ALL
              SELECT book, account, 0, fen FROM sum WHERE substr(account, 1, length({prefix})) = {prefix})
        GROUP BY book, account HAVING wide_sum(expected) <> wide_sum(posted) ORDER BY 1, 2
        """).Select(r => $"{r.GetString(0)} {r.GetString(1)}: contracts say {Fen.Text(r.GetString(2))}, "
            + $"postings {Fen.Text(r.GetString(3))}"));
}
