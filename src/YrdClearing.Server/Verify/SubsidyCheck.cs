using System.Globalization;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Vouchers and orders are what the policy they name makes of them, computed anew: a voucher is granted as applied for and may be used and
/// claimed for so many days; an order's rate is that of its corridor, its subsidy the rate of the price, at most the cap or, where the policy
/// clamps, all that the voucher had; with the invoice it falls or stays. Payee and paying book are those of the route, the host the fund that
/// its provider applied to.
/// </summary>
internal sealed class SubsidyCheck : Check
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    private readonly Scratch _scratch;
    private readonly Action<object?[]> _publish, _order, _host, _applicant;
    private readonly Func<object?[], object?> _policy, _available, _face, _placed, _enterprise;

    public SubsidyCheck(Scratch scratch) : base("subsidies are those of the policy")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE policy (book TEXT, version TEXT, body TEXT, PRIMARY KEY (book, version)) WITHOUT ROWID;
            CREATE TABLE host (provider TEXT, fund TEXT, named_by TEXT, PRIMARY KEY (provider, fund)) WITHOUT ROWID;
            CREATE TABLE applicant (provider TEXT PRIMARY KEY, fund TEXT) WITHOUT ROWID;
            CREATE TABLE subsidy (id TEXT PRIMARY KEY, price INTEGER, rate INTEGER, fen INTEGER) WITHOUT ROWID;
            """);
        _publish = scratch.Prepare("INSERT INTO policy VALUES (?1, ?2, ?3)");
        _policy = scratch.PrepareScalar("SELECT body FROM policy WHERE book = ?1 AND version = ?2");
        _order = scratch.Prepare("INSERT INTO subsidy VALUES (?1, ?2, ?3, ?4)");
        _placed = scratch.PrepareScalar("SELECT price || ' ' || rate || ' ' || fen FROM subsidy WHERE id = ?1");
        _host = scratch.Prepare("INSERT OR IGNORE INTO host VALUES (?1, ?2, ?3)");
        _applicant = scratch.Prepare("INSERT INTO applicant VALUES (?1, ?2)");
        // Of VoucherCheck, which has seen the entry at hand already.
        _available = scratch.PrepareScalar("SELECT available FROM voucher WHERE id = ?1");
        _face = scratch.PrepareScalar("SELECT face FROM voucher WHERE id = ?1");
        _enterprise = scratch.PrepareScalar("SELECT enterprise FROM voucher WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        switch (entry.Event)
        {
            case "fund.policy-published.1":
                var policy = entry.Fields.GetProperty("policy");
                _publish([entry.Book, policy.Text("version"), policy.GetRawText()]);
                break;
            case "provider.applied.1":
                _applicant([entry.Fields.Text("provider"), entry.Fields.Text("fund")]);
                break;
            case "voucher.approved.1":
                Approve(entry, entry.Fields);
                break;
            case "order.placed.1":
                Place(entry, entry.Fields);
                break;
            case "order.delivered.1":
                Deliver(entry, entry.Fields);
                break;
        }
    }

    public override void Finish() => FailEach(_scratch.Rows(
        """
        SELECT h.named_by, h.provider, h.fund, coalesce(a.fund, 'none') FROM host h LEFT JOIN applicant a USING (provider)
        WHERE h.fund IS NOT a.fund ORDER BY 1
        """).Select(r => $"{r.GetString(0)}: {r.GetString(1)} is hosted by {r.GetString(2)}, but applied to {r.GetString(3)}"));

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM policy"), "policy", "policies")}, "
        + Fen.Count(_scratch.Count("SELECT count(*) FROM subsidy"), "order priced", "orders priced");

    private void Approve(StoredEntry entry, JsonElement e)
    {
        var policy = PolicyOf(entry, e);
        Compare(entry, "amount", e.Fen("amount"), _face([e.Text("voucher")]));
        Compare(entry, "annualCap", e.Fen("annualCap"), policy.Fen("annualCap"));
        var day = DayOf(entry);
        Compare(entry, "quotaYear", e.Fen("quotaYear"), (long)day.Year);
        var useBy = day.AddDays(policy.GetProperty("useDays").GetInt32());
        Compare(entry, "useBy", e.Text("useBy"), Text(useBy));
        Compare(entry, "claimBy", e.Text("claimBy"), Text(useBy.AddDays(policy.GetProperty("claimDays").GetInt32())));
    }

    private void Place(StoredEntry entry, JsonElement e)
    {
        var policy = PolicyOf(entry, e);
        var (price, rate, subsidy, host) = (e.Fen("price"), e.Rate("rate"), e.Fen("subsidy"), e.Text("hostFund"));
        var (route, province) = (policy.Text("route"), ProvinceOf(host));
        var corridor = province == ProvinceOf(entry.Book["fund:".Length..]) ? null
            : policy.Optional("corridorRates")?.Optional(province)?.GetInt64();
        Compare(entry, "route", e.Text("route"), route);
        Compare(entry, "rate", rate, corridor ?? policy.Rate("rate"));
        Compare(entry, "own", e.Fen("own"), price - subsidy);
        Compare(entry, "payee", e.Text("payee"), route == "R1" ? _enterprise([e.Text("voucher")]) : e.Text("provider"));
        Compare(entry, "payingBook", e.Text("payingBook"), route == "R3" ? "fund:" + host : entry.Book);
        Compare(entry, "placedAt", e.Fen("placedAt"), entry.At);
        var wanted = Math.Min(Pricing.Floor(price, rate), policy.Optional("orderCap")?.GetInt64() ?? long.MaxValue);
        // Clamped, it took all that there was.
        var isClamped = subsidy < wanted && policy.Optional("capMode")?.GetString() == "Clamp" && _available([e.Text("voucher")]) is 0L;
        Compare(entry, "subsidy", subsidy, isClamped ? subsidy : wanted);
        _order([e.Text("order"), price, rate, subsidy]);
        _host([e.Text("provider"), host, entry.Name]);
    }

    private void Deliver(StoredEntry entry, JsonElement e)
    {
        var placed = _placed([e.Text("order")]) as string ?? throw new InvalidOperationException("its order was never placed");
        long[] numbers = [.. placed.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        var (price, rate, before, invoice) = (numbers[0], numbers[1], numbers[2], e.Fen("invoiceAmount"));
        var subsidy = Math.Min(before, Pricing.Floor(Math.Min(invoice, price), rate));
        var released = e.GetProperty("released");
        Compare(entry, "subsidy", e.Fen("subsidy"), subsidy);
        Compare(entry, "own", e.Fen("own"), invoice - subsidy);
        Compare(entry, "released", released.Fen("toIssued") + released.Fen("toAvailable"), before - subsidy);
    }

    /// <summary>A policy is in force from its day on, and only once it is published.</summary>
    private JsonElement PolicyOf(StoredEntry entry, JsonElement e)
    {
        var version = e.Text("policy");
        var policy = JsonSerializer.Deserialize<JsonElement>(_policy([entry.Book, version]) as string
            ?? throw new InvalidOperationException($"policy {version} was not published"));
        if (string.CompareOrdinal(policy.Text("from"), Text(DayOf(entry))) > 0)
        {
            Fail($"{entry.Name}: policy {version} is not in force before {policy.Text("from")}");
        }
        return policy;
    }

    private void Compare(StoredEntry entry, string field, object? said, object? computed)
    {
        if (!Equals(said, computed))
        {
            Fail(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Name} ({entry.Event}): {field} is {said}, its policy comes to {computed ?? "nothing"}"));
        }
    }

    private static DateOnly DayOf(StoredEntry entry) =>
        DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(entry.At * TimeSpan.TicksPerMicrosecond) + Zone);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string ProvinceOf(string region) => region[..2] + "0000";
}
