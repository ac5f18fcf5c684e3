using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>
/// A cycle as <c>show cycle</c> prints it: regions, amounts as text. Obligations, gross and positions are those known so far; net and
/// instructions are there once the cycle is calculated.
/// </summary>
public sealed record CycleView(
    string Id,
    string Status,
    string Mode,
    string Gross,
    string Net,
    IReadOnlyList<CycleView.Obligation> Obligations,
    IReadOnlyDictionary<string, string> Positions,
    IReadOnlyList<CycleView.Instruction> Instructions,
    string Network)
{
    public sealed record Obligation(string From, string To, string Amount);

    public sealed record Instruction(string From, string To, string Amount, string Status);

    public static CycleView Of(CycleState state)
    {
        var netting = state.Net();
        return new(
            state.Id,
            state.Status.ToString(),
            state.Mode.ToString().ToLowerInvariant(),
            netting.Gross.ToString(),
            MoneySum.Of(state.Instructions.Select(i => i.Amount)).ToString(),
            netting.Obligations.Select(o => new Obligation(Books.Region(o.From), Books.Region(o.To), o.Amount.ToString())).ToArray(),
            new SortedDictionary<string, string>(
                netting.Positions.ToDictionary(p => Books.Region(p.Book), p => p.Amount.ToString()), StringComparer.Ordinal),
            state.Instructions
                .Select(i => new Instruction(Books.Region(i.From), Books.Region(i.To), i.Amount.ToString(), i.Status.ToString())).ToArray(),
            state.Network.ToString().ToLowerInvariant());
    }
}
