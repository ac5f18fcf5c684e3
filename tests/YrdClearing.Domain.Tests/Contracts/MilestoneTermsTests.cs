using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

public sealed class MilestoneTermsTests
{
    /// <summary>The check sums of domain.md, "Technology contracts", and what its rounding rules say at their edges.</summary>
    [Theory]
    [InlineData("5000000.00", "0.30 0.40 0.30", "0.01", "0.60",
        "1500000.00:9000.00+6000.00 2000000.00:12000.00+8000.00 1500000.00:9000.00+6000.00")]
    [InlineData("5000001.00", "1", "0.01", "0.60", "5000001.00:30000.01+20000.00")]
    [InlineData("100.01", "0.3333 0.3333 0.3334", "0", "0.60", "33.33:0.00+0.00 33.33:0.00+0.00 33.35:0.00+0.00")]
    [InlineData("0.02", "0.25 0.25 0.25 0.25", "1", "0.50", "0.01:0.01+0.00 0.01:0.01+0.00 0.00:0.00+0.00 0.00:0.00+0.00")]
    [InlineData("0.01", "0.50 0.50", "0.99", "0.50", "0.01:0.00+0.00 0.00:0.00+0.00")]
    [InlineData("1.00", "0 1", "0.03", "0", "0.00:0.00+0.00 1.00:0.00+0.03")]
    [InlineData("10.00", "1.00", "0.0035", "0.50", "10.00:0.02+0.01")]
    public void A_value_is_divided_without_losing_a_fen(string value, string shares, string feeRate, string sellerShare, string expected)
    {
        var plan = shares.Split(' ').Select((s, i) => new PlannedMilestone($"M{i}", Rate.Parse(s))).ToList();
        MilestoneTerms.AddUpToOne(plan).ShouldBeTrue();
        var terms = MilestoneTerms.Of(Yuan(value), plan, new MarketTerms(Rate.Parse(feeRate), Rate.Parse(sellerShare)));
        string.Join(' ', terms.Select(t => $"{t.Amount}:{t.SellerMarketFee}+{t.BuyerMarketFee}")).ShouldBe(expected);
        new Money(terms.Sum(t => t.Net.Fen + t.Fee.Fen)).ShouldBe(Yuan(value));
    }

    /// <summary>Found by reading: a milestone that is named as a royalty's entry fee was shown without its share.</summary>
    [Fact]
    public void A_milestone_may_be_named_as_a_royaltys_entry_fee_is()
    {
        var desk = new MarketDesk().Performing(Draft() with { Plan = Plan(("entry", "0.30"), ("M2", "0.70")) });
        ContractView.Of(desk.Contract()).Milestones.Select(m => m.Share).ShouldBe(["0.30", "0.70"]);
    }

    [Theory]
    [InlineData("0.30 0.40 0.30", true)]
    [InlineData("0.3333 0.3333 0.3333", false)]
    [InlineData("0.5 0.5001", false)]
    [InlineData("1 1 1", false)]
    public void Shares_must_add_up_to_one(string shares, bool expected) =>
        MilestoneTerms.AddUpToOne([.. shares.Split(' ').Select((s, i) => new PlannedMilestone($"M{i}", Rate.Parse(s)))]).ShouldBe(expected);
}
