using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// An event is of the thing that its entry is filed under, in the thing's own book, and says of parties, books, invoice and quota year what the
/// thing's events said before: nobody else is paid, refunded or given back to than who was there from the beginning. A claim is reviewed and
/// approved by two persons, who are the actors of these entries.
/// </summary>
internal sealed class BelongingCheck : Check
{
    /// <summary>The field with which events of a kind name the thing, where they do.</summary>
    private static readonly Dictionary<string, string> OwnName = new(StringComparer.Ordinal)
    {
        ["opening"]        = "fund",
        ["fund"]           = "fund",
        ["market-opening"] = "market",
        ["market"]         = "market",
        ["enterprise"]     = "enterprise",
        ["provider"]       = "provider",
        ["integrity"]      = "party",
        ["voucher"]        = "voucher",
        ["payout"]         = "order",
        ["cycle"]          = "cycle",
        ["clearing"]       = "book",
        ["deadlines"]      = "book",
        ["title"]          = "title",
        ["contract"]       = "contract",
        ["open-licence"]   = "offer",
        ["listing"]        = "listing",
    };

    /// <summary>What never changes once it is said.</summary>
    private static readonly string[] Fixed =
    [
        "enterprise", "quotaYear", "seller", "buyer", "sellerMarket", "buyerMarket", "payee", "homeBook", "sellerBook", "payingBook", "invoice",
    ];

    private readonly Func<object?[], object?> _say, _reviewer;
    private readonly Action<object?[]> _review;
    private readonly Scratch _scratch;
    private long _events;

    public BelongingCheck(Scratch scratch) : base("events are of their things and parties")
    {
        _scratch = scratch;
        scratch.Run(
            """
            CREATE TABLE said (thing TEXT, field TEXT, value TEXT, PRIMARY KEY (thing, field)) WITHOUT ROWID;
            CREATE TABLE review (claim TEXT PRIMARY KEY, reviewer TEXT) WITHOUT ROWID;
            """);
        _review = scratch.Prepare("INSERT OR REPLACE INTO review VALUES (?1, ?2)");
        _reviewer = scratch.PrepareScalar("SELECT reviewer FROM review WHERE claim = ?1");
        // What was said first, which is the value itself the first time.
        _say = scratch.PrepareScalar(
            "INSERT INTO said VALUES (?1, ?2, ?3) ON CONFLICT (thing, field) DO UPDATE SET value = value RETURNING value");
    }

    public override void Entry(StoredEntry entry)
    {
        _events++;
        var e = entry.Fields;
        var colon = entry.Aggregate.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = (entry.Aggregate[..Math.Max(0, colon)], entry.Aggregate[(colon + 1)..]);
        if (Named(kind, e) is { } named && named != id)
        {
            Fail($"{entry.Name} ({entry.Event}) is filed under {entry.Aggregate}, but is of {named}");
        }
        // A voucher's orders are filed under it; each has a payee of its own.
        var thing = kind == "voucher" && e.Optional("order") is { } order ? "order:" + order.GetString() : entry.Aggregate;
        if (BookOf(entry, e) is { } book && book != entry.Book)
        {
            Fail($"{entry.Name} ({entry.Event}) says that its book is {book}");
        }
        if (entry.Event is "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1")
        {
            Say(entry, thing, "homeBook", "market:" + e.Text("buyerMarket"));
            Say(entry, thing, "sellerBook", "market:" + e.Text("sellerMarket"));
        }
        // A bid is all or nothing: its events are of one amount.
        foreach (var field in e.EnumerateObject().Where(f => Fixed.Contains(f.Name) || (kind == "bid" && f.Name == "amount")))
        {
            Say(entry, field.Name is "enterprise" or "quotaYear" ? entry.Aggregate : thing, field.Name, field.Value.ToString());
        }
        if (e.Optional("released") is { } released)
        {
            Say(entry, entry.Aggregate, "enterprise", released.Text("enterprise"));
            Say(entry, entry.Aggregate, "quotaYear", released.GetProperty("quotaYear").ToString());
        }
        FourEyes(entry, e);
    }

    protected override string Figure =>
        $"{Fen.Count(_events, "event", "events")}, {Fen.Count(_scratch.Count("SELECT count(*) FROM said"), "fact", "facts")} kept";

    private static string? Named(string kind, JsonElement e) => kind switch
    {
        "bid"          => $"{e.Text("listing")}/{e.Text("bidder")}",
        "registration" => e.GetProperty("particulars").Text("number"),
        _              => OwnName.TryGetValue(kind, out var field) ? e.Optional(field)?.GetString() : null,
    };

    /// <summary>The book that the event itself says it belongs to; null when it does not.</summary>
    private static string? BookOf(StoredEntry entry, JsonElement e) => entry.Event switch
    {
        "voucher.applied.1" => "fund:" + e.Text("fund"),
        "bid.deposited.1"   => "market:" + e.Text("market"),
        "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1" => "market:" + e.Text("buyerMarket"),
        "claim.approved.1" or "claim.clawed-back.1" or "milestone.released.1" or "milestone.released.2" or "milestone.refunded.1"
            or "use.defaulted.1" => e.Text("homeBook"),
        "payout.due.1" or "payout.release-due.1" or "payout.release-due.2" or "payout.owner-due.1" => e.Text("payingBook"),
        _ => null,
    };

    private void FourEyes(StoredEntry entry, JsonElement e)
    {
        var person = entry.Event switch
        {
            "claim.reviewed.1" => e.Text("reviewer"),
            "claim.approved.1" => e.Text("approver"),
            _                  => null,
        };
        if (person is null)
        {
            return;
        }
        if (person != entry.Actor)
        {
            Fail($"{entry.Name} ({entry.Event}) names {person}, but {entry.Actor} did it");
        }
        if (entry.Event == "claim.reviewed.1")
        {
            _review([e.Text("order"), person]);
        }
        else if (_reviewer([e.Text("order")]) as string is var reviewer && (reviewer is null || reviewer == person))
        {
            Fail($"{entry.Name}: {person} approves what {reviewer ?? "nobody"} reviewed");
        }
    }

    private void Say(StoredEntry entry, string thing, string field, string value)
    {
        if (_say([thing, field, value]) as string is var first && first != value)
        {
            Fail($"{entry.Name} ({entry.Event}): {field} of {thing} is {value}, but was {first}");
        }
    }
}
