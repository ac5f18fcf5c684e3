using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Use first, pay later: the use of what is paid for afterwards, what compensation funds pay when a buyer does not, and what the buyer owes
/// them for it.
/// </summary>
internal sealed class CompensationModel(ContractModel contracts)
{
    /// <summary>Paid in less written off, per market's book.</summary>
    public Dictionary<string, long> Funds { get; } = new(StringComparer.Ordinal);

    /// <summary>True for an event that changes a fund or a claim of it.</summary>
    public static bool IsOfFund(string name) =>
        name == "use.defaulted.1"
        || name.StartsWith("compensation.", StringComparison.Ordinal) || name.StartsWith("subrogation.", StringComparison.Ordinal);

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        var name = entry.Request.Event;
        if (name == "compensation.deposited.1")
        {
            Change(entry.Request.Book, e.Fen("amount"));
        }
        else if (name.StartsWith("use.", StringComparison.Ordinal))
        {
            var c = contracts.Contracts[e.Text("contract")];
            ApplyUse(c, c.Milestone(e.Text("milestone")), name, EventJson.DayOf(entry.Request.At), e);
        }
        else if (name.StartsWith("subrogation.", StringComparison.Ordinal))
        {
            ApplyClaim(contracts.Contracts[e.Text("contract")], name, e.Fen("amount"));
        }
    }

    private void ApplyUse(ModelContract c, ModelMilestone use, string name, DateOnly day, JsonElement e)
    {
        switch (name)
        {
            case "use.begun.1":
                ContractModel.Move(c, "Performing", "Signed", "Registered", "Performing");
                Move(c, use, "InUse", "Pending");
                break;
            case "use.triggered.1":
                Move(c, use, "Triggered", "InUse");
                use.Due = e.Day("due");
                ContractModel.Must(use.Due == day.AddDays(c.Plan.DueDays), "due on another day than its plan's");
                break;
            case "use.payable.1":
                ContractModel.Must(day > use.Due && c.Escrow < use.Amount, "payable too early or though paid");
                Move(c, use, "Payable", "Triggered");
                break;
            case "use.defaulted.1":
                ContractModel.Must(day > use.Due && c.Escrow < use.Amount, "defaulted too early or though paid");
                Move(c, use, "Defaulted", "Payable");
                Default(c, use, e);
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    /// <summary>The fund pays its share of what the escrow lacks, half a fen up, by a part of its own; the rest stays.</summary>
    private void Default(ModelContract c, ModelMilestone use, JsonElement e)
    {
        var paid = ((use.Amount - c.Escrow) * c.Plan.CompensationShare + 5_000) / 10_000;
        var rest = PartModel.Part(c, e.GetProperty("rest"));
        ContractModel.Must(rest.Id == use.Id && rest.Amount == use.Amount - paid, "defaulted with another rest than the fund leaves");
        (use.Amount, use.SellerMarketFee, use.BuyerMarketFee) = (rest.Amount, rest.SellerMarketFee, rest.BuyerMarketFee);
        if (!e.TryGetProperty("compensation", out var terms))
        {
            ContractModel.Must(paid == 0, "defaulted without the fund's share");
            return;
        }
        var part = PartModel.Part(c, terms);
        var isFirst = part.Id == ModelMilestone.Compensation && c.Compensated == 0;
        ContractModel.Must(isFirst && part.Amount == paid, "compensated twice or otherwise than agreed");
        part.Status = "Released";
        c.Milestones.Add(part);
        c.Compensated = paid;
        contracts.Earn(c, part);
    }

    private void ApplyClaim(ModelContract c, string name, long fen)
    {
        switch (name)
        {
            case "subrogation.received.1": c.Received += fen; break;
            case "subrogation.written-off.1":
                c.WrittenOff += fen;
                Change(c.HomeBook, -fen);
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
        ContractModel.Must(fen > 0 && c.Claim >= 0, "paid back or written off more than was claimed");
    }

    private void Change(string book, long fen) => Funds[book] = Funds.GetValueOrDefault(book) + fen;

    private static void Move(ModelContract c, ModelMilestone use, string to, string from)
    {
        ContractModel.Must(c.Status == "Performing" && use.IsDeferred && use.Status == from, $"{to} after {use.Status}, {c.Status}");
        use.Status = to;
    }
}
