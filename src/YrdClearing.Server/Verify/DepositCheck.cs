namespace YrdClearing.Server.Verify;

/// <summary>
/// What a market owes bidders is what they deposited, less what contracts took over and what went back; each listing has at most one
/// winner, whose deposit only its contract takes, and every other deposit of a listing that has ended goes back.
/// </summary>
internal sealed class DepositCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Things _things;
    private readonly Action<object?[]> _list, _end, _deposit, _setStatus, _win, _take;

    public DepositCheck(Scratch scratch, Things things) : base("deposits are bids")
    {
        (_scratch, _things) = (scratch, things);
        scratch.Run(
            """
            CREATE TABLE listing (id TEXT PRIMARY KEY, market TEXT, seller TEXT, deposit INTEGER, status TEXT, winner TEXT, contract TEXT)
                WITHOUT ROWID;
            CREATE TABLE bid (listing TEXT, bidder TEXT, book TEXT, market TEXT, amount INTEGER, status TEXT, contract TEXT,
                PRIMARY KEY (listing, bidder)) WITHOUT ROWID;
            CREATE TABLE deposit_taken (listing TEXT, bidder TEXT, book TEXT, contract TEXT, amount INTEGER,
                PRIMARY KEY (listing, bidder, contract)) WITHOUT ROWID;
            """);
        _list = scratch.Prepare("INSERT INTO listing VALUES (?1, ?2, ?3, ?4, 'Open', NULL, NULL)");
        _end = scratch.Prepare("UPDATE listing SET status = ?2, winner = ?3, contract = ?4 WHERE id = ?1");
        _deposit = scratch.Prepare("INSERT INTO bid VALUES (?1, ?2, ?3, ?4, ?5, 'Deposited', NULL)");
        _setStatus = scratch.Prepare("UPDATE bid SET status = ?3 WHERE listing = ?1 AND bidder = ?2");
        _win = scratch.Prepare("UPDATE bid SET contract = ?3 WHERE listing = ?1 AND bidder = ?2");
        _take = scratch.Prepare("INSERT INTO deposit_taken VALUES (?1, ?2, ?3, ?4, ?5)");
    }

    public override void Entry(StoredEntry entry)
    {
        switch (entry.Event)
        {
            case "listing.opened.1":
                var l = entry.Fields;
                _list([l.Text("listing"), l.Text("market"), l.Text("seller"), l.Fen("deposit")]);
                break;
            case "listing.dealt.1":
                _end([entry.Fields.Text("listing"), "Dealt", entry.Fields.Text("winner"), entry.Fields.Text("contract")]);
                break;
            case "listing.closed.1":
                _end([entry.Fields.Text("listing"), "Closed", null, null]);
                break;
            case "bid.deposited.1":
                var d = entry.Fields;
                _deposit([d.Text("listing"), d.Text("bidder"), entry.Book, d.Text("market"), d.Fen("amount")]);
                break;
            case "bid.won.1":
                Set(entry, "Won");
                _win([entry.Fields.Text("listing"), entry.Fields.Text("bidder"), entry.Fields.Text("contract")]);
                break;
            case "bid.released.1":
                Set(entry, "Released");
                break;
            case "bid.refund-instructed.1":
                Set(entry, "Instructed");
                break;
            case "bid.refunded.1":
                Set(entry, "Refunded");
                break;
            case "bid.refund-failed.1":
                Set(entry, "PaymentFailed");
                break;
            case "contract.deposit-taken.1":
                var t = entry.Fields;
                _take([t.Text("listing"), t.Text("buyer"), entry.Book, t.Text("contract"), t.Fen("amount")]);
                break;
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT book, account, wide_sum(held), wide_sum(posted) FROM (
                SELECT book, 'liabilities:deposits:' || bidder AS account, -amount AS held, 0 AS posted FROM bid
                    WHERE status IN ('Deposited', 'Won')
                UNION ALL SELECT book, 'liabilities:deposits:' || bidder, amount, 0 FROM deposit_taken
                UNION ALL SELECT book, account, 0, fen FROM sum WHERE account LIKE 'liabilities:deposits:%')
            GROUP BY book, account HAVING wide_sum(held) <> wide_sum(posted) ORDER BY 1, 2
            """).Select(r => $"{r.GetString(0)} {r.GetString(1)}: bids say {Fen.Text(r.GetString(2))}, postings {Fen.Text(r.GetString(3))}"));
        FailEach(_scratch.Rows(
            """
            SELECT t.listing, t.bidder, t.contract FROM deposit_taken t
                LEFT JOIN bid b USING (listing, bidder) LEFT JOIN listing l ON l.id = t.listing
            WHERE b.status IS NOT 'Won' OR b.contract IS NOT t.contract OR b.amount <> t.amount OR l.winner IS NOT t.bidder
                OR l.contract IS NOT t.contract
            ORDER BY 1, 2
            """).Select(r => $"contract {r.GetString(2)} took the deposit of {r.GetString(1)} for {r.GetString(0)}, which did not win it"));
        if (_scratch.Count("SELECT count(*) FROM in_flight") == 0)
        {
            FailEach(_scratch.Rows(
                """
                SELECT b.listing, b.bidder, b.status, l.status FROM bid b JOIN listing l ON l.id = b.listing
                WHERE (b.status = 'Deposited') <> (l.status = 'Open') OR (b.status = 'Won') <> (l.winner IS b.bidder)
                    OR (b.status = 'Won') <> EXISTS (SELECT 1 FROM deposit_taken t WHERE t.listing = b.listing AND t.bidder = b.bidder)
                ORDER BY 1, 2
                """).Select(r => $"the deposit of {r.GetString(1)} for {r.GetString(0)} is {r.GetString(2)}, the listing {r.GetString(3)}"));
        }
        foreach (var r in _scratch.Rows("SELECT id, status, market, seller, deposit FROM listing"))
        {
            _things.Expect("listing:" + r.GetString(0), Things.Listing(r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4)));
        }
        foreach (var r in _scratch.Rows("SELECT listing, bidder, status, market, amount FROM bid"))
        {
            var id = $"bid:{r.GetString(0)}/{r.GetString(1)}";
            _things.Expect(id, Things.Bid(r.GetString(2), r.GetString(3), r.GetString(1), r.GetInt64(4)));
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM listing"), "listing", "listings")}, "
        + $"{Fen.Count(_scratch.Count("SELECT count(*) FROM bid"), "bid", "bids")}, "
        + $"held {Fen.Text(_scratch.Sum("SELECT wide_sum(-fen) FROM sum WHERE account LIKE 'liabilities:deposits:%'"))}";

    private void Set(StoredEntry entry, string status) => _setStatus([entry.Fields.Text("listing"), entry.Fields.Text("bidder"), status]);
}
