using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>What a calculated cycle tells each book to settle.</summary>
internal static class CycleSettlement
{
    /// <summary>One command a book with an obligation either way, sorted by book.</summary>
    public static IReadOnlyList<SettleBook> BooksOf(CycleState state)
    {
        var parts = new SortedDictionary<string, Part>(StringComparer.Ordinal);
        foreach (var (from, to, amount) in state.Net().Obligations)
        {
            PartOf(parts, from).Line(to).Payable += amount;
            PartOf(parts, to).Line(from).Receivable += amount;
        }
        foreach (var instruction in state.Instructions)
        {
            PartOf(parts, instruction.From).Out += instruction.Amount;
            PartOf(parts, instruction.To).In += instruction.Amount;
        }
        return parts.Select(p => new SettleBook(
            state.Id,
            p.Key,
            p.Value.Lines.Select(l => new SettledLine(l.Key, l.Value.Payable, l.Value.Receivable)).ToArray(),
            p.Value.Out,
            p.Value.In,
            SpentIn(state, p.Key))).ToArray();
    }

    /// <summary>
    /// Only approvals that arose in a fund's book were taken from its budget; its claw-backs have gone back to it already, and a market has
    /// no budget.
    /// </summary>
    private static Money SpentIn(CycleState state, string book) => state.Network == SettlementNetwork.Markets ? Money.Zero :
        new((state.Reports.GetValueOrDefault(book)?.Stated ?? []).Sum(o => o.Approvals.Fen));

    private static Part PartOf(SortedDictionary<string, Part> parts, string book)
    {
        if (!parts.TryGetValue(book, out var part))
        {
            parts.Add(book, part = new());
        }
        return part;
    }

    private sealed class Part
    {
        public SortedDictionary<string, Sums> Lines { get; } = new(StringComparer.Ordinal);
        public Money Out { get; set; }
        public Money In { get; set; }

        public Sums Line(string counterparty)
        {
            if (!Lines.TryGetValue(counterparty, out var sums))
            {
                Lines.Add(counterparty, sums = new());
            }
            return sums;
        }
    }

    private sealed class Sums
    {
        public Money Payable { get; set; }
        public Money Receivable { get; set; }
    }
}
