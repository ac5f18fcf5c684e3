using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Technology contracts of the markets, with their milestones, payouts and titles.</summary>
internal sealed class ContractModel
{
    public Dictionary<string, ModelContract> Contracts { get; } = new(StringComparer.Ordinal);

    public TitleModel Titles { get; } = new();

    /// <summary>Fees earned, per market's book.</summary>
    public Dictionary<string, long> Fees { get; } = new(StringComparer.Ordinal);

    /// <summary>True for a payout's event that is about a milestone.</summary>
    public static bool IsPayout(string name, JsonElement e) =>
        name.StartsWith("payout.", StringComparison.Ordinal) && e.Text("order").Contains('/', StringComparison.Ordinal);

    public (ModelContract Contract, ModelMilestone Milestone) Find(string payout)
    {
        var contract = Contracts[payout[..payout.IndexOf('/')]];
        return (contract, contract.Milestone(payout[(payout.IndexOf('/') + 1)..]));
    }

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        var name = entry.Request.Event;
        if (name.StartsWith("title.", StringComparison.Ordinal))
        {
            Titles.Apply(name, e);
        }
        else if (name.StartsWith("contract.", StringComparison.Ordinal))
        {
            ApplyContract(entry.Request.Book, name, e);
        }
        else if (name.StartsWith("milestone.", StringComparison.Ordinal))
        {
            var contract = Contracts[e.Text("contract")];
            ApplyMilestone(contract, contract.Milestone(e.Text("milestone")), name, e);
        }
        else if (IsPayout(name, e))
        {
            var (contract, milestone) = Find(e.Text("order"));
            ApplyPayout(contract, milestone, name, e);
        }
    }

    private void ApplyContract(string book, string name, JsonElement e)
    {
        if (name is "contract.drafted.1" or "contract.drafted.2")
        {
            Draft(book, e);
            return;
        }
        var c = Contracts[e.Text("contract")];
        switch (name)
        {
            case "contract.signed.1": Sign(c, e); break;
            case "contract.registered.1":
                Must(c.Number is null, "registered twice");
                c.Number = e.Text("number");
                Move(c, c.Status == "Performing" ? "Performing" : "Registered", "Signed", "Performing");
                break;
            case "contract.registration-refused.1":
                Move(c, "NotRegistered", "Signed");
                Titles.Free(c);
                break;
            case "contract.funded.1":
                Move(c, "Performing", "Signed", "Registered", "Performing");
                c.Funded += e.Fen("amount");
                c.Escrow += e.Fen("amount");
                break;
            case "contract.disputed.1": Move(c, "Disputed", "Performing"); break;
            case "contract.resolved.1": Move(c, "Performing", "Disputed"); break;
            case "contract.amendment-proposed.1" or "contract.amendment-proposed.2": c.Amendment = (e.Fen("value"), []); break;
            case "contract.amendment-signed.1": Must(c.Amendment!.Value.Signed.Add(e.Text("party")), "an amendment signed twice"); break;
            case "contract.amended.1" or "contract.amended.2": Amend(c, e); break;
            case "contract.terminated.1":
                Move(c, "Terminated", "Signed", "Registered", "Performing", "Disputed");
                Must(c.Escrow == e.Fen("rest"), "terminated with another rest than its escrow");
                Return(c, e.Fen("rest"));
                Titles.Free(c);
                break;
            default: ApplyRefund(c, name, e); break;
        }
    }

    private static void ApplyRefund(ModelContract c, string name, JsonElement e)
    {
        var fen = e.Fen("amount");
        switch (name)
        {
            case "contract.refund-instructed.1":
                Must(c.RefundInstructed == 0 && c.RefundDue == fen, "a refund of another amount than was due");
                (c.RefundDue, c.RefundInstructed) = (0, fen);
                break;
            case "contract.refund-paid.1":
                Must(c.RefundInstructed == fen, "a refund paid that was not instructed");
                (c.RefundInstructed, c.RefundPaid) = (0, c.RefundPaid + fen);
                break;
            case "contract.refund-failed.1":
                Must(c.RefundInstructed == fen, "a refund failed that was not instructed");
                (c.RefundInstructed, c.RefundDue) = (0, c.RefundDue + fen);
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void ApplyMilestone(ModelContract c, ModelMilestone m, string name, JsonElement e)
    {
        switch (name)
        {
            case "milestone.delivered.1":
                var isToDeliver = m is { IsDeferred: false, Status: "Pending" or "Objected" };
                Must(c.Status == "Performing" && isToDeliver, "delivered though frozen or delivered");
                m.Status = "Delivered";
                break;
            case "milestone.objected.1":
                Must(c.Status == "Performing" && m.Status == "Delivered", "objected to though frozen or not delivered");
                m.Status = "Objected";
                break;
            case "milestone.released.1": Release(c, m); break;
            case "milestone.refunded.1":
                m.Refunded += e.Fen("amount");
                c.RefundDue += e.Fen("amount");
                Must(m.Status == "Released" && m.Refunded == e.Fen("total"), "refunded though not released, or in all another amount");
                Must(c.Refundable(m) >= 0, "refunded more than the buyer had paid");
                break;
            case "milestone.payout-changed.1": Must(m.Status == "Released", "paid for though not released"); break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void Release(ModelContract c, ModelMilestone m)
    {
        var isDue = m.IsDeferred ? m.Status is "Triggered" or "Payable" or "Defaulted" : m.Status == "Delivered";
        Must(c.Status == "Performing" && isDue, "released though frozen, released, not delivered or not triggered");
        Must(m.Amount <= c.Escrow, "released more than its escrow");
        m.Status = "Released";
        c.Escrow -= m.Amount;
        Earn(c, m);
        if (c.Milestones.TrueForAll(other => other.Status == "Released"))
        {
            c.Status = "Completed";
            c.Amendment = null;
            Titles.Complete(c);
        }
    }

    private void ApplyPayout(ModelContract c, ModelMilestone m, string name, JsonElement e)
    {
        switch (name)
        {
            case "payout.release-due.1":
                Must(m.Status == "Released" && m.Payout is null && m.Net == e.Fen("amount"), "due twice, too early or otherwise");
                m.Payout = "Due";
                Earn(c.SellerBook, c.IsInOneMarket ? 0 : m.SellerMarketFee);
                break;
            case "payout.instructed.1": MovePayout(m, "Instructed", "Due", "PaymentFailed"); break;
            case "payout.paid.1": MovePayout(m, "Paid", "Instructed"); break;
            case "payout.failed.1": MovePayout(m, "PaymentFailed", "Instructed"); break;
            case "payout.clawed-back.1": m.PayoutClawedBack += e.Fen("amount"); break;
            case "payout.recovery-received.1": m.Received += e.Fen("amount"); break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void Draft(string book, JsonElement e)
    {
        var c = new ModelContract
        {
            Id = e.Text("contract"),
            Title = e.TryGetProperty("title", out var title) ? title.GetString() : null,
            IsTransfer = e.Text("type") == "Transfer",
            Seller = e.Text("seller"),
            Buyer = e.Text("buyer"),
            SellerBook = "market:" + e.Text("sellerMarket"),
            HomeBook = book,
            FeeRate = e.GetProperty("terms").Fen("feeRate"),
            Value = e.Fen("value"),
        };
        Contracts.Add(c.Id, c);
        Plan(c, e, c.Value);
    }

    private void Sign(ModelContract c, JsonElement e)
    {
        Must(c.Status == "Draft" && c.Signed.Add(e.Text("party")), "signed twice or too late");
        if (c.Signed.Count == 2)
        {
            c.Status = "Signed";
            if (c.Title is not null)
            {
                Must(e.TryGetProperty("encumbrance", out var encumbrance), "signed without encumbering its title");
                c.Encumbrance = encumbrance.GetInt32();
                Titles.Promise(c);
            }
        }
    }

    private static void Amend(ModelContract c, JsonElement e)
    {
        Must(c.Amendment is { } a && a.Signed.Add(e.Text("party")) && a.Signed.Count == 2 && a.Value == e.Fen("value"), "amended unsigned");
        Must(!c.IsOver && c.Status != "Disputed", "amended though over or frozen");
        var rest = e.Fen("value") - c.Released;
        var surplus = Math.Max(0, c.Escrow - rest);
        Must(rest >= 0 && surplus == e.Fen("surplus"), "amended with another surplus than its escrow's");
        c.Value = e.Fen("value");
        c.Amendment = null;
        c.Deferred = null;
        c.Milestones.RemoveAll(m => m.Status != "Released");
        Plan(c, e, rest);
        Return(c, surplus);
    }

    /// <summary>The plan divides the value without a rest.</summary>
    private static void Plan(ModelContract c, JsonElement e, long value)
    {
        if (e.TryGetProperty("plan", out var plan))
        {
            Must(plan.Text("kind") == "deferred", "planned otherwise than anybody asked");
            c.Deferred = ((int)plan.Fen("dueDays"), plan.Fen("compensationShare"));
        }
        foreach (var m in e.GetProperty("milestones").EnumerateArray())
        {
            var part = Part(c, m);
            c.Milestones.Add(part);
            value -= part.Amount;
        }
        Must(value == 0, "planned for another amount than its value");
    }

    /// <summary>Both fees together are the floor of their share of the amount.</summary>
    internal static ModelMilestone Part(ModelContract c, JsonElement terms)
    {
        var part = new ModelMilestone
        {
            Id = terms.Text("id"),
            IsDeferred = c.Deferred is not null,
            Amount = terms.Fen("amount"),
            SellerMarketFee = terms.Fen("sellerMarketFee"),
            BuyerMarketFee = terms.Fen("buyerMarketFee"),
        };
        Must(part.Amount - part.Net == part.Amount * c.FeeRate / 10_000, "planned with another fee than its market's");
        return part;
    }

    /// <summary>The buyer's market's part of the fee of what was just released; in one market, all of it.</summary>
    internal void Earn(ModelContract c, ModelMilestone m) =>
        Earn(c.HomeBook, c.IsInOneMarket ? m.SellerMarketFee + m.BuyerMarketFee : m.BuyerMarketFee);

    private void Earn(string book, long fee) => Fees[book] = Fees.GetValueOrDefault(book) + fee;

    private static void Return(ModelContract c, long fen)
    {
        c.Escrow -= fen;
        c.Returned += fen;
        c.RefundDue += fen;
    }

    internal static void Move(ModelContract c, string to, params ReadOnlySpan<string> from)
    {
        Must(from.Contains(c.Status), $"{to} after {c.Status}");
        c.Status = to;
        c.Amendment = c.IsOver ? null : c.Amendment;
    }

    private static void MovePayout(ModelMilestone m, string to, params ReadOnlySpan<string> from)
    {
        Must(m.Payout is { } payout && from.Contains(payout), $"a payout {to} after {m.Payout}");
        m.Payout = to;
    }

    internal static void Must(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
