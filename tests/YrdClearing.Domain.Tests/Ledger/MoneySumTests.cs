using System.Text.Json;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class MoneySumTests
{
    private static readonly Money Largest = Money.Parse("9999999999999.99");

    [Fact]
    public void More_of_the_largest_amounts_than_64_bits_hold_add_up_to_the_fen()
    {
        var sum = MoneySum.Of(Enumerable.Repeat(Largest, 9_300));
        sum.ToString().ShouldBe("92999999999999907.00");
        (-sum).ToString().ShouldBe("-92999999999999907.00");
        sum.InColumn.ShouldBeNull();
        (sum - sum).ShouldBe(MoneySum.Zero);
        MoneySum.OfFen("-9299999999999990700").ShouldBe(-sum);
        (-sum < MoneySum.Zero && sum > MoneySum.Zero).ShouldBeTrue();
    }

    [Fact]
    public void A_sum_that_is_an_amount_looks_and_is_stored_like_one()
    {
        MoneySum sum = new Money(-5);
        sum.ToString().ShouldBe("-0.05");
        sum.InColumn.ShouldBe(new Money(-5));
        JsonSerializer.Serialize(sum).ShouldBe(JsonSerializer.Serialize(new Money(-5)));
    }

    [Fact]
    public void A_large_sum_is_stored_as_a_number_and_read_back()
    {
        var sum = new MoneySum((Int128)ulong.MaxValue * 100);
        JsonSerializer.Serialize(sum).ShouldBe("1844674407370955161500");
        JsonSerializer.Deserialize<MoneySum>("1844674407370955161500").ShouldBe(sum);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<MoneySum>("\"1\""));
    }
}
