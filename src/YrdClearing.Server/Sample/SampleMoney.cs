using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// What a fund will need, counted from what is planned, and voted and paid in before: by half-year the budget, by quarter the cash.
/// </summary>
internal sealed class SampleMoney(SampleScript script)
{
    private static readonly DateTime[] Halves = [SampleCalendar.Day(1, 2).AddHours(8).AddMinutes(20), SampleCalendar.Day(7, 1).AddHours(8)];

    private static readonly DateTime[] Quarters =
    [
        SampleCalendar.Day(1, 2).AddHours(8).AddMinutes(30), SampleCalendar.Day(4, 1).AddHours(8),
        SampleCalendar.Day(7, 1).AddHours(8).AddMinutes(10), SampleCalendar.Day(10, 1).AddHours(8),
    ];

    /// <summary>Room above the plan, so that a refusal for want of budget is always one that was meant.</summary>
    private static readonly Money Margin = Money.Parse("2000000.00");

    public static readonly Money CashStep = Money.Parse("50000.00");

    /// <summary>Budgets for every approved voucher.</summary>
    public void Appropriate(IReadOnlyList<SampleVoucher> vouchers)
    {
        foreach (var fund in SampleFunds.All)
        {
            var approved = vouchers.Where(v => v.IsApproved && v.Fund == fund).ToList();
            for (var half = 0; half < Halves.Length; half++)
            {
                var need = approved.Where(v => IndexOf(Halves, v.ApprovedAt) == half).Sum(v => v.Face.Fen) + (half == 0 ? Margin.Fen : 0);
                script.Add(Halves[half], fund.Actor("treasurer-1"), "fund.appropriate", ("fund", fund.Region),
                    ("amount", RoundUp(need, 500_000_00)));
            }
        }
    }

    /// <summary>
    /// Cash for every payment out, as if nothing ever came in. Wuhu's first money comes only after its first payment was refused.
    /// </summary>
    public void Deposit(IReadOnlyList<SamplePayment> payments, DateTime firstOfShort)
    {
        foreach (var fund in SampleFunds.All)
        {
            for (var quarter = 0; quarter < Quarters.Length; quarter++)
            {
                var need = payments.Where(p => p.Fund == fund && IndexOf(Quarters, p.At) == quarter).Sum(p => p.Amount.Fen);
                var late = fund.Region == SampleFunds.ShortOfCash && Quarters[quarter] < firstOfShort
                    && IndexOf(Quarters, firstOfShort) == quarter;
                if (need > 0)
                {
                    script.Add(late ? firstOfShort : Quarters[quarter], "bank:network", "fund.deposit",
                        ("fund", fund.Region), ("amount", RoundUp(need, CashStep.Fen)));
                }
            }
        }
    }

    private static int IndexOf(DateTime[] starts, DateTime at) => Array.FindLastIndex(starts, s => s <= at);

    private static Money RoundUp(long fen, long step) => new((fen / step + 1) * step);
}
