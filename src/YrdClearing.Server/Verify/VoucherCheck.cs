using System.Globalization;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What vouchers have available and reserved, added up from their events, is what the control accounts budget:issued and budget:reserved of
/// their fund hold; each event's own account of where the voucher stands agrees with the sum of the events before it.
/// </summary>
internal sealed class VoucherCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _apply, _add, _setStatus;
    private readonly Func<object?[], object?> _standing;

    public VoucherCheck(Scratch scratch, Things things) : base("vouchers are the control accounts")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE voucher (id TEXT PRIMARY KEY, book TEXT, fund TEXT, enterprise TEXT, status TEXT,
                face INTEGER, available INTEGER, reserved INTEGER, redeemed INTEGER) WITHOUT ROWID
            """);
        _apply = scratch.Prepare("INSERT INTO voucher VALUES (?1, ?2, ?3, ?4, 'Applied', ?5, 0, 0, 0)");
        _add = scratch.Prepare(
            "UPDATE voucher SET available = available + ?2, reserved = reserved + ?3, redeemed = redeemed + ?4 WHERE id = ?1");
        _setStatus = scratch.Prepare("UPDATE voucher SET status = ?2 WHERE id = ?1");
        _standing = scratch.PrepareScalar("SELECT available || ' ' || reserved || ' ' || redeemed FROM voucher WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        if (!entry.Aggregate.StartsWith("voucher:", StringComparison.Ordinal))
        {
            return;
        }
        var id = entry.Aggregate["voucher:".Length..];
        var fields = entry.Fields;
        switch (entry.Event)
        {
            case "voucher.applied.1":
                _apply([id, entry.Book, fields.Text("fund"), fields.Text("enterprise"), fields.Fen("amount")]);
                break;
            case "voucher.approved.1":
                Add(id, available: fields.Fen("amount"));
                break;
            case "voucher.rejected.1":
                _setStatus([id, "Rejected"]);
                break;
            case "voucher.returned.1" or "voucher.revoked.1" or "voucher.expired.1":
                Add(id, available: -fields.Fen("rest"));
                break;
            case "order.placed.1":
                Add(id, available: -fields.Fen("subsidy"), reserved: fields.Fen("subsidy"));
                break;
            case "claim.approved.1":
                Add(id, reserved: -fields.Fen("amount"), redeemed: fields.Fen("amount"));
                break;
            case "claim.clawed-back.1":
                Add(id, redeemed: -fields.Fen("amount"));
                break;
        }
        if (fields.Optional("released") is { } released)
        {
            var (toIssued, toAvailable) = (released.Fen("toIssued"), released.Fen("toAvailable"));
            Add(id, available: toIssued, reserved: -(toIssued + toAvailable));
        }
        if (fields.Optional("after") is { } after)
        {
            Compare(entry, id, after);
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT v.book, a.account, v.fen, coalesce(s.fen, 0)
            FROM (SELECT book, wide_sum(available) AS fen, 'budget:issued' AS account FROM voucher GROUP BY book
                  UNION ALL SELECT book, wide_sum(reserved), 'budget:reserved' FROM voucher GROUP BY book) v
            JOIN (SELECT 'budget:issued' AS account UNION ALL SELECT 'budget:reserved') a ON a.account = v.account
            LEFT JOIN sum s ON s.book = v.book AND s.account = v.account
            WHERE v.fen <> CAST(-coalesce(s.fen, 0) AS TEXT) ORDER BY 1, 2
            """).Select(r => $"{r.GetString(0)}: vouchers hold {Fen.Text(r.GetString(2))}, "
                + $"{r.GetString(1)} {Fen.Text(-(Int128)r.GetInt64(3))}"));
        FailEach(_scratch.Rows(
            """
            SELECT book, account, fen FROM sum WHERE account IN ('budget:issued', 'budget:reserved') AND fen <> 0
                AND book NOT IN (SELECT book FROM voucher) ORDER BY book, account
            """).Select(r => $"{r.GetString(0)}: {r.GetString(1)} {Fen.Text(-(Int128)r.GetInt64(2))} without a voucher"));
        FailEach(_scratch.Rows("SELECT id FROM voucher WHERE available < 0 OR reserved < 0 OR redeemed < 0 ORDER BY id")
            .Select(r => $"voucher {r.GetString(0)} holds less than nothing"));
        foreach (var r in _scratch.Rows("SELECT id, status, fund, enterprise, face, available, reserved, redeemed FROM voucher"))
        {
            _things.Expect("voucher:" + r.GetString(0), Things.Voucher(
                r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)));
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM voucher"), "voucher", "vouchers")}, "
        + $"available {Fen.Text(_scratch.Sum("SELECT wide_sum(available) FROM voucher"))}, "
        + $"reserved {Fen.Text(_scratch.Sum("SELECT wide_sum(reserved) FROM voucher"))}";

    private void Add(string id, long available = 0, long reserved = 0, long redeemed = 0) => _add([id, available, reserved, redeemed]);

    private void Compare(StoredEntry entry, string id, JsonElement after)
    {
        _setStatus([id, after.Text("status")]);
        var said = string.Create(CultureInfo.InvariantCulture, $"{after.Fen("available")} {after.Fen("reserved")} {after.Fen("redeemed")}");
        var summed = _standing([id]) as string ?? "nothing";
        if (summed != said)
        {
            Fail($"{entry.Name}: voucher {id} says {said} fen (available, reserved, redeemed), its events add up to {summed}");
        }
    }
}
