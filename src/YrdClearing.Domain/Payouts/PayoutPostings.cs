using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>Postings of a payout's events to the paying book (domain.md, "Vouchers"; scenario.md, "Commands of the voucher network").</summary>
public static class PayoutPostings
{
    public static IReadOnlyList<Posting> Of(PayoutEvent @event)
    {
        var p = new PostingSet();
        return (@event switch
        {
            PayoutDue e         => Abroad(e.HomeBook, e.PayingBook) ? p.Move(Accounts.DueFrom(e.HomeBook), Accounts.Claims(e.Payee), e.Amount) : p,
            PayoutInstructed e  => p.Move(Accounts.Claims(e.Payee),   Accounts.PaymentsInTransit, e.Amount),
            PayoutPaid e        => p.Move(Accounts.PaymentsInTransit, Accounts.Cash,              e.Amount)
                                    .Move(Accounts.BudgetApproved,    Accounts.BudgetSpent,       e.Spent),
            PayoutFailed e      => p.Move(Accounts.PaymentsInTransit, Accounts.Claims(e.Payee),   e.Amount),
            PayoutClawedBack e  => Abroad(e.HomeBook, e.PayingBook) ? p.Move(Accounts.Recoverable(e.Payee), Accounts.DueTo(e.HomeBook), e.Amount) : p,
            RecoveryReceived e  => p.Move(Accounts.Cash,              Accounts.Recoverable(e.Payee), e.Amount),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }

    /// <summary>At home the voucher's own entry has already posted what is owed and demanded.</summary>
    private static bool Abroad(string home, string paying) => home != paying;
}
