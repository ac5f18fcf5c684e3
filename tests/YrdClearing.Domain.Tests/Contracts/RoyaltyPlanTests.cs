using CsCheck;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>What a royalty is worth.</summary>
public sealed class RoyaltyPlanTests
{
    /// <summary>domain.md: a royalty with an entry fee. 166,666.6665 is half a fen above 166,666.66 and rounds up.</summary>
    [Fact]
    public void Five_per_cent_of_3333333_33_and_an_entry_fee_of_200000_00_are_366666_67()
    {
        var plan = RoyaltyOf(("0.00", "0.05")) with { EntryFee = Yuan("200000.00"), EntryDue = new(2026, 3, 31) };
        var royalty = plan.AmountOf(Yuan("1000000.00"), Money.Zero, Money.Zero, Yuan("3333333.33"), isLast: true);
        (royalty.ToString(), (royalty + plan.EntryFee.Value).ToString()).ShouldBe(("166666.67", "366666.67"));
    }

    [Theory]
    [InlineData("0.00:0.05", "0.00", "0.00", "0.00")]
    [InlineData("0.00:0.05", "0.00", "0.09", "0.00")]
    [InlineData("0.00:0.05", "0.00", "0.10", "0.01")]
    [InlineData("0.00:0.05", "999.00", "0.10", "0.01")]
    [InlineData("0.00:0.05 100.00:0.10", "0.00", "100.00", "5.00")]
    [InlineData("0.00:0.05 100.00:0.10", "0.00", "150.00", "10.00")]
    [InlineData("0.00:0.05 100.00:0.10", "50.00", "100.00", "7.50")]
    [InlineData("0.00:0.05 100.00:0.10", "100.00", "50.00", "5.00")]
    [InlineData("0.00:0.05 100.00:0.03 200.00:0.01", "0.00", "300.00", "9.00")]
    [InlineData("0.00:0.05 100.00:0.03 200.00:0.01", "99.99", "0.02", "0.00")]
    [InlineData("0.00:0.05 100.00:0.03 200.00:0.01", "99.90", "0.20", "0.01")]
    [InlineData("0.00:1", "9999999999999.99", "9999999999999.99", "9999999999999.99")]
    [InlineData("0.00:0", "0.00", "1000.00", "0.00")]
    public void Each_tier_takes_its_part_of_the_base_and_the_sum_is_rounded_half_up_once(
        string tiers, string before, string now, string expected)
    {
        var plan = RoyaltyOf([.. tiers.Split(' ').Select(t => (t.Split(':')[0], t.Split(':')[1]))]);
        plan.RoyaltyOn(Yuan(before), Yuan(now)).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("1000.00", null, null, "0.00", "500.00", false, "50.00")]
    [InlineData("1000.00", "100.00", null, "0.00", "500.00", false, "50.00")]
    [InlineData("1000.00", "100.00", null, "0.00", "500.00", true, "100.00")]
    [InlineData("1000.00", "100.00", null, "80.00", "500.00", true, "50.00")]
    [InlineData("1000.00", "100.00", null, "20.00", "500.00", true, "80.00")]
    [InlineData("1000.00", null, "120.00", "80.00", "500.00", true, "40.00")]
    [InlineData("1000.00", null, "120.00", "120.00", "500.00", true, "0.00")]
    [InlineData("30.00", null, null, "0.00", "500.00", true, "30.00")]
    [InlineData("100.00", "100.00", "100.00", "60.00", "0.00", true, "40.00")]
    public void The_last_period_makes_up_for_the_minimum_and_none_passes_the_cap_or_the_value(
        string value, string? minimum, string? cap, string paid, string now, bool isLast, string expected)
    {
        var plan = RoyaltyOf(("0.00", "0.10")) with
        {
            Minimum = minimum is null ? null : Yuan(minimum),
            Cap = cap is null ? null : Yuan(cap),
        };
        plan.AmountOf(Yuan(value), Money.Zero, Yuan(paid), Yuan(now), isLast).ToString().ShouldBe(expected);
    }

    /// <summary>However the base falls into periods: cap and minimum hold, and without them no period is half a fen away from exact.</summary>
    [Fact]
    public void Cap_and_minimum_hold_for_all_bases() => Gen.Select(
            Gen.Long[0, 1_000_000_000].Array[1, 12], Gen.Int[0, 10_000].Array[1, 4], Gen.Long[1, 50_000_000], Gen.Long[1, 50_000_000])
        .Sample((bases, rates, a, b) =>
        {
            var (minimum, cap) = (new Money(Math.Min(a, b)), new Money(Math.Max(a, b)));
            var plan = RoyaltyOf([.. rates.Select((r, i) => ($"{i * 1000}.00", new Rate(r).ToString()))]) with { Minimum = minimum, Cap = cap };
            var (before, paid) = (Money.Zero, Money.Zero);
            for (var i = 0; i < bases.Length; i++)
            {
                var now = new Money(bases[i]);
                var amount = plan.AmountOf(cap, before, paid, now, isLast: i == bases.Length - 1);
                amount.ShouldBeGreaterThanOrEqualTo(Money.Zero);
                Exact(rates, before, now, plan.RoyaltyOn(before, now)).ShouldBeTrue();
                (before, paid) = (before + now, paid + amount);
            }
            paid.ShouldBeInRange(minimum, cap);
        });

    /// <summary>Counted fen by tier once more, in another way: twice the distance is at most one fen.</summary>
    private static bool Exact(int[] rates, Money before, Money now, Money royalty)
    {
        Int128 UpTo(long fen) => rates.Select((r, i) =>
        {
            long from = i * 100_000L, to = i == rates.Length - 1 ? long.MaxValue : (i + 1) * 100_000L;
            return (Int128)Math.Clamp(fen, from, to) * r - (Int128)from * r;
        }).Aggregate((Int128)0, (sum, part) => sum + part);
        var exact = UpTo((before + now).Fen) - UpTo(before.Fen);
        return Int128.Abs((Int128)royalty.Fen * Rate.One - exact) * 2 <= Rate.One;
    }
}
