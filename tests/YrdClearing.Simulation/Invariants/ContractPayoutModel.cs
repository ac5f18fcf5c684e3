using System.Text.Json;

namespace YrdClearing.Simulation.Invariants;

/// <summary>What the seller's market pays for a released part: to the seller, and to each owner apart.</summary>
internal sealed class ContractPayoutModel(ContractModel contracts)
{
    /// <summary>True for a payout's event that is about a part of a contract.</summary>
    public static bool IsOf(JsonElement e) => e.Text("order").Contains('/', StringComparison.Ordinal);

    /// <summary>The part that is paid, and its owner's share of it when that is what is paid.</summary>
    /// <param name="payout"><c>CONTRACT/PART</c> or <c>CONTRACT/PART/OWNER</c>.</param>
    public (ModelContract Contract, ModelMilestone Part, ModelOwnerPart? Owner) Find(string payout)
    {
        var names = payout.Split('/');
        var contract = contracts.Contracts[names[0]];
        var part = contract.Milestone(names[1]);
        return (contract, part, names.Length == 2 ? null : part.Owners.Single(o => o.Party == names[2]));
    }

    public void Apply(string name, JsonElement e)
    {
        var (c, m, owner) = Find(e.Text("order"));
        switch (name)
        {
            case "payout.release-due.1" or "payout.release-due.2": ReleaseDue(c, m, e); break;
            case "payout.owner-due.1":
                var isTold = owner is { Payout: null } && m.Payout is not null;
                Must(isTold && owner!.Amount == e.Fen("amount"), "due twice, too early or otherwise");
                owner!.Payout = "Due";
                break;
            case "payout.instructed.1": Move(m, owner, "Instructed", e, "Due", "PaymentFailed"); break;
            case "payout.paid.1": Move(m, owner, "Paid", e, "Instructed"); break;
            case "payout.failed.1": Move(m, owner, "PaymentFailed", e, "Instructed"); break;
            case "payout.clawed-back.1":
                Must(owner is null, "demanded of an owner");
                m.PayoutClawedBack += e.Fen("amount");
                break;
            case "payout.recovery-received.1": m.Received += e.Fen("amount"); break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void ReleaseDue(ModelContract c, ModelMilestone m, JsonElement e)
    {
        Must(m.IsReleased && m.Payout is null && m.SellerNet == e.Fen("amount"), "due twice, too early or otherwise");
        Must(
            e.Items("owners").Select(o => (o.Text("party"), o.Fen("amount"))).SequenceEqual(m.Owners.Select(o => (o.Party, o.Amount))),
            "due to other owners than it was released to");
        m.Payout = "Due";
        contracts.Earn(c.SellerBook, c.IsInOneMarket ? 0 : m.SellerMarketFee);
    }

    private static void Move(ModelMilestone m, ModelOwnerPart? owner, string to, JsonElement e, params ReadOnlySpan<string> from)
    {
        var payout = owner is null ? m.Payout : owner.Payout;
        Must(payout is not null && from.Contains(payout), $"a payout {to} after {payout}");
        Must(e.Fen("amount") == (owner?.Amount ?? m.SellerNet), "a payout of another amount than was due");
        if (owner is null)
        {
            m.Payout = to;
        }
        else
        {
            owner.Payout = to;
        }
    }

    private static void Must(bool holds, string what) => ContractModel.Must(holds, what);
}
