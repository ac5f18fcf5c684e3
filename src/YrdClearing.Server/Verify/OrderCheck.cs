namespace YrdClearing.Server.Verify;

/// <summary>
/// What a voucher has reserved is what its orders have reserved and neither released nor redeemed; no ended order keeps anything.
/// </summary>
internal sealed class OrderCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _place, _setStatus, _deliver, _setClaim, _clawBack, _reserve;

    public OrderCheck(Scratch scratch, Things things) : base("reservations are those of orders")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE service_order (id TEXT PRIMARY KEY, voucher TEXT, status TEXT, claim TEXT, price INTEGER, subsidy INTEGER,
                clawed INTEGER, reserved INTEGER) WITHOUT ROWID
            """);
        _place = scratch.Prepare("INSERT INTO service_order VALUES (?1, ?2, 'Placed', NULL, ?3, ?4, 0, ?4)");
        _setStatus = scratch.Prepare("UPDATE service_order SET status = ?2 WHERE id = ?1");
        _deliver = scratch.Prepare("UPDATE service_order SET status = 'Delivered', subsidy = ?2 WHERE id = ?1");
        _setClaim = scratch.Prepare("UPDATE service_order SET claim = ?2 WHERE id = ?1");
        _clawBack = scratch.Prepare("UPDATE service_order SET clawed = clawed + ?2, claim = ?3 WHERE id = ?1");
        _reserve = scratch.Prepare("UPDATE service_order SET reserved = reserved + ?2 WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        if (StatusAfter(entry.Event) is { } status)
        {
            _setStatus([entry.Fields.Text("order"), status]);
        }
        if (ClaimAfter(entry.Event) is { } claim)
        {
            _setClaim([entry.Fields.Text("order"), claim]);
        }
        switch (entry.Event)
        {
            case "order.placed.1":
                var placed = entry.Fields;
                _place([placed.Text("order"), placed.Text("voucher"), placed.Fen("price"), placed.Fen("subsidy")]);
                break;
            case "order.delivered.1":
                _deliver([entry.Fields.Text("order"), entry.Fields.Fen("subsidy")]);
                break;
            case "claim.approved.1":
                _reserve([entry.Fields.Text("order"), -entry.Fields.Fen("amount")]);
                break;
            case "claim.clawed-back.1":
                _clawBack([entry.Fields.Text("order"), entry.Fields.Fen("amount"), entry.Fields.Text("status")]);
                break;
        }
        if (Releases(entry.Event))
        {
            var released = entry.Fields.GetProperty("released");
            _reserve([entry.Fields.Text("order"), -(released.Fen("toIssued") + released.Fen("toAvailable"))]);
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT v.id, v.reserved, coalesce(o.reserved, '0')
            FROM voucher v LEFT JOIN (SELECT voucher, wide_sum(reserved) AS reserved FROM service_order GROUP BY voucher) o ON o.voucher = v.id
            WHERE CAST(v.reserved AS TEXT) <> coalesce(o.reserved, '0') ORDER BY v.id
            """).Select(r => $"voucher {r.GetString(0)} has {Fen.Text(r.GetInt64(1))} reserved, its orders {Fen.Text(r.GetString(2))}"));
        FailEach(_scratch.Rows(
            """
            SELECT id, status, coalesce(claim, 'no'), reserved, subsidy FROM service_order
            WHERE reserved <> CASE
                WHEN status IN ('Declined', 'Cancelled', 'Rejected', 'Lapsed') THEN 0
                WHEN claim IN ('Approved', 'Instructed', 'PaymentFailed', 'Paid', 'Recovered') THEN 0
                ELSE subsidy END
            ORDER BY id
            """).Select(r => $"order {r.GetString(0)} ({r.GetString(1)}, {r.GetString(2)} claim) has {Fen.Text(r.GetInt64(3))} reserved "
                + $"of a subsidy of {Fen.Text(r.GetInt64(4))}"));
        foreach (var r in _scratch.Rows("SELECT id, voucher, status, coalesce(claim, ''), price, subsidy, clawed FROM service_order"))
        {
            _things.Expect("order:" + r.GetString(0), Things.Order(
                r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)));
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM service_order"), "order", "orders")}, "
        + $"reserved {Fen.Text(_scratch.Sum("SELECT wide_sum(reserved) FROM service_order"))}";

    private static string? StatusAfter(string @event) => @event switch
    {
        "order.accepted.1"  => "Accepted",
        "order.declined.1"  => "Declined",
        "order.confirmed.1" => "Confirmed",
        "order.disputed.1"  => "Disputed",
        "order.cancelled.1" => "Cancelled",
        "order.lapsed.1"    => "Lapsed",
        "claim.rejected.1"  => "Rejected",
        _ => null,
    };

    private static string? ClaimAfter(string @event) => @event switch
    {
        "claim.submitted.1"      => "Submitted",
        "claim.reviewed.1"       => "Reviewed",
        "claim.returned.1"       => "Returned",
        "claim.rejected.1"       => "Rejected",
        "claim.approved.1"       => "Approved",
        "claim.instructed.1"     => "Instructed",
        "claim.paid.1"           => "Paid",
        "claim.payment-failed.1" => "PaymentFailed",
        _ => null,
    };

    private static bool Releases(string @event) =>
        @event is "order.declined.1" or "order.delivered.1" or "order.cancelled.1" or "order.lapsed.1" or "claim.rejected.1";
}
