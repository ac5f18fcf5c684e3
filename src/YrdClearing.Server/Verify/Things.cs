using System.Data;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What the state rows of vouchers, orders, payouts, cycles, contracts, titles, listings, bids and registrations must say, as one line a
/// thing: derived from the events, and read from the row's columns and from its body to be compared.
/// </summary>
internal sealed class Things
{
    private readonly Action<object?[]> _expect;

    public Things(Scratch scratch)
    {
        scratch.Run("CREATE TABLE thing (id TEXT PRIMARY KEY, line TEXT) WITHOUT ROWID");
        _expect = scratch.Prepare("INSERT OR REPLACE INTO thing VALUES (?1, ?2)");
    }

    /// <summary>The line that the row <paramref name="id"/> must give.</summary>
    public void Expect(string id, string line) => _expect([id, line]);

    public static string Voucher(string status, string fund, string enterprise, long face, long available, long reserved) =>
        $"{status}, fund {fund}, of {enterprise}: {Fen.Text(face)}, {Fen.Text(available)} available, {Fen.Text(reserved)} reserved";

    public static string Order(string voucher, string status, string claim, long price, long subsidy, long clawedBack) =>
        $"{status} on voucher {voucher}, claim '{claim}': {Fen.Text(price)}, subsidy {Fen.Text(subsidy)}, "
        + $"clawed back {Fen.Text(clawedBack)}";

    public static string Payout(string status, long amount, long received, long clawedBack) =>
        $"{status}: {Fen.Text(amount)}, clawed back {Fen.Text(clawedBack)}, received {Fen.Text(received)}";

    public static string Cycle(string status) => status;

    public static string Contract(string status, string fund, string buyer, long value, long escrow, long released) =>
        $"{status}, market {fund}, for {buyer}: {Fen.Text(value)}, escrow {Fen.Text(escrow)}, released {Fen.Text(released)}";

    public static string Title(string status, string market, string holder) => $"{status}, market {market}, held by {holder}";

    public static string Listing(string status, string market, string seller, long deposit) =>
        $"{status}, market {market}, of {seller}: deposit {Fen.Text(deposit)}";

    public static string Bid(string status, string market, string bidder, long amount) =>
        $"{status}, market {market}, of {bidder}: {Fen.Text(amount)}";

    public static string Registration(string region, string buyer, long contractValue, long technologyValue) =>
        $"seller in {region}, for {buyer}: {Fen.Text(contractValue)}, technology {Fen.Text(technologyValue)}";

    /// <summary>The same from the particulars, which the event and the row's body hold alike.</summary>
    public static string Registration(JsonElement p) =>
        Registration(p.Text("sellerRegion"), p.Text("buyer"), p.Fen("contractValue"), p.Fen("technologyValue"));

    /// <summary>
    /// The line of a row's columns: status, fund, enterprise, claim, parent, amount, amount2, amount3, provider; null for other
    /// kinds.
    /// </summary>
    public static string? OfColumns(string kind, IDataRecord r, int first)
    {
        string Text(int i) => r.IsDBNull(first + i) ? "" : r.GetString(first + i);
        long Amount(int i) => r.IsDBNull(first + i) ? 0 : r.GetInt64(first + i);
        return kind switch
        {
            "voucher"  => Voucher(Text(0), Text(1), Text(2), Amount(5), Amount(6), Amount(7)),
            "order"    => Order(After(Text(4), "voucher:"), Text(0), Text(3), Amount(5), Amount(6), Amount(7)),
            "payout"   => Payout(Text(0), Amount(5), Amount(6), Amount(7)),
            "cycle"    => Cycle(Text(0)),
            "contract" => Contract(Text(0), Text(1), Text(2), Amount(5), Amount(6), Amount(7)),
            "title"    => Title(Text(0), Text(1), Text(2)),
            "listing"  => Listing(Text(0), Text(1), Text(8), Amount(5)),
            "bid"      => Bid(Text(0), Text(1), Text(2), Amount(5)),
            "registration" => Registration(Text(1), Text(2), Amount(5), Amount(6)),
            _ => null,
        };
    }

    /// <summary>The line of a row's body; null for other kinds.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static string? OfBody(string kind, string? parent, string body)
    {
        if (kind is not ("voucher" or "order" or "payout" or "cycle" or "contract" or "title" or "listing" or "bid" or "registration"))
        {
            return null;
        }
        using var document = JsonDocument.Parse(body);
        var b = document.RootElement;
        if (kind == "voucher")
        {
            var s = b.GetProperty("standing");
            return Voucher(s.Text("status"), b.Text("fund"), b.Text("enterprise"), b.Fen("amount"), s.Fen("available"), s.Fen("reserved"));
        }
        return kind switch
        {
            "order" => Order(
                After(parent ?? "", "voucher:"), b.Text("status"), b.Optional("claim")?.GetString() ?? "", b.Fen("price"), b.Fen("subsidy"),
                b.Fen("clawedBack")),
            "payout" => Payout(b.Text("status"), b.Fen("amount"), b.Fen("received"), b.Fen("clawedBack")),
            "contract" => OfContract(b),
            "listing" => Listing(b.Text("status"), b.Text("market"), b.Text("seller"), b.Fen("deposit")),
            "bid" => Bid(b.Text("status"), b.Text("market"), b.Text("bidder"), b.Fen("amount")),
            "registration" => Registration(b),
            "title" => Title(
                b.GetProperty("encumbrances").GetArrayLength() == 0 ? "Free" : "Encumbered", b.Text("market"), b.Text("holder")),
            _ => Cycle(b.Text("status")),
        };
    }

    private static string OfContract(JsonElement b)
    {
        var released = b.GetProperty("milestones").EnumerateArray()
            .Where(m => m.Text("status") == "Released").Sum(m => m.GetProperty("terms").Fen("amount"));
        var s = b.GetProperty("standing");
        return Contract(s.Text("status"), b.Text("buyerMarket"), b.Text("buyer"), b.Fen("value"), s.Fen("escrow"), released);
    }

    private static string After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
}
