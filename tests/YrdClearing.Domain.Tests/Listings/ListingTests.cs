using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Tests.Contracts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Listings;

/// <summary>A title listed for bidders, their deposits, the deal (domain.md, "Technology contracts": list, bid deposit, sign).</summary>
public sealed class ListingTests
{
    private static readonly DateOnly Closes = new(2026, 4, 30);

    private static OpenListing Open(string listing = "L1", string title = "T1") =>
        new(listing, title, ContractType.Transfer, S, Yuan("20000.00"), Closes);

    private static DepositBid Bid(string bidder, string market, string amount = "20000.00", string listing = "L1") =>
        new(listing, bidder, market, Yuan(amount));

    private static DraftContract Transfer(string contract = "K1") => Draft(contract, ContractType.Transfer, "T1");

    /// <summary>L1 with deposits of B at Anhui and of a stranger at Zhejiang.</summary>
    private static MarketDesk TwoBids()
    {
        var desk = new MarketDesk().Titled();
        desk.Setup(Li, Open());
        desk.Setup(Bank, Bid(B, AH));
        desk.Setup(Bank, Bid(X, ZJ));
        return desk;
    }

    [Fact]
    public void A_title_is_listed_once_at_a_time_by_its_holder()
    {
        var desk = new MarketDesk().Titled();
        desk.Table(
            ("not_found",       Li,         Open() with { Seller = "91330000MAXX00031U" }),
            ("not_found",       Li,         Open(title: "T9")),
            ("not_allowed",     Seller,     Open()),
            ("not_allowed",     "market:320000/hu", Open()),
            ("invalid_amount",  Li,         Open() with { Deposit = Yuan("0.00"), Seller = B }),
            ("title_not_held",  Li,         Open() with { Seller = B }),
            ("ok",              Li,         Open()),
            ("already_exists",  Seller,     Open()),
            ("already_exists",  Li,         Open("L2")),
            ("not_found",       Seller,     new CloseListing("L9", "x")),
            ("not_allowed",     Xu,         new CloseListing("L1", "x")),
            ("ok",              Li,         new CloseListing("L1", "x")),
            ("wrong_state",     Li,         new CloseListing("L1", "x")),
            ("already_exists",  Li,         Open()),
            ("ok",              Li,         Open("L2")));
    }

    [Fact]
    public void A_title_promised_to_a_transfer_is_not_listed()
    {
        var desk = new MarketDesk().Titled().Signed(Transfer());
        desk.Do(Li, Open()).ShouldBe("title_encumbered");
        desk.Do(Li, Open() with { Type = ContractType.Licence }).ShouldBe("title_encumbered");
        desk.Setup(Li, new TerminateContract("K1", "agreed"));
        desk.Setup(Li, Open());
    }

    [Fact]
    public void A_bidder_deposits_exactly_what_is_asked_once_and_until_the_last_day()
    {
        var desk = new MarketDesk().Titled();
        desk.Setup(Li, Open());
        desk.Table(
            ("not_found",       Bank,   Bid(B, AH, listing: "L9")),
            ("not_found",       Bank,   Bid("91330000MAXX00031U", AH)),
            ("not_found",       Bank,   Bid(B, "320000")),
            ("not_allowed",     Buyer,  Bid(B, AH)),
            ("invalid_amount",  Bank,   Bid(B, AH, "0.00")),
            ("invalid_amount",  Bank,   Bid(B, AH, "-20000.00")),
            ("related_party",   Bank,   Bid(S, ZJ, "1.00")),
            ("deposit_differs", Bank,   Bid(B, AH, "19999.99")),
            ("deposit_differs", Bank,   Bid(B, AH, "20000.01")));
        desk.LastMicrosecondOf("2026-04-30").Setup(Bank, Bid(B, AH));
        desk.Do(Bank, Bid(B, AH)).ShouldBe("already_exists");
        desk.Do(Bank, Bid(B, ZJ)).ShouldBe("already_exists");
        desk.EndOf("2026-04-30").Do(Bank, Bid(X, ZJ)).ShouldBe("wrong_state");
        desk.Balances(AH).ShouldBe(["assets:escrow 20000.00", $"liabilities:deposits:{B} -20000.00"]);
        desk.Setup(Li, new CloseListing("L1", "x"));
        desk.At("2026-03-02").Do(Bank, Bid(X, ZJ)).ShouldBe("wrong_state");
    }

    [Fact]
    public void A_deal_makes_the_winners_deposit_escrow_and_gives_the_others_back()
    {
        var desk = TwoBids().Drafted(Transfer());
        desk.Table(
            ("not_found",       Li,     new DealListing("L9", "K1")),
            ("not_found",       Li,     new DealListing("L1", "K9")),
            ("not_allowed",     Xu,     new DealListing("L1", "K1")),
            ("wrong_state",     Li,     new DealListing("L1", "K1")));
        desk.Sign();
        desk.Setup(Li, new DealListing("L1", "K1"));
        desk.Status().ShouldBe("Performing Pending/Pending/Pending");
        desk.Contract().Standing.ShouldBe(new(ContractStatus.Performing, Funded: Yuan("20000.00"), Escrow: Yuan("20000.00")));
        desk.Balances(AH).ShouldBe(["assets:escrow 20000.00", "liabilities:escrow:K1 -20000.00"]);
        desk.Balances(ZJ).ShouldBe(["assets:cash 20000.00", $"liabilities:refunds:{X} -20000.00"]);
        ListingView.Of(desk.Network.Listing("L1")!).Bids.ShouldBe([new(B, AH, "Won"), new(X, ZJ, "Released")]);
        desk.Table(
            ("already_exists",          Li,     new DealListing("L1", "K1")),
            ("wrong_state",             Li,     new CloseListing("L1", "x")),
            ("amount_exceeds_contract", Bank,   new FundContract("K1", Yuan("980000.01"))),
            ("ok",                      Bank,   new FundContract("K1", Yuan("980000.00"))));
    }

    [Fact]
    public void A_deal_needs_a_contract_on_the_listed_title_whose_buyer_has_deposited_in_the_buyers_market()
    {
        var desk = TwoBids();
        desk.Signed(Draft("K2"));
        desk.Drafted(Transfer("K3") with { BuyerMarket = ZJ });
        desk.Drafted(Transfer("K4") with { Buyer = X, BuyerMarket = ZJ }).Sign("K4", buyer: X);
        desk.Table(
            ("not_found",   Li, new DealListing("L1", "K2")),
            ("not_found",   Li, new DealListing("L1", "K3")),
            ("ok",          Li, new DealListing("L1", "K4")));
        desk.Balances(ZJ).ShouldBe(["assets:escrow 20000.00", "liabilities:escrow:K4 -20000.00"]);
        desk.Balances(AH).ShouldBe(["assets:cash 20000.00", $"liabilities:refunds:{B} -20000.00"]);
    }

    [Fact]
    public void One_contract_is_the_deal_of_one_listing()
    {
        var desk = new MarketDesk().Titled().Signed(Draft("K1", ContractType.Licence, "T1"));
        foreach (var listing in new[] { "L1", "L2" })
        {
            desk.Setup(Li, Open(listing) with { Type = ContractType.Licence });
            desk.Setup(Bank, Bid(B, AH, listing: listing));
            desk.Do(Li, new DealListing(listing, "K1")).ShouldBe(listing == "L1" ? "ok" : "already_exists");
        }
    }

    [Fact]
    public void A_deposit_never_takes_a_contract_above_its_value()
    {
        var desk = TwoBids().Performing(Transfer() with { Value = Yuan("30000.00"), TechnologyValue = Yuan("1.00") }, "15000.00");
        desk.Setup(Li, new DealListing("L1", "K1"));
        desk.Balances(AH).ShouldBe(
            ["assets:cash 5000.00", "assets:escrow 30000.00", "liabilities:escrow:K1 -30000.00", $"liabilities:refunds:{B} -5000.00"]);
        ContractView.Of(desk.Contract()).Refund.ShouldBe(new("5000.00", "0.00", "0.00"));
        desk.Do(Bank, new FundContract("K1", Yuan("0.01"))).ShouldBe("amount_exceeds_contract");
        desk.Setup(Xu, Instruct("refund"));
        desk.Setup(Bank, Confirm("refund"));
        desk.Balances(AH).ShouldBe(["assets:escrow 30000.00", "liabilities:escrow:K1 -30000.00"]);
    }

    [Fact]
    public void What_is_due_to_a_bidder_is_paid_by_the_market_that_held_it()
    {
        var desk = TwoBids();
        var refund = PayoutIds.OfBid("L1", B);
        desk.Table(
            ("not_found",           Xu,     new InstructPayout(PayoutIds.OfBid("L1", S))),
            ("not_found",           Xu,     new InstructPayout(PayoutIds.OfBid("L9", B))),
            ("wrong_state",         Xu,     new InstructPayout(refund)),
            ("ok",                  Li,     new CloseListing("L1", "no bid was good enough")),
            ("not_allowed",         Li,     new InstructPayout(refund)),
            ("wrong_state",         Bank,   new ConfirmPayout(refund, null)),
            ("ok",                  Xu,     new InstructPayout(refund)),
            ("wrong_state",         Xu,     new InstructPayout(refund)),
            ("not_allowed",         Xu,     new ConfirmPayout(refund, null)),
            ("not_allowed",         Xu,     new FailPayout(refund, "x")),
            ("ok",                  Bank,   new FailPayout(refund, "account closed")));
        desk.Balances(AH).ShouldBe(["assets:cash 20000.00", $"liabilities:refunds:{B} -20000.00"]);
        desk.Setup(Xu, new InstructPayout(refund));
        desk.Balances(AH).ShouldBe(["assets:cash 20000.00", "liabilities:payments-in-transit -20000.00"]);
        desk.Setup(Bank, new ConfirmPayout(refund, "B-1"));
        desk.Do(Bank, new FailPayout(refund, "x")).ShouldBe("wrong_state");
        desk.Balances(AH).ShouldBeEmpty();
        BidView.Of(desk.Network.Bid(refund)!).ShouldBe(new("L1", B, AH, "20000.00", "Refunded", null, "B-1"));
    }
}
