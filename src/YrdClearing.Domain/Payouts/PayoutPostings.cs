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
            PayoutInstructed e => p.Move(Accounts.Claims(e.Payee),   Accounts.PaymentsInTransit,     e.Amount),
            PayoutPaid e       => p.Move(Accounts.PaymentsInTransit, Accounts.Cash,                  e.Amount)
                                   .Move(Accounts.BudgetApproved,    Accounts.BudgetSpent,           e.Spent),
            PayoutFailed e     => p.Move(Accounts.PaymentsInTransit, Accounts.Claims(e.Payee),       e.Amount),
            PayoutClawedBack e => IsAbroad(e.HomeBook, e.PayingBook) ? Demand(p, e) : p,
            RecoveryReceived e => p.Move(Accounts.Cash,              Accounts.Recoverable(e.Payee),  e.Amount),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }

    /// <summary>The host pays first, home owes it.</summary>
    private static PostingSet Advance(PostingSet p, PayoutDue e) =>
        p.Move(Accounts.DueFrom(e.HomeBook), Accounts.Claims(e.Payee), e.Amount);

    /// <summary>The host owes it back to home and demands it of the payee.</summary>
    private static PostingSet Demand(PostingSet p, PayoutClawedBack e) =>
        p.Move(Accounts.Recoverable(e.Payee), Accounts.DueTo(e.HomeBook), e.Amount);

    /// <summary>At home the voucher's own entry has already posted what is owed and demanded.</summary>
    private static bool IsAbroad(string home, string paying) => home != paying;
}
