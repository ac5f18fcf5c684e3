using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>State rows say what the events add up to, and their versions count their writes.</summary>
internal sealed class RowsAreEvents(Observer observer) : Invariant(TheName, observer)
{
    public const string TheName = "state equals replayed events";

    private readonly Dictionary<string, long> _writes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    public override void TakeOver(NumberedEntry entry, JsonElement data)
    {
        foreach (var write in entry.Request.Rows)
        {
            _writes[write.Row.Id] = _writes.GetValueOrDefault(write.Row.Id) + 1;
        }
    }

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        TakeOver(entry, data);
        _touched.UnionWith(entry.Request.Rows.Select(w => w.Row.Id));
        // What an event changes must be written with it.
        switch (entry.Request.Event.Split('.')[0])
        {
            case "order" or "claim": _touched.Add("order:" + data.Text("order")); break;
            case "payout": _touched.Add("payout:" + data.Text("order")); break;
            case "voucher": _touched.Add("voucher:" + data.Text("voucher")); break;
            case "cycle": _touched.Add("cycle:" + data.Text("cycle")); break;
            case "contract" or "milestone" or "royalty" or "use" or "subrogation": _touched.Add("contract:" + data.Text("contract")); break;
            case "title": _touched.Add("title:" + data.Text("title")); break;
            case "listing": _touched.Add("listing:" + data.Text("listing")); break;
            case "bid": _touched.Add($"bid:{data.Text("listing")}/{data.Text("bidder")}"); break;
            case "licence": _touched.Add("open-licence:" + data.Text("offer")); break;
        }
    }

    public override void AfterStep()
    {
        foreach (var id in _touched)
        {
            Compare(id);
        }
        _touched.Clear();
    }

    public override void AtEnd()
    {
        foreach (var v in Model.Vouchers.Vouchers.Values)
        {
            using var body = JsonDocument.Parse(Observer.Disk.Rows["voucher:" + v.Id].Row.Body.Utf8);
            var s = body.RootElement.GetProperty("standing");
            Require(
                s.Text("status") == v.Status && s.Fen("available") == v.Available && s.Fen("reserved") == v.Reserved && s.Fen("redeemed") == v.Redeemed,
                $"voucher {v.Id} is stored as {s}, its events make it {v.Status} {v.Available} {v.Reserved} {v.Redeemed}");
        }
        foreach (var c in Model.Contracts.Contracts.Values)
        {
            CompareStanding(c);
        }
        foreach (var book in Observer.Disk.Heads.Keys)
        {
            var stored = Disk.DiskReads.Current(Observer.Disk, book);
            var off = Model.Ledger.Of(book).FirstOrDefault(b => stored.GetValueOrDefault(b.Key) != b.Value);
            Require(off.Key is null, $"checkpoint and tail of {book} make {off.Key} {stored.GetValueOrDefault(off.Key ?? "")} fen, its entries {off.Value}");
        }
    }

    private void Compare(string id)
    {
        if (!Observer.Disk.Rows.TryGetValue(id, out var stored))
        {
            Fail($"{id} has no row");
            return;
        }
        Require(stored.Version == _writes[id], $"{id} has version {stored.Version} after {_writes[id]} writes");
        var row = stored.Row;
        var key = id[(id.IndexOf(':') + 1)..];
        var fen = (row.Amount?.Fen, row.Amount2?.Fen, row.Amount3?.Fen);
        if (row.Kind == "voucher")
        {
            var v = Model.Vouchers.Vouchers[key];
            Same(id, (row.Status, fen), (v.Status, (v.Face, v.Available, v.Reserved)));
        }
        else if (row.Kind == "order")
        {
            var o = Model.Vouchers.Orders[key];
            Same(id, ($"{row.Status}/{row.Claim}", fen), ($"{o.Status}/{o.Claim}", (o.Price, o.Subsidy, o.ClawedBack)));
        }
        else if (row.Kind == "payout" && key.Contains('/', StringComparison.Ordinal))
        {
            var (_, m, owner) = Model.Contracts.Payouts.Find(key);
            Same(id, (row.Status, fen), owner is null
                ? (m.Payout ?? "", (m.SellerNet, m.Received, m.PayoutClawedBack))
                : (owner.Payout ?? "", (owner.Amount, 0, 0)));
        }
        else if (row.Kind == "contract")
        {
            var c = Model.Contracts.Contracts[key];
            Same(id, (row.Status, fen), (c.Status, (c.Value, c.Escrow, c.Released)));
        }
        else if (row.Kind == "bid")
        {
            var bid = Model.Listings.Bids[key];
            Same(id, (row.Status, fen), (bid.Status, (bid.Amount, null, null)));
        }
        else if (row.Kind is "listing" or "open-licence")
        {
            var status = row.Kind == "listing" ? Model.Listings.Listings[key].Status : Model.Offers[key].Status;
            Require(row.Status == status, $"{id} is stored as {row.Status}, its events make it {status}");
        }
        else if (row.Kind == "title")
        {
            var title = Model.Contracts.Titles.Titles[key].Register;
            Require(row.Enterprise == title.Holder, $"{id} is stored as held by {row.Enterprise}, its events make it {title}");
        }
        else if (row.Kind == "payout")
        {
            var o = Model.Vouchers.Orders[key];
            Same(id, (row.Status, fen), (o.Payout ?? "", (o.Subsidy, o.Received, o.PayoutClawedBack)));
        }
        else if (row.Kind == "cycle")
        {
            Require(row.Status == Model.Cycles.Cycles[key].Status, $"{id} is stored as {row.Status}, not {Model.Cycles.Cycles[key].Status}");
        }
    }

    private void CompareStanding(ModelContract c)
    {
        using var body = JsonDocument.Parse(Observer.Disk.Rows["contract:" + c.Id].Row.Body.Utf8);
        var s = body.RootElement.GetProperty("standing");
        var stored = (s.Fen("funded"), s.Fen("returned"), s.Fen("refundDue"), s.Fen("refundInstructed"), s.Fen("refundPaid"));
        var replayed = (c.Funded, c.Returned, c.RefundDue, c.RefundInstructed, c.RefundPaid);
        Require(stored == replayed, $"contract {c.Id} is stored with {stored}, its events make it {replayed}");
        var claim = body.RootElement.TryGetProperty("subrogation", out var fund)
            ? (fund.Fen("compensated"), fund.Fen("received"), fund.Fen("writtenOff"))
            : (0, 0, 0);
        var claimed = (c.Compensated, c.Received, c.WrittenOff);
        Require(claim == claimed, $"contract {c.Id} is stored with the claim {claim}, its events make it {claimed}");
        foreach (var m in body.RootElement.GetProperty("milestones").EnumerateArray())
        {
            var milestone = c.Milestone(m.GetProperty("terms").Text("id"));
            var payout = m.TryGetProperty("payout", out var told) ? told.GetString() : null;
            var owners = m.Items("owners").Select(o => (o.Text("party"), o.Fen("amount"), o.Text("payout")));
            var period = m.TryGetProperty("period", out var p) ? (p.Text("status"), p.FenOr("base")) : (null, null);
            Require(
                m.Text("status") == milestone.Status && m.Fen("refunded") == milestone.Refunded && payout == milestone.Payout
                    && owners.SequenceEqual(milestone.Owners.Select(o => (o.Party, o.Amount, o.Payout!)))
                    && period == (milestone.Period?.Status, milestone.Period?.Base),
                $"milestone {c.Id}/{milestone.Id} is stored as {m}, its events make it {milestone.Status}, paid {milestone.Payout}");
        }
    }

    private void Same(string id, (string, (long?, long?, long?)) stored, (string, (long?, long?, long?)) replayed)
    {
        if (stored != replayed)
        {
            Fail($"{id} is stored as {stored}, its events make it {replayed}");
        }
    }
}

/// <summary>The keys that are taken are those of what is there: freed keys are free, all others belong to their holder.</summary>
internal sealed class KeysAreHeld(Observer observer) : Invariant("keys are held and freed", observer)
{
    private readonly HashSet<string> _vouchers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _orders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contracts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listings = new(StringComparer.Ordinal);

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var once = entry.Request.CommandId is { } id ? "cmd/" + id : entry.Request.Cause is { } c ? $"msg/{c.Book}/{c.Seq}/{c.N}" : null;
        Require(once is not null && Observer.Disk.Keys.TryGetValue(once, out var key) && key.Seq == entry.Seq && key.Book == entry.Request.Book,
            $"{entry.Request.Book}/{entry.Seq} did not take {once}");
        if (entry.Request.Event.StartsWith("voucher.", StringComparison.Ordinal))
        {
            _vouchers.Add(data.Text("voucher"));
        }
        else if (entry.Request.Event.StartsWith("contract.", StringComparison.Ordinal))
        {
            _contracts.Add(data.Text("contract"));
        }
        else if (entry.Request.Event.StartsWith("listing.", StringComparison.Ordinal))
        {
            _listings.Add(data.Text("listing"));
        }
        else if (data.TryGetProperty("order", out var order) && entry.Request.Aggregate.StartsWith("voucher:", StringComparison.Ordinal))
        {
            _orders.Add(order.GetString()!);
        }
    }

    public override void AfterStep()
    {
        foreach (var voucher in _vouchers.Select(id => Model.Vouchers.Vouchers[id]))
        {
            Holds("voucher/" + voucher.Id, "voucher:" + voucher.Id);
            var open = Model.Vouchers.Vouchers.Values.SingleOrDefault(
                v => v.Status == "Applied" && v.Fund == voucher.Fund && v.Enterprise == voucher.Enterprise);
            Holds($"application/{voucher.Fund}/{voucher.Enterprise}", open is null ? null : "voucher:" + open.Id);
        }
        _vouchers.Clear();
        foreach (var order in _orders.Select(id => Model.Vouchers.Orders[id]))
        {
            Holds("order/" + order.Id, $"{order.Voucher}|{order.HomeBook}|{order.PayingBook}");
            if (order.Invoice is { } invoice)
            {
                var holder = Model.Vouchers.Orders.Values.SingleOrDefault(o => o.Invoice == invoice && o.Claim is not (null or "Rejected"));
                Holds("invoice/" + invoice, holder is null ? null : "voucher:" + holder.Voucher);
            }
        }
        _orders.Clear();
        foreach (var c in _contracts.Select(id => Model.Contracts.Contracts[id]))
        {
            Holds("contract/" + c.Id, $"{c.SellerBook}|{c.HomeBook}|{c.Title}");
            if (c.Number is { } number)
            {
                Holds("registration/" + number, "contract:" + c.Id);
            }
            if (c.Encumbrance > 0)
            {
                Holds($"title/{c.Title}/{c.Encumbrance}", "contract:" + c.Id);
            }
        }
        _contracts.Clear();
        foreach (var l in _listings.Select(id => Model.Listings.Listings[id]))
        {
            HoldsOf(l);
        }
        _listings.Clear();
    }

    /// <summary>A title is listed once at a time, a contract the deal of one listing.</summary>
    private void HoldsOf(ModelListing l)
    {
        Holds("listing/" + l.Id, "listing:" + l.Id);
        var open = Model.Listings.Listings.Values.FirstOrDefault(other => other.Title == l.Title && other.Status == "Open");
        Holds("listed/" + l.Title, open is null ? null : "listing:" + open.Id);
        if (l.Contract is { } deal)
        {
            Holds("deal/" + deal, "listing:" + l.Id);
        }
        foreach (var bid in Model.Listings.Of(l))
        {
            Holds($"bid/{l.Id}/{bid.Bidder}", $"bid:{l.Id}/{bid.Bidder}");
        }
    }

    private void Holds(string key, string? holder)
    {
        var stored = Observer.Disk.Keys.GetValueOrDefault(key)?.Value;
        if (stored != holder)
        {
            Fail($"{key} is held by {stored ?? "nobody"}, and should be by {holder ?? "nobody"}");
        }
    }
}
