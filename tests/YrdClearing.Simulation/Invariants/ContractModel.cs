using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Technology contracts of the markets, with their parts, payouts and titles.</summary>
internal sealed class ContractModel
{
    private readonly PartModel _parts;

    public ContractModel()
    {
        _parts = new(this);
        Payouts = new(this);
    }

    public Dictionary<string, ModelContract> Contracts { get; } = new(StringComparer.Ordinal);

    public TitleModel Titles { get; } = new();

    public ContractPayoutModel Payouts { get; }

    /// <summary>Fees earned, per market's book.</summary>
    public Dictionary<string, long> Fees { get; } = new(StringComparer.Ordinal);

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        var name = entry.Request.Event;
        switch (name.Split('.')[0])
        {
            case "title": Titles.Apply(name, e); break;
            case "contract": ApplyContract(entry, name, e); break;
            case "milestone" or "royalty":
                var contract = Contracts[e.Text("contract")];
                _parts.Apply(contract, contract.Milestone(e.Text("milestone")), entry, e);
                break;
            case "payout" when ContractPayoutModel.IsOf(e): Payouts.Apply(name, e); break;
        }
    }

    private void ApplyContract(NumberedEntry entry, string name, JsonElement e)
    {
        if (name is "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1")
        {
            var draft = Draft(entry.Request.Book, e);
            if (name == "contract.licence-accepted.1")
            {
                draft.Signed.UnionWith(["Seller", "Buyer"]);
                Promise(draft, e);
            }
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
            case "contract.deposit-taken.1": TakeDeposit(c, e.Fen("amount"), e.Fen("rest")); break;
            case "contract.disputed.1": Move(c, "Disputed", "Performing"); break;
            case "contract.resolved.1":
                Move(c, "Performing", "Disputed");
                c.Milestones.FindAll(m => m.AcceptBy is not null)
                    .ForEach(m => m.AcceptBy = EventJson.DayOf(entry.Request.At).AddDays(c.ObjectionDays));
                break;
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

    /// <summary>As much as the contract has room for is escrow; the rest, and all of it once it is over, is the buyer's.</summary>
    private static void TakeDeposit(ModelContract c, long fen, long rest)
    {
        var room = c.IsOver ? 0 : c.Value - c.Compensated - (c.Funded - c.Returned);
        Must(c.Status != "Draft" && rest == Math.Max(0, fen - room), "a deposit taken with another rest than the contract leaves");
        c.Funded += fen;
        c.Escrow += fen;
        Return(c, rest);
        c.Status = rest < fen && c.Status is ("Signed" or "Registered") ? "Performing" : c.Status;
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

    private ModelContract Draft(string book, JsonElement e)
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
            SellerShare = e.GetProperty("terms").Fen("sellerShare"),
            ObjectionDays = (int)e.Fen("objectionDays"),
            Owners = [.. e.Items("owners").Select(o => (o.Text("party"), o.Fen("share")))],
            Value = e.Fen("value"),
            Plan = ModelPlan.Of(e, e.Fen("value")),
        };
        Contracts.Add(c.Id, c);
        c.Milestones.AddRange(e.Items("milestones").Select(m => PartModel.Part(c, m)));
        return c;
    }

    private void Sign(ModelContract c, JsonElement e)
    {
        Must(c.Status == "Draft" && c.Signed.Add(e.Text("party")), "signed twice or too late");
        if (c.Signed.Count == 2)
        {
            Promise(c, e);
        }
    }

    /// <summary>Both have signed, and so promised the title.</summary>
    private void Promise(ModelContract c, JsonElement e)
    {
        c.Status = "Signed";
        if (c.Title is not null)
        {
            Must(e.TryGetProperty("encumbrance", out var encumbrance), "signed without encumbering its title");
            c.Encumbrance = encumbrance.GetInt32();
            Titles.Promise(c);
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
        c.Milestones.RemoveAll(m => !m.IsReleased);
        c.Plan = ModelPlan.Of(e, rest);
        c.Milestones.AddRange(e.Items("milestones").Select(m => PartModel.Part(c, m)));
        Return(c, surplus);
    }

    /// <summary>The buyer's market's part of the fee of what was just released; in one market, all of it.</summary>
    internal void Earn(ModelContract c, ModelMilestone m) =>
        Earn(c.HomeBook, c.IsInOneMarket ? m.SellerMarketFee + m.BuyerMarketFee : m.BuyerMarketFee);

    internal void Earn(string book, long fee) => Fees[book] = Fees.GetValueOrDefault(book) + fee;

    internal static void Return(ModelContract c, long fen)
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

    internal static void Must(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
