using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>A payout as its state row; the fund column names the paying fund or market.</summary>
public static class PayoutRows
{
    public const string Kind = "payout";

    public static IReadOnlyList<StateRow> Changed(PayoutState? before, PayoutState after) => before == after
        ? []
        :
        [
            new()
            {
                Id = PayoutState.IdOf(after.Order),
                Kind = Kind,
                Status = Enum.GetName(after.Status)!,
                Fund = Books.Region(after.PayingBook),
                Amount = after.Amount,
                Amount2 = after.Received,
                Amount3 = after.ClawedBack,
                Body = DomainJson.Store(after),
            },
        ];

    public static PayoutState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<PayoutState>(rows[0].Body);
}
