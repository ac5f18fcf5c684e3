using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>Postings of a payout's events to the paying book (domain.md, "Vouchers"; scenario.md).</summary>
public static class PayoutPostings
{
    public static IReadOnlyList<Posting> Of(PayoutEvent @event)
    {
        var p = new PostingSet();
        return (@event switch
        {
            PayoutDue e        => IsAbroad(e.HomeBook, e.PayingBook) ? Advance(p, e) : p,
            PayoutReleaseDue e => IsAbroad(e.HomeBook, e.PayingBook) ? Release(p, e) : p,
            SharedReleaseDue e => IsAbroad(e.HomeBook, e.PayingBook) ? Release(p, e) : p,
            OwnerPayoutDue     => p,
            PayoutInstructed e => p.Move(Owed(e, e.Payee),           Accounts.PaymentsInTransit,     e.Amount),
            PayoutPaid e       => p.Move(Accounts.PaymentsInTransit, Accounts.Cash,                  e.Amount)
                                   .Move(Accounts.BudgetApproved,    Accounts.BudgetSpent,           e.Spent),
            PayoutFailed e     => p.Move(Accounts.PaymentsInTransit, Owed(e, e.Payee),               e.Amount),
            PayoutClawedBack e => IsAbroad(e.HomeBook, e.PayingBook) ? Demand(p, e) : p,
            RecoveryReceived e => p.Move(Accounts.Cash,              Accounts.Recoverable(e.Payee),  e.Amount),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }

    /// <summary>The host pays first, home owes it.</summary>
    private static PostingSet Advance(PostingSet p, PayoutDue e) =>
        p.Move(Accounts.DueFrom(e.HomeBook), Accounts.Claims(e.Payee), e.Amount);

    /// <summary>The buyer's market owes what it released, less its own part of the fee.</summary>
    private static PostingSet Release(PostingSet p, PayoutReleaseDue e) => p
        .Move(Accounts.DueFrom(e.HomeBook), Accounts.Fees, e.Fee)
        .Move(Accounts.DueFrom(e.HomeBook), Accounts.Sellers(e.Payee), e.Amount);

    private static PostingSet Release(PostingSet p, SharedReleaseDue e) => e.Owners.Aggregate(
        p.Move(Accounts.DueFrom(e.HomeBook), Accounts.Fees, e.Fee).Move(Accounts.DueFrom(e.HomeBook), Accounts.Sellers(e.Payee), e.Amount),
        (set, owner) => set.Move(Accounts.DueFrom(e.HomeBook), Accounts.Sellers(owner.Party), owner.Amount));

    /// <summary>This book owes it back to home and demands it of the payee.</summary>
    private static PostingSet Demand(PostingSet p, PayoutClawedBack e) =>
        p.Move(Accounts.Recoverable(e.Payee), Accounts.DueTo(e.HomeBook), e.Amount);

    private static string Owed(PayoutEvent e, string payee) =>
        PayoutIds.ContractOf(e.Order) is null ? Accounts.Claims(payee) : Accounts.Sellers(payee);

    /// <summary>At home the voucher's or the contract's own entry has already posted what is owed and demanded.</summary>
    private static bool IsAbroad(string home, string paying) => home != paying;
}
