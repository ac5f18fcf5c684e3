using CsCheck;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class MoneyTests
{
    private static readonly Gen<Money> Amounts = Gen.Long[0, 999_999_999_999_999].Select(fen => new Money(fen));
    private static readonly Gen<Rate> Rates = Gen.Int[0, Rate.One].Select(r => new Rate(r));

    [Theory]
    [InlineData("1200.00", 120_000)]
    [InlineData("1200", 120_000)]
    [InlineData("1200.5", 120_050)]
    [InlineData("0.01", 1)]
    [InlineData("0", 0)]
    [InlineData("-0.00", 0)]
    [InlineData("007", 700)]
    [InlineData("-5.25", -525)]
    [InlineData("9999999999999.99", 999_999_999_999_999)]
    public void An_amount_has_at_most_thirteen_digits_and_two_decimals(string text, long fen) => Money.Parse(text).Fen.ShouldBe(fen);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("500.125")]
    [InlineData("1.000")]
    [InlineData("12345678901234")]
    [InlineData("00000000000001")]
    [InlineData("99999999999999999999")]
    [InlineData("+1.00")]
    [InlineData("--1.00")]
    [InlineData("1,200.00")]
    [InlineData("1 200")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1.-5")]
    [InlineData("１.00")]
    [InlineData("٣")]
    public void Anything_else_is_no_amount(string text)
    {
        Money.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Money.Parse(text));
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(5, "0.05")]
    [InlineData(-5, "-0.05")]
    [InlineData(120_000, "1200.00")]
    [InlineData(-120_001, "-1200.01")]
    [InlineData(long.MaxValue, "92233720368547758.07")]
    [InlineData(long.MinValue, "-92233720368547758.08")]
    public void An_amount_prints_with_two_decimals(long fen, string text) => new Money(fen).ToString().ShouldBe(text);

    [Fact]
    public void What_is_printed_reads_back() =>
        Gen.Long[-999_999_999_999_999, 999_999_999_999_999].Sample(fen => Money.Parse(new Money(fen).ToString()).Fen == fen);

    [Fact]
    public void An_overflow_throws_and_never_wraps()
    {
        var most = new Money(long.MaxValue);
        var least = new Money(long.MinValue);
        Should.Throw<OverflowException>(() => most + new Money(1));
        Should.Throw<OverflowException>(() => least - new Money(1));
        Should.Throw<OverflowException>(() => -least);
        Should.Throw<OverflowException>(() => Posting.Credit("assets:cash", least));
    }

    [Theory]
    [InlineData("200000.00", "0.50", "100000.00")]
    [InlineData("333.33", "0.50", "166.66")]
    [InlineData("0.03", "0.50", "0.01")]
    [InlineData("0.01", "0.50", "0.00")]
    [InlineData("100000.00", "0.40", "40000.00")]
    [InlineData("100000.02", "0.50", "50000.01")]
    [InlineData("9999999999999.99", "1", "9999999999999.99")]
    [InlineData("9999999999999.99", "0.9999", "9998999999999.99")]
    [InlineData("5.00", "0", "0.00")]
    public void A_subsidy_is_rounded_down_to_the_fen(string amount, string rate, string subsidy) =>
        Money.Parse(amount).TimesFloor(Rate.Parse(rate)).ShouldBe(Money.Parse(subsidy));

    [Theory]
    [InlineData("80000.01", "0.5", "40000.01")]
    [InlineData("0.01", "0.4999", "0.00")]
    [InlineData("0.01", "0.5", "0.01")]
    [InlineData("9999999999999.99", "1", "9999999999999.99")]
    [InlineData("5.00", "0", "0.00")]
    public void A_compensation_is_rounded_half_a_fen_up(string amount, string rate, string share) =>
        Money.Parse(amount).TimesHalfUp(Rate.Parse(rate)).ShouldBe(Money.Parse(share));

    [Fact]
    public void A_negative_amount_has_no_share() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Money(-1).TimesFloor(new Rate(5_000)));

    [Fact]
    public void A_share_is_the_greatest_that_does_not_exceed_the_rate() =>
        Gen.Select(Amounts, Rates).Sample((amount, rate) =>
        {
            var share = (Int128)amount.TimesFloor(rate).Fen * Rate.One;
            var exact = (Int128)amount.Fen * rate.TenThousandths;
            (share <= exact && exact < share + Rate.One).ShouldBeTrue();
        });

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.00", 0)]
    [InlineData("0.5", 5_000)]
    [InlineData("0.50", 5_000)]
    [InlineData("0.0035", 35)]
    [InlineData("0.3333", 3_333)]
    [InlineData("1", 10_000)]
    [InlineData("1.0000", 10_000)]
    public void A_rate_lies_between_zero_and_one(string text, int tenThousandths) =>
        Rate.Parse(text).TenThousandths.ShouldBe(tenThousandths);

    [Theory]
    [InlineData("1.0001")]
    [InlineData("2")]
    [InlineData("-0.5")]
    [InlineData("0.00000")]
    [InlineData("0.12345")]
    [InlineData("50%")]
    [InlineData("1e-1")]
    [InlineData(".5")]
    [InlineData("")]
    public void Anything_else_is_no_rate(string text) => Rate.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_printed_rate_reads_back() => Rates.Sample(rate => Rate.Parse(rate.ToString()) == rate);

    [Fact]
    public void Amounts_and_rates_are_stored_as_whole_numbers() =>
        Gen.Select(Amounts, Rates).Sample((amount, rate) =>
        {
            DomainJson.Store(amount).ToString().ShouldBe(amount.Fen.ToString());
            DomainJson.Read<Money>(DomainJson.Store(amount)).ShouldBe(amount);
            DomainJson.Read<Rate>(DomainJson.Store(rate)).ShouldBe(rate);
        });
}
