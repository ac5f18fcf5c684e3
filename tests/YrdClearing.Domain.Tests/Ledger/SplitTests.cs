using CsCheck;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

/// <summary>Splits by largest remainder (domain.md, "Technology contracts").</summary>
public sealed class SplitTests
{
    private static readonly Gen<(long Fen, long[] Weights)> Splits = Gen.Select(
        Gen.Long[0, 999_999_999_999_999], Gen.Long[0, 1_000_000].Array[1, 20].Where(weights => weights.Any(w => w > 0)));

    public static TheoryData<string, long[], string[]> Table => new()
    {
        { "100.01", [1, 1, 1], ["33.34", "33.34", "33.33"] },
        { "50000.01", [60, 40], ["30000.01", "20000.00"] },
        { "15000.00", [60, 40], ["9000.00", "6000.00"] },
        { "5000000.00", [30, 40, 30], ["1500000.00", "2000000.00", "1500000.00"] },
        { "0.01", [1, 1], ["0.01", "0.00"] },
        { "0.01", [0, 1], ["0.00", "0.01"] },
        { "0.00", [3, 7], ["0.00", "0.00"] },
        { "9999999999999.99", [1], ["9999999999999.99"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_total_is_split_by_largest_remainder_and_ties_go_to_the_earlier(string total, long[] weights, string[] parts) =>
        Split.LargestRemainder(Money.Parse(total), weights).Select(p => p.ToString()).ShouldBe(parts);

    [Fact]
    public void Parts_add_up_to_the_total() =>
        Splits.Sample(s => Split.LargestRemainder(new(s.Fen), s.Weights).Sum(p => p.Fen) == s.Fen);

    [Fact]
    public void No_part_is_a_fen_or_more_away_from_its_exact_share() =>
        Splits.Sample(s =>
        {
            var sum = s.Weights.Aggregate((Int128)0, (a, w) => a + w);
            var parts = Split.LargestRemainder(new(s.Fen), s.Weights);
            for (var i = 0; i < parts.Length; i++)
            {
                Int128.Abs(parts[i].Fen * sum - (Int128)s.Fen * s.Weights[i]).ShouldBeLessThan(sum);
            }
        });

    [Fact]
    public void A_total_or_weight_below_zero_and_weights_of_nothing_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Split.LargestRemainder(new(-1), [1]));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.LargestRemainder(new(1), [1, -1]));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.LargestRemainder(new(1), [0, 0]));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.LargestRemainder(new(1), []));
    }
}
