using CsCheck;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class PostingTests
{
    [Fact]
    public void Moves_balance_and_are_merged_per_account() =>
        new PostingSet().Move("a", "b", new(100)).Move("b", "c", new(100)).Move("a", "c", Money.Zero).ToPostings()
            .ShouldBe([new("a", 100), new("c", -100)]);

    [Fact]
    public void Postings_that_do_not_add_up_are_a_bug() =>
        Should.Throw<InvalidOperationException>(() => new PostingSet().Debit("a", new(100)).Credit("b", new(99)).ToPostings());

    [Fact]
    public void Any_moves_add_up_to_zero() =>
        Gen.Select(Gen.Char['a', 'e'], Gen.Char['a', 'e'], Gen.Long[0, 1_000_000]).Array[0, 20].Sample(moves =>
            moves.Aggregate(new PostingSet(), (set, m) => set.Move(m.Item1.ToString(), m.Item2.ToString(), new(m.Item3)))
                .ToPostings().Sum(p => p.Fen) == 0);

    [Theory]
    [InlineData("budget:available", -1)]
    [InlineData("budget:issued", -1)]
    [InlineData("budget:reserved", -1)]
    [InlineData("budget:approved", -1)]
    [InlineData("budget:appropriated", 0)]
    [InlineData("budget:spent", 0)]
    [InlineData("quota:granted:91310000MAXX00015X:2026", 0)]
    [InlineData("quota:available:91310000MAXX00015X:2026", -1)]
    [InlineData("expenses:subsidy", 0)]
    [InlineData("liabilities:claims:91310000MAXX00015X", -1)]
    [InlineData("liabilities:payments-in-transit", -1)]
    [InlineData("liabilities:due-to:fund:320000", -1)]
    [InlineData("assets:due-from:fund:320000", 1)]
    [InlineData("assets:cash", 0)]
    [InlineData("equity:treasury", 0)]
    [InlineData("liabilities:settlement:C1", -1)]
    [InlineData("assets:settlement:C1", 1)]
    [InlineData("assets:recoverable:91310000MAXX00015X", 1)]
    public void Accounts_are_guarded_as_the_chart_says(string account, int side) => Accounts.GuardedSide(account).ShouldBe(side);

    [Fact]
    public void Rejection_codes_are_spelt_in_snake_case_and_read_back()
    {
        RejectionCode.InvalidUscc.Wire().ShouldBe("invalid_uscc");
        RejectionCode.NetDebitCapExceeded.Wire().ShouldBe("net_debit_cap_exceeded");
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            RejectionCodes.TryParse(code.Wire(), out var read).ShouldBeTrue();
            read.ShouldBe(code);
        }
    }
}
