using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>A cycle as its events add up; amounts in fen.</summary>
internal sealed class ModelCycle
{
    public required string Id { get; init; }
    public required string Network { get; init; }
    public string Status { get; set; } = "";

    /// <summary>Payments: (from, to) → amount and whether it is paid.</summary>
    public Dictionary<(string From, string To), (long Fen, bool Paid)> Instructions { get; } = [];

    /// <param name="network">As commands name it: vouchers or markets.</param>
    public bool IsOf(string network) => Network.Equals(network, StringComparison.OrdinalIgnoreCase);

    public HashSet<string> Confirmed { get; } = new(StringComparer.Ordinal);

    /// <summary>What the books stated for it: (book, counterparty) → approvals and claw-backs.</summary>
    public Dictionary<(string Book, string Counterparty), (long Approvals, long ClawBacks)> Stated { get; } = [];
}

/// <summary>Obligations between books, from where they arose until a cycle has settled them.</summary>
internal sealed class CycleModel
{
    public Dictionary<string, ModelCycle> Cycles { get; } = new(StringComparer.Ordinal);

    /// <summary>Obligations that arose in a book (not mirrors), by its sequence, with the cycle that took them.</summary>
    public Dictionary<string, List<ModelObligation>> Arisen { get; } = new(StringComparer.Ordinal);

    /// <summary>Cut-off entries of each book, by sequence, with their cycle.</summary>
    public Dictionary<(string Book, long Seq), string> CutOffs { get; } = [];

    /// <summary>Where each book's last stated range ended.</summary>
    public Dictionary<string, long> StatedTo { get; } = new(StringComparer.Ordinal);

    /// <summary>(book, counterparty) → what settlement took off the book's due-to and due-from, and its mirrors of both kinds.</summary>
    public Dictionary<(string Book, string Counterparty), ModelPair> Pairs { get; } = [];

    public ModelPair Pair(string book, string counterparty)
    {
        if (!Pairs.TryGetValue((book, counterparty), out var pair))
        {
            Pairs.Add((book, counterparty), pair = new());
        }
        return pair;
    }

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        if (entry.Request.Obligation is { } obligation)
        {
            Apply(entry, obligation);
        }
        var name = entry.Request.Event;
        if (name.StartsWith("clearing.", StringComparison.Ordinal))
        {
            ApplyClearing(entry, name, e);
        }
        else if (name.StartsWith("cycle.", StringComparison.Ordinal))
        {
            ApplyCycle(name, e);
        }
    }

    private void Apply(NumberedEntry entry, Obligation obligation)
    {
        var book = entry.Request.Book;
        var pair = Pair(book, obligation.Counterparty);
        switch (obligation.Kind)
        {
            case ObligationKind.ApprovalMirror: pair.ApprovalsMirrored += obligation.Amount.Fen; break;
            case ObligationKind.ClawBackMirror: pair.ClawBacksMirrored += obligation.Amount.Fen; break;
            default:
                pair.Approvals += obligation.Kind == ObligationKind.Approval ? obligation.Amount.Fen : 0;
                pair.ClawBacks += obligation.Kind == ObligationKind.ClawBack ? obligation.Amount.Fen : 0;
                if (!Arisen.TryGetValue(book, out var arisen))
                {
                    Arisen.Add(book, arisen = []);
                }
                arisen.Add(new(entry.Seq, obligation));
                break;
        }
    }

    private void ApplyClearing(NumberedEntry entry, string name, JsonElement e)
    {
        var book = entry.Request.Book;
        var cycle = Cycles[e.Text("cycle")];
        switch (name)
        {
            case "clearing.book-cut-off.1":
                CutOffs.Add((book, entry.Seq), cycle.Id);
                break;
            case "clearing.obligations-stated.1":
                foreach (var stated in e.GetProperty("obligations").EnumerateArray())
                {
                    cycle.Stated.Add((book, stated.Text("counterparty")), (stated.Fen("approvals"), stated.Fen("clawBacks")));
                }
                foreach (var obligation in Arisen.GetValueOrDefault(book) ?? [])
                {
                    if (obligation.Seq > e.Fen("fromSeq") && obligation.Seq < e.Fen("toSeq"))
                    {
                        obligation.TakenBy.Add(cycle.Id);
                    }
                }
                StatedTo[book] = e.Fen("toSeq");
                break;
            case "clearing.book-settled.1":
                foreach (var line in e.GetProperty("lines").EnumerateArray())
                {
                    Pair(book, line.Text("counterparty")).SettledPayable += line.Fen("payable");
                    Pair(book, line.Text("counterparty")).SettledReceivable += line.Fen("receivable");
                }
                break;
        }
    }

    private void ApplyCycle(string name, JsonElement e)
    {
        var id = e.Text("cycle");
        if (name == "cycle.cut-off.1")
        {
            Cycles.Add(id, new() { Id = id, Network = e.Text("network") });
        }
        var cycle = Cycles[id];
        cycle.Status = e.Text("status");
        switch (name)
        {
            case "cycle.calculated.1":
                foreach (var i in e.GetProperty("instructions").EnumerateArray())
                {
                    cycle.Instructions.Add((i.Text("from"), i.Text("to")), (i.Fen("amount"), false));
                }
                break;
            case "cycle.confirmed.1":
                cycle.Confirmed.Add(e.Text("book"));
                break;
            case "cycle.paid.1":
                cycle.Instructions[(e.Text("from"), e.Text("to"))] = (e.Fen("amount"), true);
                break;
        }
    }
}

/// <summary>What one book has against another, in fen, as its own entries say.</summary>
internal sealed class ModelPair
{
    /// <summary>Arose here: this book owes the other.</summary>
    public long Approvals { get; set; }

    /// <summary>Arose here: the other owes this book.</summary>
    public long ClawBacks { get; set; }

    public long ApprovalsMirrored { get; set; }
    public long ClawBacksMirrored { get; set; }
    public long SettledPayable { get; set; }
    public long SettledReceivable { get; set; }
}

internal sealed record ModelObligation(long Seq, Obligation Obligation)
{
    /// <summary>The cycles that took it: none or one.</summary>
    public List<string> TakenBy { get; } = [];
}
