using CsCheck;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Tests.Contracts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Listings;

/// <summary>Money that is on its way while listing or contract end: it is never refused and never lost.</summary>
public sealed class LateDepositTests
{
    private static readonly CommandContext ByMessage = Given.By(Bank) with { Cause = new("market:340000", 1) };

    private static ListingState Listing(ListingStatus status) => new()
    {
        Id = "L1",
        Title = "T1",
        Type = ContractType.Transfer,
        Seller = S,
        Market = ZJ,
        Deposit = Yuan("20000.00"),
        Closes = new(2026, 4, 30),
        Status = status,
    };

    [Theory]
    [InlineData(ListingStatus.Dealt)]
    [InlineData(ListingStatus.Closed)]
    public void A_bid_that_a_listing_hears_of_when_it_has_ended_goes_back(ListingStatus status)
    {
        var decision = ListingDecider.Decide(Listing(status), ByMessage, new RecordBid("L1", B, AH), ListingFacts.None);
        decision.Event.ShouldBe(new BidListed("L1", B, AH, IsLate: true));
        decision.Messages.ShouldBe([new("market:340000", $"bid:L1/{B}", new RecordBidReleased("L1", B))]);
        ListingState.Evolve(Listing(status), decision.Event!).Bids.ShouldBe([new(B, AH, BidOutcome.Released)]);
    }

    [Fact]
    public void A_listing_takes_a_limited_number_of_bids()
    {
        var full = Listing(ListingStatus.Open) with
        {
            Bids = [.. Enumerable.Repeat(new ListedBid(X, ZJ, BidOutcome.Open), ListingState.MaxBids)],
        };
        var command = new DepositBid("L1", B, AH, Yuan("20000.00"));
        BidDecider.Decide(null, Given.By(Bank), command, new(full, true, true)).Rejection!.Code.ShouldBe(RejectionCode.WrongState);
    }

    [Theory]
    [InlineData(ContractStatus.Draft)]
    [InlineData(ContractStatus.NotRegistered)]
    [InlineData(ContractStatus.Completed)]
    [InlineData(ContractStatus.Terminated)]
    public void A_deposit_for_a_contract_that_takes_no_money_goes_back_as_a_whole(ContractStatus status)
    {
        var contract = new MarketDesk().Signed().Contract() with { Standing = new(status) };
        var decision = Take(contract, Yuan("20000.00"));
        decision.Event.ShouldBeOfType<DepositTaken>().Rest.ShouldBe(Yuan("20000.00"));
        ContractState.Evolve(contract, decision.Event!).Standing.ShouldBe(
            new(status, Funded: Yuan("20000.00"), Returned: Yuan("20000.00"), RefundDue: Yuan("20000.00")));
        decision.Postings.Select(p => $"{p.Account} {p.Fen}").Order().ShouldBe(
        [
            "assets:cash 2000000", "assets:escrow -2000000", $"liabilities:deposits:{B} 2000000", $"liabilities:refunds:{B} -2000000",
        ]);
    }

    [Fact]
    public void A_dispute_does_not_stop_a_deposit_that_is_on_its_way()
    {
        var contract = new MarketDesk().Signed().Contract() with { Standing = new(ContractStatus.Disputed) };
        ContractState.Evolve(contract, Take(contract, Yuan("1.00")).Event!).Standing.ShouldBe(
            new(ContractStatus.Disputed, Funded: Yuan("1.00"), Escrow: Yuan("1.00")));
    }

    /// <summary>Whatever was funded and given back before: deposit = into escrow + back to the buyer, and the value is never passed.</summary>
    [Fact]
    public void A_deposit_is_divided_between_escrow_and_buyer_without_loss() => Gen.Select(
        Gen.Long[1, 1_000_000], Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Long[1, 2_000_000]).Sample((value, funded, back, deposit) =>
        {
            funded = Math.Min(funded, value);
            back = Math.Min(back, funded);
            var before = new ContractStanding(ContractStatus.Performing, new(funded), new(funded - back), new(back), new(back));
            var contract = new MarketDesk().Signed().Contract() with { Value = new(value), Standing = before };
            var decision = Take(contract, new(deposit));
            var after = ContractState.Evolve(contract, decision.Event!).Standing;
            (after.Escrow - before.Escrow + after.RefundDue - before.RefundDue).ShouldBe(new(deposit));
            (after.Funded - after.Returned).ShouldBeLessThanOrEqualTo(new(value));
            (after.RefundDue == before.RefundDue || after.Funded - after.Returned == new Money(value)).ShouldBeTrue();
            after.Escrow.ShouldBe(after.Funded - after.Returned);
            decision.Postings.Sum(p => p.Fen).ShouldBe(0);
        });

    private static Decision Take(ContractState contract, Money amount) =>
        ContractDecider.Decide(contract, ByMessage, new RecordDeposit("K1", "L1", B, amount), ContractFacts.None);
}
