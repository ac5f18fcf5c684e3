using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// Every part of a contract is worth what plan, terms, reported bases and escrow make it, computed anew: in its draft, its amendments, at
/// its release, and in what the markets owe, keep as fees and pay to sellers and owners for it. The terms are those of the seller's market,
/// and of an accepted licence those published.
/// </summary>
internal sealed class PriceCheck : Check
{
    private readonly Scratch _scratch;
    private readonly Action<object?[]> _open, _offer, _draft, _save, _price, _fee, _paid;
    private readonly Func<object?[], object?> _load, _escrow;

    private long _released;
    private Int128 _fen;

    public PriceCheck(Scratch scratch) : base("parts are priced as their plan says")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE market_terms (market TEXT PRIMARY KEY, terms TEXT) WITHOUT ROWID;
            CREATE TABLE offer (id TEXT PRIMARY KEY, published TEXT) WITHOUT ROWID;
            CREATE TABLE priced (id TEXT PRIMARY KEY, market TEXT, terms TEXT, offer TEXT, published TEXT, body TEXT) WITHOUT ROWID;
            CREATE TABLE price (id TEXT PRIMARY KEY, payee TEXT, amount INTEGER, fee INTEGER) WITHOUT ROWID;
            CREATE TABLE fee (book TEXT, id TEXT, fen INTEGER, by_message INTEGER);
            CREATE TABLE paid (id TEXT, entry TEXT, payee TEXT, amount INTEGER, fee INTEGER);
            """);
        _open = scratch.Prepare("INSERT INTO market_terms VALUES (?1, ?2)");
        _offer = scratch.Prepare("INSERT INTO offer VALUES (?1, ?2)");
        _draft = scratch.Prepare("INSERT INTO priced VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _load = scratch.PrepareScalar("SELECT body FROM priced WHERE id = ?1");
        _save = scratch.Prepare("UPDATE priced SET body = ?2 WHERE id = ?1");
        _price = scratch.Prepare("INSERT INTO price VALUES (?1, ?2, ?3, ?4)");
        _fee = scratch.Prepare("INSERT INTO fee VALUES (?1, ?2, ?3, ?4)");
        _paid = scratch.Prepare("INSERT INTO paid VALUES (?1, ?2, ?3, ?4, ?5)");
        // Of EscrowCheck, which has seen the entry at hand already; a default leaves the escrow as it was.
        _escrow = scratch.PrepareScalar("SELECT escrow FROM contract WHERE id = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        switch (entry.Event)
        {
            case "market.opened.1":
                _open([entry.Fields.Text("market"), entry.Fields.GetProperty("terms").GetRawText()]);
                break;
            case "licence.offered.1":
                _offer([entry.Fields.Text("offer"), Published(entry.Fields)]);
                break;
            case "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1":
                Draft(entry, entry.Fields);
                break;
            case "contract.amendment-proposed.1" or "contract.amendment-proposed.2":
                Save(Load(entry) with { Proposed = entry.Fields });
                break;
            case "contract.amended.1" or "contract.amended.2":
                Amend(entry, entry.Fields);
                break;
            case "royalty.reported.1" or "royalty.inspected.1":
                Report(entry);
                break;
            case "royalty.payable.1":
                FallDue(entry);
                break;
            case "use.defaulted.1":
                Default(entry, entry.Fields);
                break;
            case "milestone.released.1" or "milestone.released.2":
                Release(entry);
                break;
            case "payout.release-due.1" or "payout.release-due.2" or "payout.owner-due.1" or "payout.instructed.1" or "payout.paid.1"
                or "payout.failed.1":
                Pay(entry, entry.Fields);
                break;
        }
    }

    public override void Finish()
    {
        FailEach(_scratch.Rows(
            """
            SELECT id, market FROM priced c WHERE NOT EXISTS
                (SELECT * FROM market_terms m WHERE m.market = c.market AND m.terms = c.terms) ORDER BY id
            """).Select(r => $"contract {r.GetString(0)}: its fee is not that of market {r.GetString(1)}"));
        FailEach(_scratch.Rows(
            """
            SELECT id, offer FROM priced c WHERE offer IS NOT NULL AND NOT EXISTS
                (SELECT * FROM offer o WHERE o.id = c.offer AND o.published = c.published) ORDER BY id
            """).Select(r => $"contract {r.GetString(0)}: its terms are not those that licence {r.GetString(1)} published"));
        FailEach(_scratch.Rows(
            """
            SELECT paid.entry, paid.id, paid.amount, coalesce(price.amount, 0) FROM paid LEFT JOIN price ON price.id = paid.id
            WHERE price.id IS NULL OR price.amount <> paid.amount OR price.payee <> paid.payee OR price.fee <> paid.fee
            ORDER BY paid.rowid
            """).Select(r => $"{r.GetString(0)}: pays {Fen.Text(r.GetInt64(2))} for {r.GetString(1)}, its plan comes to "
                + $"{Fen.Text(r.GetInt64(3))}, or payee or fee are others"));
        FailEach(_scratch.Rows(
            """
            SELECT book, wide_sum(expected), wide_sum(posted)
            FROM (SELECT book, fen AS expected, 0 AS posted FROM fee
                      WHERE NOT by_message OR id IN (SELECT id FROM paid WHERE fee IS NOT NULL)
                  UNION ALL SELECT book, 0, -fen FROM sum WHERE account = 'income:fees')
            GROUP BY book HAVING wide_sum(expected) <> wide_sum(posted) ORDER BY book
            """).Select(r => $"{r.GetString(0)} income:fees: prices come to {Fen.Text(r.GetString(1))}, "
                + $"postings {Fen.Text(r.GetString(2))}"));
    }

    protected override string Figure =>
        $"{Fen.Count(_scratch.Count("SELECT count(*) FROM priced"), "contract", "contracts")}, "
        + $"{Fen.Count(_released, "part", "parts")} released worth {Fen.Text(_fen)}";

    private void Draft(StoredEntry entry, JsonElement e)
    {
        var c = PricedContract.Drafted(e);
        _draft([
            c.Id, e.Text("sellerMarket"), e.GetProperty("terms").GetRawText(), e.Optional("offer")?.GetString(),
            e.Optional("offer") is null ? null : Published(e), JsonSerializer.Serialize(c)]);
        Compare(entry, c.Parts, e.GetProperty("milestones"));
    }

    private void Amend(StoredEntry entry, JsonElement e)
    {
        var c = Load(entry).Amended();
        Save(c);
        Compare(entry, c.Parts.Where(p => !p.IsReleased), e.GetProperty("milestones"));
        if (c.Value != e.Fen("value"))
        {
            Fail($"{entry.Name}: {c.Id} is worth {Fen.Text(e.Fen("value"))} from now on, {Fen.Text(c.Value)} was proposed");
        }
    }

    private void Report(StoredEntry entry)
    {
        var c = Load(entry);
        Save(c.With(PartOf(c, entry) with { Base = entry.Fields.Fen("base") }));
    }

    private void FallDue(StoredEntry entry)
    {
        var c = Load(entry);
        var part = c.Final(PartOf(c, entry));
        Save(c.With(part));
        Compare(entry, [part], [entry.Fields.GetProperty("terms")]);
    }

    private void Default(StoredEntry entry, JsonElement e)
    {
        var c = Load(entry);
        var escrow = _escrow([c.Id]) is long fen ? fen : throw new InvalidOperationException($"{c.Id} has no escrow");
        var (compensation, rest) = c.Default(PartOf(c, entry), escrow);
        var after = c.With(rest);
        Save(compensation is null ? after : after with { Parts = [.. after.Parts, compensation with { IsReleased = true }] });
        Compare(entry, [rest], [e.GetProperty("rest")]);
        Compare(entry, compensation is null ? [] : [compensation], e.Optional("compensation") is { } said ? [said] : []);
        if (compensation is not null)
        {
            // The fund stands in towards the seller; owners have no part of it.
            Owe(entry, c, compensation, []);
        }
    }

    private void Release(StoredEntry entry)
    {
        var c = Load(entry);
        var part = c.Final(PartOf(c, entry));
        Save(c.With(part with { IsReleased = true }));
        Compare(entry, [part], [entry.Fields.GetProperty("terms")]);
        var owners = c.OwnersOf(part);
        var said = entry.Fields.Optional("owners")?.EnumerateArray().Select(o => (o.Text("party"), o.Fen("amount"))) ?? [];
        if (!said.SequenceEqual(owners))
        {
            Fail($"{entry.Name}: owners get other parts of {c.Id}/{part.Id} than "
                + string.Join(", ", owners.Select(o => Fen.Text(o.Fen))));
        }
        Owe(entry, c, part, owners);
    }

    /// <summary>What the released part makes the markets owe each other, earn and pay.</summary>
    private void Owe(StoredEntry entry, PricedContract c, PricedPart part, IReadOnlyList<(string Party, long Fen)> owners)
    {
        _released++;
        _fen += part.Amount;
        var id = $"{c.Id}/{part.Id}";
        var isAbroad = c.SellerBook != c.HomeBook;
        var (owed, said) = (isAbroad ? part.Amount - part.BuyerFee : 0, entry.DueFen ?? 0);
        if (owed != said)
        {
            Fail($"{entry.Name}: {Fen.Text(said)} is owed between markets for {id}, its plan comes to {Fen.Text(owed)}");
        }
        _price([id, c.Seller, part.Net - owners.Sum(o => o.Fen), part.SellerFee]);
        foreach (var (party, fen) in owners)
        {
            _price([$"{id}/{party}", party, fen, null]);
        }
        _fee([c.HomeBook, id, part.BuyerFee, 0]);
        _fee([c.SellerBook, id, part.SellerFee, isAbroad ? 1 : 0]);
    }

    /// <summary>What a market says it pays; only what is paid for a contract has a slash in its name.</summary>
    private void Pay(StoredEntry entry, JsonElement e)
    {
        var id = e.Text("order");
        if (!id.Contains('/', StringComparison.Ordinal))
        {
            return;
        }
        _paid([id, entry.Name, e.Optional("payee")?.GetString(), e.Fen("amount"), e.Optional("fee")?.GetInt64()]);
        foreach (var owner in e.Optional("owners")?.EnumerateArray() ?? default)
        {
            _paid([$"{id}/{owner.Text("party")}", entry.Name, owner.Text("party"), owner.Fen("amount"), null]);
        }
    }

    private void Compare(StoredEntry entry, IEnumerable<PricedPart> parts, JsonElement said) =>
        Compare(entry, parts, said.EnumerateArray());

    private void Compare(StoredEntry entry, IEnumerable<PricedPart> parts, IEnumerable<JsonElement> said)
    {
        var (computed, stored) = (parts.Select(Text).ToList(), said.Select(Text).ToList());
        if (!computed.SequenceEqual(stored))
        {
            Fail($"{entry.Name}: says {string.Join(", ", stored.Except(computed))}, "
                + $"its plan comes to {string.Join(", ", computed.Except(stored))}");
        }
    }

    private static string Text(PricedPart p) => Text(p.Id, p.Amount, p.SellerFee, p.BuyerFee);

    private static string Text(JsonElement p) => Text(p.Text("id"), p.Fen("amount"), p.Fen("sellerMarketFee"), p.Fen("buyerMarketFee"));

    private static string Text(string id, long amount, long sellerFee, long buyerFee) =>
        $"{id} {Fen.Text(amount)} (fees {Fen.Text(sellerFee)} and {Fen.Text(buyerFee)})";

    private static string Published(JsonElement e) =>
        $"{e.Fen("value")} {e.GetProperty("terms").GetRawText()} {e.GetProperty("plan").GetRawText()}";

    private static PricedPart PartOf(PricedContract contract, StoredEntry entry) => contract.Part(entry.Fields.Text("milestone"));

    private PricedContract Load(StoredEntry entry) => _load([entry.Fields.Text("contract")]) is string body
        ? JsonSerializer.Deserialize<PricedContract>(body)!
        : throw new InvalidOperationException("its contract was never drafted");

    private void Save(PricedContract contract) => _save([contract.Id, JsonSerializer.Serialize(contract)]);
}
