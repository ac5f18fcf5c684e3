using CsCheck;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Domain.Tests.Settlement;

public sealed class NettingTests
{
    private const string Shanghai = "fund:310000", Jiangsu = "fund:320000", Zhejiang = "fund:330000", Anhui = "fund:340000";

    /// <summary>domain.md, "Clearing and settlement", check sum.</summary>
    private static readonly PairAmount[] CheckSum =
    [
        Owes(Shanghai, Jiangsu, "1200000.00"), Owes(Shanghai, Zhejiang, "850000.50"), Owes(Shanghai, Anhui, "430000.25"),
        Owes(Jiangsu, Shanghai, "2300000.75"), Owes(Jiangsu, Zhejiang, "610000.00"), Owes(Jiangsu, Anhui, "95000.10"),
        Owes(Zhejiang, Shanghai, "1975500.30"), Owes(Zhejiang, Jiangsu, "720000.00"), Owes(Zhejiang, Anhui, "310250.45"),
        Owes(Anhui, Shanghai, "1640000.00"), Owes(Anhui, Jiangsu, "288888.88"), Owes(Anhui, Zhejiang, "150000.05"),
    ];

    [Theory]
    [InlineData(NettingMode.Gross, "10569641.28", 12)]
    [InlineData(NettingMode.Bilateral, "3899639.48", 6)]
    [InlineData(NettingMode.Multilateral, "3435500.30", 3)]
    public void Check_sum_of_the_domain_is_reproduced(NettingMode mode, string net, int payments)
    {
        var result = Netting.Of(mode, CheckSum);

        result.Gross.ToString().ShouldBe("10569641.28");
        result.Net.ToString().ShouldBe(net);
        result.Instructions.Count.ShouldBe(payments);
        result.Obligations.ShouldBe(CheckSum);
        result.Positions.Select(p => $"{p.Book} {p.Amount}").ShouldBe(
            ["fund:310000 3435500.30", "fund:320000 -796111.97", "fund:330000 -1395750.20", "fund:340000 -1243638.13"]);
    }

    [Fact]
    public void Multilateral_instructions_of_the_check_sum_all_go_to_the_only_creditor() =>
        Netting.Of(NettingMode.Multilateral, CheckSum).Instructions.ShouldBe(
        [
            Owes(Jiangsu, Shanghai, "796111.97"), Owes(Zhejiang, Shanghai, "1395750.20"), Owes(Anhui, Shanghai, "1243638.13"),
        ]);

    [Fact]
    public void Equal_debtors_and_creditors_are_taken_by_lower_region_code() =>
        Netting.Of(NettingMode.Multilateral, [Owes(Anhui, Jiangsu, "10.00"), Owes(Zhejiang, Shanghai, "10.00")])
            .Instructions.ShouldBe([Owes(Zhejiang, Shanghai, "10.00"), Owes(Anhui, Jiangsu, "10.00")]);

    [Fact]
    public void Largest_debtor_pays_largest_creditor_first() =>
        Netting.Of(NettingMode.Multilateral, [Owes(Shanghai, Zhejiang, "7.00"), Owes(Jiangsu, Anhui, "4.00"), Owes(Jiangsu, Zhejiang, "1.00")])
            .Instructions.ShouldBe([Owes(Shanghai, Zhejiang, "7.00"), Owes(Jiangsu, Zhejiang, "1.00"), Owes(Jiangsu, Anhui, "4.00")]);

    [Fact]
    public void Equal_debts_both_ways_leave_nothing_to_pay_and_a_zero_position_each()
    {
        foreach (var mode in new[] { NettingMode.Bilateral, NettingMode.Multilateral })
        {
            var result = Netting.Of(mode, [Owes(Shanghai, Anhui, "5.00"), Owes(Anhui, Shanghai, "5.00")]);
            result.Instructions.ShouldBeEmpty();
            result.Net.ShouldBe(Money.Zero);
            result.Positions.ShouldBe([new(Shanghai, Money.Zero), new(Anhui, Money.Zero)]);
        }
    }

    [Fact]
    public void Nothing_owed_nets_to_nothing()
    {
        foreach (var mode in Enum.GetValues<NettingMode>())
        {
            var result = Netting.Of(mode, [Owes(Shanghai, Anhui, "0.00")]);
            result.Gross.ShouldBe(Money.Zero);
            result.Positions.ShouldBeEmpty();
            result.Instructions.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_negative_debt_or_a_debt_to_oneself_is_a_fault()
    {
        Should.Throw<ArgumentException>(() => Netting.Of(NettingMode.Gross, [Owes(Shanghai, Anhui, "-0.01")]));
        Should.Throw<ArgumentException>(() => Netting.Of(NettingMode.Gross, [Owes(Shanghai, Shanghai, "0.01")]));
    }

    [Fact]
    public void A_sum_beyond_what_money_holds_throws_and_never_wraps() =>
        Should.Throw<OverflowException>(() =>
            Netting.Of(NettingMode.Gross, [new(Shanghai, Anhui, new(long.MaxValue)), new(Shanghai, Anhui, new(1))]));

    /// <summary>Found by reading: each debt fits into money, all of them together need not, and no cycle with them could be shown.</summary>
    [Fact]
    public void All_debts_together_may_be_more_than_money_holds()
    {
        var result = Netting.Of(NettingMode.Gross, [new(Shanghai, Anhui, new(long.MaxValue)), new(Anhui, Shanghai, new(long.MaxValue))]);
        result.Gross.ToString().ShouldBe("184467440737095516.14");
        result.Net.ShouldBe(result.Gross);
        result.Positions.ShouldBe([new(Shanghai, Money.Zero), new(Anhui, Money.Zero)], ignoreOrder: true);
    }

    [Fact]
    public void Instructions_settle_every_position_in_every_mode() => Debts.Sample(debts =>
    {
        foreach (var mode in Enum.GetValues<NettingMode>())
        {
            var result = Netting.Of(mode, debts);
            foreach (var (book, position) in result.Positions)
            {
                var received = result.Instructions.Where(i => i.To == book).Sum(i => i.Amount.Fen);
                var paid = result.Instructions.Where(i => i.From == book).Sum(i => i.Amount.Fen);
                new Money(received - paid).ShouldBe(position);
            }
        }
    });

    [Fact]
    public void Sums_agree_and_no_mode_pays_more_than_the_one_that_nets_less() => Debts.Sample(debts =>
    {
        var gross = Netting.Of(NettingMode.Gross, debts);
        var bilateral = Netting.Of(NettingMode.Bilateral, debts);
        var multilateral = Netting.Of(NettingMode.Multilateral, debts);

        gross.Gross.Fen.ShouldBe(debts.Sum(d => d.Amount.Fen));
        gross.Net.ShouldBe(gross.Gross);
        bilateral.Net.Fen.ShouldBeLessThanOrEqualTo(gross.Net.Fen);
        multilateral.Net.Fen.ShouldBeLessThanOrEqualTo(bilateral.Net.Fen);
        multilateral.Net.Fen.ShouldBe(multilateral.Positions.Sum(p => Math.Max(p.Amount.Fen, 0)));
        multilateral.Positions.Sum(p => p.Amount.Fen).ShouldBe(0);
        multilateral.Instructions.Count.ShouldBeLessThanOrEqualTo(Math.Max(0, multilateral.Positions.Count - 1));
        gross.Instructions.Concat(bilateral.Instructions).Concat(multilateral.Instructions).ShouldAllBe(i => i.Amount.Fen > 0 && i.From != i.To);
    });

    [Fact]
    public void The_order_of_the_obligations_does_not_matter() => Gen.Select(Debts, Gen.Int).Sample((debts, seed) =>
    {
        var shuffled = debts.ToArray();
        new Random(seed).Shuffle(shuffled);
        foreach (var mode in Enum.GetValues<NettingMode>())
        {
            var one = Netting.Of(mode, debts);
            var other = Netting.Of(mode, shuffled);
            other.Obligations.ShouldBe(one.Obligations);
            other.Positions.ShouldBe(one.Positions);
            other.Instructions.ShouldBe(one.Instructions);
            other.Instructions.ShouldBe(other.Instructions.OrderBy(i => i.From, StringComparer.Ordinal).ThenBy(i => i.To, StringComparer.Ordinal));
        }
    });

    /// <summary>The rule of scenario.md as it is written: a search for the largest again and again, without heaps.</summary>
    [Fact]
    public void Multilateral_netting_follows_the_rule_as_it_is_written() => Debts.Sample(debts =>
    {
        var result = Netting.Of(NettingMode.Multilateral, debts);
        var rest = result.Positions.ToDictionary(p => p.Book, p => p.Amount.Fen);
        var expected = new List<PairAmount>();
        while (rest.Values.Any(v => v != 0))
        {
            var debtor = rest.OrderBy(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).First().Key;
            var creditor = rest.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).First().Key;
            var fen = Math.Min(-rest[debtor], rest[creditor]);
            expected.Add(new(debtor, creditor, new(fen)));
            rest[debtor] += fen;
            rest[creditor] -= fen;
        }
        result.Instructions.ShouldBe(expected.OrderBy(i => i.From, StringComparer.Ordinal).ThenBy(i => i.To, StringComparer.Ordinal));
    });

    /// <summary>
    /// Measured about 1:1. The limit is wide, for busy machines; it is there for keys that collide and searches that are quadratic, which
    /// cost a hundred times as much.
    /// </summary>
    [Fact]
    public void Netting_many_obligations_costs_a_small_multiple_of_summing_them()
    {
        var random = new Random(1);
        var debts = Enumerable.Range(0, 200_000)
            .Select(_ => (From: random.Next(1000), Step: random.Next(1, 1000), Fen: random.Next(1, 1_000_000)))
            .Select(d => new PairAmount($"fund:{100_000 + d.From}", $"fund:{100_000 + (d.From + d.Step) % 1000}", new(d.Fen)))
            .ToArray();
        var plain = Fastest(() => debts.GroupBy(d => (d.From, d.To)).Select(g => g.Sum(d => d.Amount.Fen)).ToArray());
        foreach (var mode in Enum.GetValues<NettingMode>())
        {
            Fastest(() => Netting.Of(mode, debts)).ShouldBeLessThan(plain * 10, mode.ToString());
        }
    }

    private static TimeSpan Fastest(Func<object> work) => Enumerable.Range(0, 4).Min(_ =>
    {
        var start = TimeProvider.System.GetTimestamp();
        GC.KeepAlive(work());
        return TimeProvider.System.GetElapsedTime(start);
    });

    /// <summary>Few books and small amounts, so that ties, opposite debts and zeros are common.</summary>
    private static readonly Gen<PairAmount[]> Debts =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Long[0, 40])
            .Where((from, to, _) => from != to)
            .Select((from, to, fen) => new PairAmount($"fund:3{from}0000", $"fund:3{to}0000", new(fen)))
            .Array[0, 60];

    private static PairAmount Owes(string from, string to, string amount) => new(from, to, Money.Parse(amount));
}
