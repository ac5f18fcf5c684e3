using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Turns weights into amounts whose totals are the published ones: all prices scaled by largest remainder, then as many orders redeemed, in
/// drawn order, as the redeemed total takes; the invoices that are smaller than their price share what is left of it. No single order makes
/// a total fit.
/// </summary>
internal sealed class SampleAmounts(IReadOnlyList<SampleVoucher> vouchers, SampleRandom random)
{
    /// <summary>Published: orders of all, and what was redeemed of them (domain.md, "Published figures").</summary>
    public static readonly Money OrderTotal = Money.Parse("130000000.00");

    public static readonly Money RedeemedTotal = Money.Parse("54460000.00");

    private const int ClawBacks = 30;
    private const int SmallerInvoices = 220;

    private static readonly (SampleOrderFate Fate, int Weight)[] Unredeemed =
    [
        (SampleOrderFate.Declined, 22), (SampleOrderFate.CancelledPlaced, 14), (SampleOrderFate.CancelledAccepted, 14),
        (SampleOrderFate.DisputedCancelled, 16), (SampleOrderFate.ClaimRejected, 16), (SampleOrderFate.NeverClaimed, 18),
    ];

    private readonly List<SampleOrder> _orders = vouchers.SelectMany(v => v.Orders).ToList();

    public void Assign()
    {
        foreach (var (order, price) in _orders.Zip(Split.LargestRemainder(OrderTotal, _orders.Select(o => o.Weight).ToList())))
        {
            (order.Price, order.InvoiceAmount, order.Reserved) = (price, price, Money.Zero);
        }
        foreach (var voucher in vouchers)
        {
            SizeVoucher(voucher);
        }
        DecideFates();
    }

    /// <summary>
    /// A face in round yuan that covers its orders; in a clamping fund a single order may ask for more than the voucher has.
    /// </summary>
    private void SizeVoucher(SampleVoucher voucher)
    {
        foreach (var order in voucher.Orders)
        {
            order.Reserved = order.SubsidyAtFullPrice;
        }
        var need = new Money(voucher.Orders.Sum(o => o.Reserved.Fen));
        if (need.IsZero)
        {
            voucher.Face = new(random.Pick([10_000L, 20_000L, 30_000L, 50_000L, 50_000L, 100_000L]) * 100);
            return;
        }
        var step = need.Fen < 20_000_00 ? 5_000_00 : need.Fen < 100_000_00 ? 10_000_00 : 20_000_00;
        voucher.Face = new((need.Fen / step + 1) * step);
        if (voucher.Orders is [var only] && only.Policy.Clamp && need.Fen > step && random.Chance(250))
        {
            voucher.Face = new(need.Fen / step * step);
            only.Reserved = Money.Min(only.Reserved, voucher.Face);
        }
    }

    private void DecideFates()
    {
        var eligible = _orders.Where(o => o.PlacedAt <= SampleCalendar.LastRedeemable).ToList();
        random.Shuffle(eligible);
        foreach (var order in _orders)
        {
            order.Fate = SampleOrderFate.Open;
        }
        var clawed = eligible.Where(o => o.PlacedAt < SampleCalendar.Day(8, 15)).Take(ClawBacks).ToList();
        foreach (var order in clawed)
        {
            order.ClawedBack = random.Chance(500) ? order.Reserved : new(order.Reserved.Fen / random.Between(2, 5));
        }
        var target = RedeemedTotal.Fen + clawed.Sum(o => o.ClawedBack.Fen);
        var reached = 0L;
        var smaller = new List<SampleOrder>();
        foreach (var order in clawed.Concat(eligible.Except(clawed)))
        {
            if (reached >= target)
            {
                order.Fate = Unredeemed[random.Weighted(Unredeemed.Select(u => u.Weight).ToList())].Fate;
                continue;
            }
            order.Fate = SampleOrderFate.Redeemed;
            order.Subsidy = order.Reserved;
            // A capped order's invoice would have to fall far below its price before its subsidy falls at all.
            if (order.ClawedBack.IsZero && order.Reserved == order.Price.TimesFloor(order.Rate) && random.Chance(SmallerInvoices))
            {
                smaller.Add(order);
                reached += order.Reserved.Fen * 85 / 100;
            }
            else
            {
                reached += order.Reserved.Fen;
            }
        }
        ShrinkInvoices(smaller, new(target - _orders.Except(smaller).Sum(o => o.Subsidy.Fen)));
    }

    /// <summary>The smallest invoice whose subsidy is exactly the order's share of <paramref name="rest"/>.</summary>
    private void ShrinkInvoices(List<SampleOrder> orders, Money rest)
    {
        var weights = orders.Select(o => o.Reserved.Fen * random.Between(760, 940)).ToList();
        foreach (var (order, subsidy) in orders.Zip(Split.LargestRemainder(rest, weights)))
        {
            order.Subsidy = subsidy;
            order.InvoiceAmount = new((long)(((Int128)subsidy.Fen * Rate.One + order.Rate.TenThousandths - 1) / order.Rate.TenThousandths));
            if (order.InvoiceAmount > order.Price || order.InvoiceAmount.TimesFloor(order.Rate) != subsidy)
            {
                throw new InvalidOperationException($"{order.Id}: no invoice up to {order.Price} gives a subsidy of {subsidy}.");
            }
        }
    }
}
