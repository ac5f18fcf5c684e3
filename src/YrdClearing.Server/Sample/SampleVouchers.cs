using System.Globalization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Draws who applies when, for which fund, and which orders follow; prices are still weights and vouchers have no amount yet.
/// </summary>
internal sealed class SampleVouchers(SampleParties parties, SampleRandom random)
{
    private static readonly int[] MonthWeights = [150, 120, 140, 120, 100, 90, 80, 80, 80, 50, 20, 10];
    private static readonly int[] OrderCountWeights = [340, 250, 130, 160, 100, 55, 30, 16, 10, 7];
    private static readonly int[] PriceWeights = [300, 300, 230, 130, 35, 5];

    /// <summary>Yuan; within a class every price is as likely as any other.</summary>
    private static readonly int[] PriceLimits = [3_000, 10_000, 28_000, 70_000, 150_000, 360_000, 900_000];

    /// <summary>Of a year's cap so much may be planned; the rest is room for scaling and for rounding vouchers up.</summary>
    private const int CapShare = 55;

    private int _vouchers;
    private int _orders;

    public IReadOnlyList<SampleVoucher> Draw()
    {
        foreach (var enterprise in parties.Enterprises)
        {
            Draw(enterprise);
        }
        return parties.Enterprises.SelectMany(e => e.Vouchers).ToList();
    }

    private void Draw(SampleEnterprise enterprise)
    {
        var first = SampleCalendar.OfficeHour(FirstDay(enterprise.Fund), random);
        if (random.Chance(40))
        {
            var refused = Voucher(enterprise, enterprise.Fund, first, SampleVoucherFate.Rejected);
            if (refused.Fate == SampleVoucherFate.Waiting)
            {
                return;
            }
            first = SampleCalendar.After(refused.ApprovedAt, random.Between(5, 20), random);
        }
        if (first >= SampleCalendar.LastPayment)
        {
            return;
        }
        var main = Voucher(enterprise, enterprise.Fund, first, SampleVoucherFate.Kept);
        if (main.Fate == SampleVoucherFate.Waiting)
        {
            return;
        }
        var next = SampleCalendar.After(main.ApprovedAt, random.Between(20, 120), random);
        if (next < SampleCalendar.LastPayment && random.Chance(220))
        {
            Voucher(enterprise, random.Chance(300) ? SampleFunds.Of(enterprise.Fund.Province) : enterprise.Fund, next,
                SampleVoucherFate.Kept);
        }
        PlaceOrders(enterprise, OrderCount());
    }

    private DateTime FirstDay(SampleFund fund)
    {
        while (true)
        {
            var month = random.Weighted(MonthWeights) + 1;
            var day = new DateTime(SampleCalendar.Year, month, random.Between(1, DateTime.DaysInMonth(SampleCalendar.Year, month)));
            if (day >= SampleCalendar.Day(1, 15) && day <= SampleCalendar.Day(12, 22)
                && (fund.Region != SampleFunds.Late || day >= SampleCalendar.Day(3, 5)))
            {
                return day;
            }
        }
    }

    /// <summary>Two of five never order; most order once or twice, a few up to nine times.</summary>
    private int OrderCount() => random.Weighted(OrderCountWeights) switch
    {
        0 => 0,
        1 or 2 => 1,
        var index => index - 1,
    };

    private SampleVoucher Voucher(SampleEnterprise enterprise, SampleFund fund, DateTime at, SampleVoucherFate fate)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"V{SampleCalendar.Year}-{++_vouchers:00000}");
        var approvedAt = SampleCalendar.After(at, random.Between(1, 7), random);
        var voucher = new SampleVoucher(id, enterprise, fund, at) { Fate = fate, ApprovedAt = approvedAt };
        if (voucher.ApprovedAt >= SampleCalendar.LastPayment)
        {
            voucher.Fate = SampleVoucherFate.Waiting;
        }
        enterprise.Vouchers.Add(voucher);
        return voucher;
    }

    private void PlaceOrders(SampleEnterprise enterprise, int count)
    {
        var vouchers = enterprise.Vouchers.Where(v => v.IsApproved).ToList();
        var planned = vouchers.Select(v => v.Fund).Distinct().ToDictionary(f => f, _ => Money.Zero);
        for (var i = 0; i < count; i++)
        {
            var voucher = vouchers[i % vouchers.Count];
            if (PlaceDate(voucher) is not { } at)
            {
                continue;
            }
            var provider = parties.Choose(enterprise, voucher.Fund, random);
            var offered = provider.Services.Except(voucher.Fund.PolicyOn(at).Excluded).ToList();
            var id = string.Create(CultureInfo.InvariantCulture, $"O{SampleCalendar.Year}-{_orders + 1:00000}");
            var order = new SampleOrder(id, _orders + 1, voucher, provider, random.Pick(offered), at, PriceWeight());
            var subsidy = Money.Min(new Money(order.Weight).TimesFloor(order.Rate), order.Policy.OrderCap);
            if ((planned[voucher.Fund] + subsidy).Fen * 100 > voucher.Policy.AnnualCap.Fen * CapShare)
            {
                continue;
            }
            planned[voucher.Fund] += subsidy;
            voucher.Orders.Add(order);
            _orders++;
        }
        foreach (var voucher in vouchers)
        {
            voucher.Orders.Sort((a, b) => a.PlacedAt != b.PlacedAt ? a.PlacedAt.CompareTo(b.PlacedAt) : a.Number.CompareTo(b.Number));
        }
    }

    /// <summary>Rather soon after the approval, well before use-by; null when the year is over.</summary>
    private DateTime? PlaceDate(SampleVoucher voucher)
    {
        var span = Math.Min(150, voucher.Policy.UseDays - 25);
        var days = Math.Min(random.Between(1, span), random.Between(1, span));
        var at = SampleCalendar.After(voucher.ApprovedAt, days, random);
        return at < SampleCalendar.Day(12, 30) ? at : null;
    }

    private long PriceWeight()
    {
        var index = random.Weighted(PriceWeights);
        return random.Between(PriceLimits[index] * 100, PriceLimits[index + 1] * 100);
    }
}
