using CsCheck;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Tests.Replay;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Vouchers;

/// <summary>
/// Random commands of random actors on a few vouchers and orders. After each one books, vouchers and orders are held against each other
/// (<c>MoneyChecks</c>), and guarded accounts stay on their side.
/// </summary>
public sealed class MoneyProperties
{
    private const int Steps = 80;
    private const long Streams = 40;

    private static readonly string[] Amounts = ["0.01", "0.03", "999.99", "20000.00", "33333.33", "100000.02", "0.00"];
    private static readonly string[] Actors = [Enterprise, LocalProvider, AbroadProvider, Li, Wang, Su, Bank];

    private static readonly Gen<int[]> Stream = Gen.Int[0, 1_000_000_000].Array[Steps];

    [Theory]
    [InlineData(FundingRoute.R1)]
    [InlineData(FundingRoute.R2)]
    [InlineData(FundingRoute.R3)]
    public void Money_is_neither_made_nor_lost(FundingRoute route) => Stream.Sample(
        stream =>
        {
            var desk = Play(route, stream);
            foreach (var voucher in desk.Network.Vouchers.Select(id => desk.Voucher(id)).Where(v => v.QuotaYear is not null))
            {
                var s = voucher.Standing;
                var clawedBack = Sum(voucher.Orders, o => o.ClawedBack);
                var kept = s.Available + s.Reserved + s.Redeemed + clawedBack;
                kept.ShouldBe(voucher.Amount - GivenBack(desk, voucher), $"{voucher.Id} {s}");
            }
        },
        iter: Streams);

    /// <summary>An independent reader adds up the events' explicit amounts and has every standing, without a rule.</summary>
    [Fact]
    public void Events_add_up_to_what_vouchers_remember() => Stream.Sample(
        stream =>
        {
            var desk = Play(FundingRoute.R3, stream);
            foreach (var v in desk.Network.Vouchers.Select(id => desk.Voucher(id)))
            {
                var (available, reserved, redeemed) = (Money.Zero, Money.Zero, Money.Zero);
                foreach (var e in EventsOf(desk, v))
                {
                    var (a, r, d) = Moved(e);
                    (available, reserved, redeemed) = (available + a, reserved + r, redeemed + d);
                }
                (available, reserved, redeemed).ShouldBe((v.Standing.Available, v.Standing.Reserved, v.Standing.Redeemed), v.Id);
            }
        },
        iter: Streams);

    /// <summary>The due column finds all that a run can end, and nothing that it cannot: else the run would fail on paper.</summary>
    [Fact]
    public void After_all_deadlines_nothing_unreserved_is_left() => Stream.Sample(
        stream =>
        {
            var desk = Play(FundingRoute.R2, stream);
            desk.EndOf("2027-12-31").RunDeadlines();
            desk.Balances(SH, "budget:issued").ShouldBeEmpty();
            foreach (var v in desk.Network.Vouchers.Select(id => desk.Voucher(id)))
            {
                v.Standing.Available.ShouldBe(Money.Zero);
                v.Orders.ShouldAllBe(o => !OrderLifecycle.MayLapse(o));
            }
        },
        iter: Streams);

    private static VoucherDesk Play(FundingRoute route, int[] stream)
    {
        var desk = new VoucherDesk(route, p => p with { CapMode = CapMode.Clamp, NetDebitCap = Yuan("90000.00") });
        desk.Issued("100000.00", "V0").Issued("20000.00", "V1");
        var day = new DateOnly(2026, 3, 2);
        foreach (var n in stream)
        {
            var (pick, a, b, c) = (n % 61, n / 61 % 7, n / 427 % 6, n / 2562 % 97);
            if (pick == 60)
            {
                day = day.AddDays(c % 9);
                desk.EndOf(day.ToString("O")).Do(Operator, new RunDeadlines()).ShouldBe("ok");
                continue;
            }
            var command = pick < 42 ? NextOf(desk, $"O{b}", Amounts[a], c) : AnyOf(pick, $"V{c % 3}", $"O{b}", Amounts[a], c);
            // One in eight comes from anybody; the rest from whoever is let do it.
            var actors = c % 8 == 0 ? [Actors[c % Actors.Length]] : Actors;
            if (actors.Any(actor => desk.Network.Execute(command, Given.By(actor, desk.Now)) == "ok"))
            {
                MoneyChecks.Assert(desk.Network);
            }
        }
        return desk;
    }

    /// <summary>What usually comes next for an order, so that many streams reach the end.</summary>
    private static Command NextOf(VoucherDesk desk, string order, string amount, int c)
    {
        var state = desk.Network.Vouchers.Select(v => desk.Voucher(v).Find(order)).FirstOrDefault(o => o is not null);
        return (state?.Status, state?.Claim) switch
        {
            (null, _)                                   => Place($"V{c % 2}", order, amount, c),
            (OrderStatus.Placed, _)                     => new AcceptOrder(order),
            (OrderStatus.Accepted, _) when c % 2 == 0   => new DeliverOrder(order, "C", $"I{c % 9}", state!.Price),
            (OrderStatus.Accepted, _)                   => new DeliverOrder(order, "C", $"I{c % 9}", Yuan(amount)),
            (OrderStatus.Delivered, _)                  => new ConfirmOrder(order),
            (_, null or ClaimStatus.Returned)           => new SubmitClaim(order),
            (_, ClaimStatus.Submitted)                  => new ReviewClaim(order),
            (_, ClaimStatus.Reviewed)                   => new ApproveClaim(order),
            (_, ClaimStatus.Approved or ClaimStatus.PaymentFailed) => new InstructPayout(order),
            (_, ClaimStatus.Instructed)                 => new ConfirmPayout(order, null),
            _ when c % 2 == 0                           => new ClawBackClaim(order, c % 4 == 0 ? state!.Subsidy : Yuan(amount), "x"),
            _                                           => new ReceiveRecovery(order, Yuan(amount)),
        };
    }

    private static Command AnyOf(int pick, string voucher, string order, string amount, int c) => pick switch
    {
        42 => new ApplyVoucher(voucher, E, SH, Yuan(amount)),
        43 => new ApproveVoucher(voucher),
        44 => c % 5 == 0 ? new ReturnVoucher(voucher) : new RejectVoucher(voucher, "x"),
        45 => c % 5 == 0 ? new RevokeVoucher(voucher, "x") : new ApproveVoucher(voucher),
        46 => new DeclineOrder(order),
        47 => new DisputeOrder(order),
        48 => new CancelOrder(order, "x"),
        49 => new ReturnClaim(order, "x"),
        50 => new RejectClaim(order, "x"),
        51 => new FailPayout(order, "x"),
        52 => new InstructPayout(order),
        53 => new ApproveClaim(order),
        54 => new SubmitClaim(order),
        55 => new DeliverOrder(order, "C", $"I{c % 4}", Yuan(amount)),
        56 => new ClawBackClaim(order, Yuan(amount), "x"),
        57 => new ReceiveRecovery(order, Yuan(amount)),
        _  => Place(voucher, order, amount, c),
    };

    private static PlaceOrder Place(string voucher, string order, string amount, int c) =>
        new(voucher, order, c % 3 == 0 ? Local : Abroad, "testing", Yuan(amount));

    private static IEnumerable<VoucherEvent> EventsOf(VoucherDesk desk, VoucherState v) => desk.Network.Events.OfType<VoucherEvent>()
        .Where(e => e switch
        {
            OrderEvent o      => v.Find(o.Order) is not null,
            VoucherApproved x => x.Voucher == v.Id,
            VoucherReturned x => x.Voucher == v.Id,
            VoucherRevoked x  => x.Voucher == v.Id,
            VoucherExpired x  => x.Voucher == v.Id,
            _                 => false,
        });

    private static (Money Available, Money Reserved, Money Redeemed) Moved(VoucherEvent e) => e switch
    {
        VoucherApproved x                           => (x.Amount, Money.Zero, Money.Zero),
        VoucherReturned x                           => (-x.Rest, Money.Zero, Money.Zero),
        VoucherRevoked x                            => (-x.Rest, Money.Zero, Money.Zero),
        VoucherExpired x                            => (-x.Rest, Money.Zero, Money.Zero),
        OrderPlaced x                               => (-x.Subsidy, x.Subsidy, Money.Zero),
        ClaimApproved x                             => (Money.Zero, -x.Amount, x.Amount),
        ClaimClawedBack x                           => (Money.Zero, Money.Zero, -x.Amount),
        OrderEvent x when ReleaseOf(x) is { } r     => (r.ToIssued, -r.ToIssued - r.ToAvailable, Money.Zero),
        _                                           => (Money.Zero, Money.Zero, Money.Zero),
    };

    private static Release? ReleaseOf(OrderEvent e) => e switch
    {
        OrderDeclined x  => x.Released,
        OrderDelivered x => x.Released,
        OrderCancelled x => x.Released,
        OrderLapsed x    => x.Released,
        ClaimRejected x  => x.Released,
        _                => null,
    };

    private static Money GivenBack(VoucherDesk desk, VoucherState v) => Sum(EventsOf(desk, v), e => e switch
    {
        VoucherReturned x                       => x.Rest,
        VoucherRevoked x                        => x.Rest,
        VoucherExpired x                        => x.Rest,
        OrderEvent x when ReleaseOf(x) is { } r => r.ToAvailable,
        _                                       => Money.Zero,
    });

    private static Money Sum<T>(IEnumerable<T> items, Func<T, Money> amount) => new(items.Sum(i => amount(i).Fen));
}
