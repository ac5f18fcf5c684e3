using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Parts of contracts: milestones, instalments, what is used first and paid later, entry fees and royalty periods; from their plan to their
/// release. What they are worth is <see cref="PricesFollowPlans"/>' to say.
/// </summary>
internal sealed class PartModel(ContractModel contracts)
{
    /// <summary>A part as its plan begins it.</summary>
    public static ModelMilestone Part(ModelContract c, JsonElement terms)
    {
        var id = terms.Text("id");
        return new()
        {
            Id = id,
            IsDeferred = c.Plan.Kind == "deferred",
            Due = c.Plan.Days.TryGetValue(id, out var day) ? day : null,
            Period = c.Plan.Royalty?.Begin(id),
            Share = terms.Fen("share"),
            Amount = terms.Fen("amount"),
            SellerMarketFee = terms.Fen("sellerMarketFee"),
            BuyerMarketFee = terms.Fen("buyerMarketFee"),
        };
    }

    public void Apply(ModelContract c, ModelMilestone m, NumberedEntry entry, JsonElement e)
    {
        var day = EventJson.DayOf(entry.Request.At);
        switch (entry.Request.Event)
        {
            case "milestone.delivered.1":
                var isToDeliver = m is { IsDeferred: false, Due: null, Period: null, Status: "Pending" or "Objected" };
                Must(c.Status == "Performing" && isToDeliver, "delivered though frozen or delivered");
                (m.Status, m.AcceptBy) = ("Delivered", day.AddDays(c.ObjectionDays));
                break;
            case "milestone.objected.1":
                Must(c.Status == "Performing" && m.Status == "Delivered", "objected to though frozen or not delivered");
                Must(day <= m.AcceptBy, "objected to too late");
                (m.Status, m.AcceptBy) = ("Objected", null);
                break;
            case "milestone.released.1" or "milestone.released.2": Release(c, m, day, e); break;
            case "milestone.refunded.1":
                m.Refunded += e.Fen("amount");
                c.RefundDue += e.Fen("amount");
                Must(m.IsReleased && m.Refunded == e.Fen("total"), "refunded though not released, or in all another amount");
                Must(c.Refundable(m) >= 0, "refunded more than the buyer had paid");
                break;
            case "milestone.payout-changed.1" or "milestone.owner-payout-changed.1":
                Must(m.IsReleased, "paid for though not released");
                break;
            case "royalty.reported.1" or "royalty.inspected.1": Find(c, m, day, entry.Request, e.Fen("base")); break;
            case "royalty.payable.1": FallDue(c, m, day, e.GetProperty("terms")); break;
            default: throw new InvalidOperationException($"The model does not know {entry.Request.Event}.");
        }
    }

    private void Release(ModelContract c, ModelMilestone m, DateOnly day, JsonElement e)
    {
        var isReady = c.Status == "Performing" && IsReady(c, m, day, e.GetProperty("isDeemed").GetBoolean());
        Must(isReady, "released too early, twice or though frozen");
        Become(m, e.GetProperty("terms"));
        Must(m.Amount <= c.Escrow, "released more than its escrow");
        m.Owners.AddRange(e.Items("owners").Select(o => new ModelOwnerPart { Party = o.Text("party"), Amount = o.Fen("amount") }));
        (m.Status, m.AcceptBy) = ("Released", null);
        if (m.Period is { } period)
        {
            period.Status = "Paid";
        }
        c.Escrow -= m.Amount;
        contracts.Earn(c, m);
        var isLast = c.Milestones.TrueForAll(other => other.IsReleased);
        var surplus = isLast ? c.Escrow : 0;
        var (toldLast, toldSurplus) = (e.GetProperty("isLast").GetBoolean(), e.FenOr("surplus") ?? 0);
        Must((isLast, surplus) == (toldLast, toldSurplus), "released with another rest than its escrow");
        ContractModel.Return(c, surplus);
        if (isLast)
        {
            c.Status = "Completed";
            c.Amendment = null;
            contracts.Titles.Complete(c);
        }
    }

    /// <summary>The day for a word against it is over, or the buyer may pay for it by its own word.</summary>
    private static bool IsReady(ModelContract c, ModelMilestone m, DateOnly day, bool isDeemed) => m switch
    {
        { Period.Status: "Payable" } => IsPaidBefore(c, m),
        { Period: { } p } => m.Status == "Pending" && IsPaidBefore(c, m) && (isDeemed ? day > m.AcceptBy : p.Status == "Inspected"),
        { IsDeferred: true } => m.Status is "Triggered" or "Payable" or "Defaulted",
        { IsInstalment: true } => m.Status == "Pending" && (!isDeemed || day >= m.Due),
        _ => m.Status == "Delivered" && (!isDeemed || day > m.AcceptBy),
    };

    /// <summary>The buyer reports what it made once the period is over; the seller's market finds it within the objection days, or when no
    /// report came in time.</summary>
    private static void Find(ModelContract c, ModelMilestone m, DateOnly day, CommitRequest request, long found)
    {
        var p = m.Period!;
        Must(c.Status == "Performing" && found >= 0, "reported or found though frozen, or below nothing");
        Must(c.Before(m).All(b => b.Period!.Base is not null), "reported or found before an earlier period");
        if (request.Event == "royalty.reported.1")
        {
            Must(p.Status == "Open" && day > p.Ends, "reported twice or too early");
            Must(request.Actor == "enterprise:" + c.Buyer, "reported by a stranger");
            p.Status = "Reported";
        }
        else
        {
            Must(p.Status == "Open" ? day > p.ReportBy : !p.IsFinal && day <= m.AcceptBy, "found too early, too late or though final");
            Must(request.Actor.StartsWith(c.SellerBook + "/", StringComparison.Ordinal), "found by a stranger");
            p.Status = "Inspected";
        }
        p.Base = found;
        m.AcceptBy = day.AddDays(c.ObjectionDays);
    }

    private static void FallDue(ModelContract c, ModelMilestone m, DateOnly day, JsonElement terms)
    {
        Must(c.Status == "Performing" && m.Period!.Status is "Reported" or "Inspected", "payable though frozen, open or payable");
        Must(day > m.AcceptBy && IsFinalBefore(c, m), "payable too early");
        Become(m, terms);
        Must(m.Amount > c.Escrow || !IsPaidBefore(c, m), "payable though it is its turn and the escrow covers it");
        m.Period!.Status = "Payable";
        m.AcceptBy = null;
    }

    /// <summary>It is the period's turn: money goes to the periods in their order.</summary>
    private static bool IsPaidBefore(ModelContract c, ModelMilestone m) => c.Before(m).All(b => b.IsReleased);

    private static bool IsFinalBefore(ModelContract c, ModelMilestone m) => c.Before(m).All(b => b.Period!.IsFinal);

    /// <summary>Only a period that is not final yet may be worth something else than its plan said.</summary>
    private static void Become(ModelMilestone m, JsonElement terms)
    {
        var (amount, sellers, buyers) = (terms.Fen("amount"), terms.Fen("sellerMarketFee"), terms.Fen("buyerMarketFee"));
        var isFinal = m.Period is null || m.Period.IsFinal;
        Must(
            !isFinal || (amount, sellers, buyers) == (m.Amount, m.SellerMarketFee, m.BuyerMarketFee),
            "released or payable with other amounts than it had");
        (m.Amount, m.SellerMarketFee, m.BuyerMarketFee) = (amount, sellers, buyers);
    }

    private static void Must(bool holds, string what) => ContractModel.Must(holds, what);
}
