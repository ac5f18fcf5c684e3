using System.Text.Json;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Who holds a title and what encumbers it, by one account.</summary>
internal sealed class TitleStanding
{
    public required string Holder { get; set; }

    /// <summary>Contracts that encumber it → whether it passes to the buyer.</summary>
    public SortedDictionary<string, bool> Encumbrances { get; } = new(StringComparer.Ordinal);

    /// <summary>How many contracts ever did.</summary>
    public int Count { get; set; }

    public bool Agrees(TitleStanding other) =>
        Holder == other.Holder && Count == other.Count && Encumbrances.SequenceEqual(other.Encumbrances);

    public override string ToString() => $"{Holder}, {Count} in all, encumbered by {string.Join(' ', Encumbrances.Keys)}";
}

/// <summary>A title twice: as the contracts' entries make it, and as the register, which follows them by message, has it.</summary>
internal sealed record ModelTitle(string Id, TitleStanding Contracts, TitleStanding Register);

/// <summary>The titles of the rights register.</summary>
internal sealed class TitleModel
{
    public Dictionary<string, ModelTitle> Titles { get; } = new(StringComparer.Ordinal);

    /// <summary>The register's own entries.</summary>
    public void Apply(string name, JsonElement e)
    {
        var id = e.Text("title");
        if (name == "title.registered.1")
        {
            Titles.Add(id, new(id, new() { Holder = e.Text("holder") }, new() { Holder = e.Text("holder") }));
            return;
        }
        var register = Titles[id].Register;
        switch (name)
        {
            case "title.encumbered.1":
                ContractModel.Must(++register.Count == e.Fen("count"), "encumbered with a gap");
                register.Encumbrances.Add(e.Text("contract"), e.Text("kind") == "Transfer");
                break;
            case "title.freed.1":
                ContractModel.Must(register.Encumbrances.Remove(e.Text("contract")), "freed of what did not encumber it");
                break;
            case "title.transferred.1":
                ContractModel.Must(register.Encumbrances.Remove(e.Text("contract")), "transferred by what did not encumber it");
                register.Holder = e.Text("holder");
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    /// <summary>Both parties have signed: it must be the seller's, and free for that.</summary>
    public void Promise(ModelContract c)
    {
        var title = Titles[c.Title!].Contracts;
        ContractModel.Must(title.Holder == c.Seller, $"promised by {c.Seller}, held by {title.Holder}");
        ContractModel.Must(
            c.IsTransfer ? title.Encumbrances.Count == 0 : !title.Encumbrances.ContainsValue(true), $"promised beside others: {title}");
        ContractModel.Must(++title.Count == c.Encumbrance, $"promised as number {c.Encumbrance} of {title.Count}");
        title.Encumbrances.Add(c.Id, c.IsTransfer);
    }

    /// <summary>The contract ended without a transfer.</summary>
    public void Free(ModelContract c)
    {
        if (c.Title is not null)
        {
            Titles[c.Title].Contracts.Encumbrances.Remove(c.Id);
        }
    }

    /// <summary>Everything is released: a transfer passes the title in that very entry, a licence goes on encumbering it.</summary>
    public void Complete(ModelContract c)
    {
        if (c.Title is not null && c.IsTransfer)
        {
            Titles[c.Title].Contracts.Encumbrances.Remove(c.Id);
            Titles[c.Title].Contracts.Holder = c.Buyer;
        }
    }
}
