using System.Text.Json;
using System.Text.Json.Serialization;

namespace YrdClearing.Server.Verify;

/// <summary>A part of a contract as its plan prices it; amounts in fen.</summary>
/// <param name="Id">Within its contract.</param>
/// <param name="Amount">What it is worth; 0 until a royalty's period is final.</param>
/// <param name="SellerFee">The seller's market's part of the fee.</param>
/// <param name="BuyerFee">The buyer's market's part of the fee.</param>
/// <param name="IsFinal">False for a royalty's period whose amount may still change.</param>
/// <param name="Base">A royalty's period: what it is a rate of, once somebody said so.</param>
/// <param name="IsReleased">True when it was paid for.</param>
internal sealed record PricedPart(
    string Id, long Amount, long SellerFee, long BuyerFee, bool IsFinal = true, long? Base = null, bool IsReleased = false)
{
    [JsonIgnore]
    public long Net => Amount - SellerFee - BuyerFee;
}

/// <summary>
/// What a contract's plan makes of its value, computed a second time from what its events say of terms, plan and bases (ops/decisions.md
/// and domain.md, "Technology contracts"). Kept as JSON in the scratch database between two of its entries.
/// </summary>
/// <param name="Id">The contract's id.</param>
/// <param name="Seller">USCC.</param>
/// <param name="HomeBook">The buyer's market's book.</param>
/// <param name="SellerBook">The seller's market's book.</param>
/// <param name="FeeRate">Ten-thousandths of each amount.</param>
/// <param name="SellerShare">The seller's market's part of each fee, ten-thousandths.</param>
/// <param name="Owners">Party and share of each owner.</param>
/// <param name="Plan">As stored.</param>
/// <param name="Value">Fen.</param>
/// <param name="Divided">What the plan in force divides, fen: the value, less what was released before an amendment.</param>
/// <param name="Parts">Those released before an amendment, then the plan's.</param>
/// <param name="Proposed">Value and plan of the amendment proposed last; null when there was none.</param>
internal sealed record PricedContract(
    string Id,
    string Seller,
    string HomeBook,
    string SellerBook,
    long FeeRate,
    long SellerShare,
    IReadOnlyList<PricedContract.Owner> Owners,
    JsonElement Plan,
    long Value,
    long Divided,
    IReadOnlyList<PricedPart> Parts,
    JsonElement? Proposed)
{
    private const string EntryFee = "entry";

    /// <param name="Party">USCC.</param>
    /// <param name="Share">Of what a release leaves after the fee, ten-thousandths.</param>
    public sealed record Owner(string Party, long Share);

    /// <summary>A contract as it was drafted, or as an open licence was accepted.</summary>
    public static PricedContract Drafted(JsonElement e)
    {
        var terms = e.GetProperty("terms");
        var owners = e.Optional("owners")?.EnumerateArray().Select(o => new Owner(o.Text("party"), o.Rate("share")));
        return new PricedContract(
            e.Text("contract"), e.Text("seller"), "market:" + e.Text("buyerMarket"), "market:" + e.Text("sellerMarket"),
            terms.Rate("feeRate"), terms.Rate("sellerShare"), [.. owners ?? []], default, 0, 0, [], null)
            .Under(e.Optional("plan") ?? e.GetProperty("milestones"), e.Fen("value"));
    }

    /// <summary>The amendment proposed last is in force: its plan divides what its value leaves of what was released.</summary>
    /// <exception cref="InvalidOperationException">None was proposed.</exception>
    public PricedContract Amended()
    {
        var amendment = Proposed ?? throw new InvalidOperationException($"no amendment of {Id} was proposed");
        var kept = this with { Parts = [.. Parts.Where(p => p.IsReleased)], Proposed = null };
        return kept.Under(amendment.GetProperty("plan"), amendment.Fen("value"));
    }

    /// <exception cref="InvalidOperationException">The contract has no such part.</exception>
    public PricedPart Part(string id) =>
        Parts.FirstOrDefault(p => p.Id == id) ?? throw new InvalidOperationException($"{Id} has no part {id}");

    public PricedContract With(PricedPart part) => this with { Parts = [.. Parts.Select(p => p.Id == part.Id ? part : p)] };

    /// <summary>
    /// The part with the amount that it is released for. A royalty's period: the rate of its tiers, at most what cap and value leave, the
    /// last one at least what the minimum lacks.
    /// </summary>
    public PricedPart Final(PricedPart part)
    {
        if (part.IsFinal)
        {
            return part;
        }
        var periods = Plan.GetProperty("periods").EnumerateArray().Select(p => Part(p.Text("id"))).ToList();
        var before = periods.TakeWhile(p => p.Id != part.Id).ToList();
        if (part.Base is not { } grown || !before.TrueForAll(p => p.IsFinal))
        {
            throw new InvalidOperationException($"what {part.Id} of {Id} is worth is not known yet");
        }
        var (whole, paid) = (before.Sum(p => p.Base!.Value), before.Sum(p => p.Amount));
        var tiers = Plan.GetProperty("tiers").EnumerateArray().Select(t => (t.Fen("above"), t.Rate("rate"))).ToList();
        var ceiling = Divided - (Amount("entryFee") ?? 0);
        var room = Math.Min(ceiling, Amount("cap") ?? ceiling) - paid;
        var lacking = part.Id == periods[^1].Id ? (Amount("minimum") ?? paid) - paid : 0;
        var amount = Math.Min(Math.Max(Pricing.Royalty(tiers, whole, whole + grown), lacking), room);
        return Priced(part.Id, amount) with { Base = grown };
    }

    /// <summary>What the compensation fund pays of a part that is not covered, null for nothing, and what is left of the part.</summary>
    /// <param name="use">The part that fell due.</param>
    /// <param name="escrow">What the buyer has paid in for it, fen.</param>
    public (PricedPart? Compensation, PricedPart Left) Default(PricedPart use, long escrow)
    {
        var paid = Pricing.HalfUp(use.Amount - escrow, Plan.Rate("compensationShare"));
        return (paid == 0 ? null : Priced("compensation", paid), Priced(use.Id, use.Amount - paid));
    }

    /// <summary>The owners' parts of what a release leaves after the fee, in fen.</summary>
    public IReadOnlyList<(string Party, long Fen)> OwnersOf(PricedPart part)
    {
        var shares = Owners.Select(o => o.Share).ToList();
        var parts = Pricing.Divide(part.Net, [Pricing.One - shares.Sum(), .. shares]);
        return [.. Owners.Zip(parts.Skip(1), (owner, fen) => (owner.Party, fen))];
    }

    private PricedContract Under(JsonElement plan, long value)
    {
        var divided = value - Parts.Sum(p => p.Amount);
        return this with { Plan = plan, Value = value, Divided = divided, Parts = [.. Parts, .. PartsOf(plan, divided)] };
    }

    /// <summary>Parts by kind of plan; one of milestones is stored as their list.</summary>
    private IEnumerable<PricedPart> PartsOf(JsonElement plan, long divided) =>
        plan.ValueKind == JsonValueKind.Array ? Shares(plan, divided) : plan.Text("kind") switch
        {
            "instalments" => Shares(plan.GetProperty("instalments"), divided),
            "deferred"    => [Priced("use", divided)],
            "royalty"     =>
            [
                .. plan.Optional("entryFee") is { } fee ? new[] { Priced(EntryFee, fee.GetInt64()) } : [],
                .. plan.GetProperty("periods").EnumerateArray().Select(p => Priced(p.Text("id"), 0) with { IsFinal = false }),
            ],
            var other     => throw new InvalidOperationException($"'{other}' is no kind of plan that is known"),
        };

    private IEnumerable<PricedPart> Shares(JsonElement shares, long divided) => shares.EnumerateArray()
        .Zip(Pricing.Divide(divided, [.. shares.EnumerateArray().Select(s => s.Rate("share"))]), (s, fen) => Priced(s.Text("id"), fen));

    private PricedPart Priced(string id, long amount)
    {
        var fees = Pricing.Divide(Pricing.Floor(amount, FeeRate), SellerShare, Pricing.One - SellerShare);
        return new(id, amount, fees[0], fees[1]);
    }

    private long? Amount(string name) => Plan.Optional(name)?.GetInt64();
}
