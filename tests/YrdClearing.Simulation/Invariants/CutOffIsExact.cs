using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// What cycles take from a book is, range after range, everything that arose there: no obligation falls between two cycles, none into both;
/// what is netted is what was stated, and every mirror says the same.
/// </summary>
internal sealed class CutOffIsExact(Observer observer) : Invariant("a cut-off neither loses nor doubles", observer)
{
    private readonly Dictionary<string, long> _statedTo = new(StringComparer.Ordinal);

    public override void TakeOver(NumberedEntry entry, JsonElement e)
    {
        if (entry.Request.Event == "clearing.obligations-stated.1")
        {
            _statedTo[entry.Request.Book] = e.Fen("toSeq");
        }
    }

    public override void Written(NumberedEntry entry, JsonElement e)
    {
        switch (entry.Request.Event)
        {
            case "clearing.obligations-stated.1":
                Stated(entry, e);
                break;
            case "clearing.mirror-confirmed.1":
                Require(
                    e.Fen("approvals") == e.Fen("statedApprovals") && e.Fen("clawBacks") == e.Fen("statedClawBacks"),
                    $"{entry.Request.Book}/{entry.Seq} mirrors {e.Text("originator")} in cycle {e.Text("cycle")} otherwise: {e}");
                break;
            case "cycle.calculated.1":
                Calculated(e);
                break;
        }
    }

    public override void AtEnd()
    {
        foreach (var (book, to) in Model.Cycles.StatedTo)
        {
            var lost = Model.Cycles.Arisen.GetValueOrDefault(book)?.Find(o => o.Seq < to && o.TakenBy.Count != 1);
            Require(lost is null, $"{book}/{lost?.Seq} is in {lost?.TakenBy.Count} cycles");
        }
    }

    private void Stated(NumberedEntry entry, JsonElement e)
    {
        var book = entry.Request.Book;
        var (from, to) = (e.Fen("fromSeq"), e.Fen("toSeq"));
        Require(from == _statedTo.GetValueOrDefault(book), $"{book}/{entry.Seq} begins at {from}, the last cycle ended at {_statedTo.GetValueOrDefault(book)}");
        Require(
            Model.Cycles.CutOffs.GetValueOrDefault((book, to)) == e.Text("cycle"),
            $"{book}/{entry.Seq} ends at {to}, which is not the cut-off of cycle {e.Text("cycle")}");
        TakeOver(entry, e);
        var arisen = (Model.Cycles.Arisen.GetValueOrDefault(book) ?? []).FindAll(o => o.Seq > from && o.Seq < to);
        Require(arisen.TrueForAll(o => o.TakenBy.Count == 1), $"{book}/{entry.Seq} takes what another cycle has taken");
        var stated = Model.Cycles.Cycles[e.Text("cycle")].Stated.Where(s => s.Key.Book == book).Sum(s => s.Value.Approvals + s.Value.ClawBacks);
        var sum = arisen.Sum(o => o.Obligation.Amount.Fen);
        Require(stated == sum, $"{book}/{entry.Seq} states {stated} fen, {sum} arose between {from} and {to}");
    }

    private void Calculated(JsonElement e)
    {
        var owed = new Dictionary<(string, string), long>();
        var cycle = Model.Cycles.Cycles[e.Text("cycle")];
        var kind = cycle.IsOf("markets") ? "market:" : "fund:";
        foreach (var ((book, counterparty), (approvals, clawBacks)) in cycle.Stated)
        {
            Require(
                book.StartsWith(kind, StringComparison.Ordinal) && counterparty.StartsWith(kind, StringComparison.Ordinal),
                $"cycle {cycle.Id} of the {cycle.Network} takes what {book} owes {counterparty}");
            owed[(book, counterparty)] = owed.GetValueOrDefault((book, counterparty)) + approvals;
            owed[(counterparty, book)] = owed.GetValueOrDefault((counterparty, book)) + clawBacks;
        }
        var positions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var o in e.GetProperty("obligations").EnumerateArray())
        {
            var pair = (o.Text("from"), o.Text("to"));
            Require(owed.Remove(pair, out var fen) && fen == o.Fen("amount"), $"cycle {e.Text("cycle")} nets {o}, stated were {fen} fen");
            Move(positions, o, +1);
        }
        Require(owed.Values.All(v => v == 0), $"cycle {e.Text("cycle")} leaves out {owed.FirstOrDefault(o => o.Value != 0)}");
        foreach (var instruction in e.GetProperty("instructions").EnumerateArray())
        {
            Move(positions, instruction, -1);
        }
        Require(positions.Values.All(v => v == 0), $"the instructions of cycle {e.Text("cycle")} do not settle {positions.FirstOrDefault(p => p.Value != 0)}");
    }

    private static void Move(Dictionary<string, long> positions, JsonElement pair, int sign)
    {
        var fen = sign * pair.Fen("amount");
        positions[pair.Text("to")] = positions.GetValueOrDefault(pair.Text("to")) + fen;
        positions[pair.Text("from")] = positions.GetValueOrDefault(pair.Text("from")) - fen;
    }
}
