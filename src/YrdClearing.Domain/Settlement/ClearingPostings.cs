using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>Postings of a book's clearing (scenario.md, <c>cycle.instruct</c> and <c>cycle.pay</c>).</summary>
public static class ClearingPostings
{
    public static IReadOnlyList<Posting> Of(ClearingEvent @event) => @event switch
    {
        BookSettled e => Settled(e),
        BookPaid e => new PostingSet()
            .Move(Accounts.SettlementOut(e.Cycle), Accounts.Cash,                     e.Out)
            .Move(Accounts.Cash,                   Accounts.SettlementIn(e.Cycle),    e.In)
            .ToPostings(),
        BookCutOff or ObligationsStated or MirrorConfirmed => [],
        _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
    };

    /// <summary>
    /// Balances because the book's position, receivable less payable, is what its instructions bring less what they cost.
    /// </summary>
    private static IReadOnlyList<Posting> Settled(BookSettled e)
    {
        var postings = new PostingSet();
        foreach (var line in e.Lines)
        {
            postings.Debit(Accounts.DueTo(line.Counterparty), line.Payable).Credit(Accounts.DueFrom(line.Counterparty), line.Receivable);
        }
        return postings
            .Credit(Accounts.SettlementOut(e.Cycle), e.Out)
            .Debit(Accounts.SettlementIn(e.Cycle), e.In)
            .Move(Accounts.BudgetApproved, Accounts.BudgetSpent, e.Spent)
            .ToPostings();
    }
}
