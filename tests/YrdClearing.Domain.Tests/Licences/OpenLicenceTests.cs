using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Tests.Contracts;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Licences;

/// <summary>Open licences: one offer, each acceptance a contract at its published terms (domain.md, "Technology contracts").</summary>
public sealed class OpenLicenceTests
{
    private static OfferLicence Offer(string offer = "OL1") =>
        new(offer, "T1", S, Yuan("30000.01"), Yuan("30000.00"), 10, Plan(("M1", "0.50"), ("M2", "0.50")));

    private static AcceptLicence Accept(string contract = "K1", string buyer = B, string market = AH) =>
        new(contract, "OL1", buyer, market);

    private static MarketDesk Offered()
    {
        var desk = new MarketDesk().Titled();
        desk.Setup(Li, Offer());
        return desk;
    }

    [Fact]
    public void An_offer_is_checked_as_a_draft_of_a_licence_is()
    {
        var desk = new MarketDesk().Titled();
        desk.Table(
            ("not_found",                       Li,     Offer() with { Seller = "91330000MAXX00031U" }),
            ("not_found",                       Li,     Offer() with { Title = "T9" }),
            ("not_allowed",                     Seller, Offer()),
            ("not_allowed",                     "market:320000/hu", Offer()),
            ("invalid_amount",                  Li,     Offer() with { Value = Yuan("0.00") }),
            ("invalid_amount",                  Li,     Offer() with { TechnologyValue = Yuan("-1.00") }),
            ("title_not_held",                  Li,     Offer() with { Seller = B }),
            ("shares_not_one",                  Li,     Offer() with { Plan = Plan(("M1", "0.50")) }),
            ("technology_value_exceeds_value",  Li,     Offer() with { TechnologyValue = Yuan("30000.02") }),
            ("ok",                              Li,     Offer()),
            ("already_exists",                  Seller, Offer()),
            ("ok",                              Li,     Offer("OL2")));
        desk.Signed(Draft(type: ContractType.Licence, title: "T1"));
        desk.Setup(Li, Offer("OL3"));
    }

    [Fact]
    public void An_acceptance_makes_a_signed_contract_at_the_published_terms()
    {
        var desk = Offered();
        desk.Table(
            ("not_found",       Buyer,      Accept() with { Offer = "OL9" }),
            ("not_found",       Buyer,      Accept(market: "320000")),
            ("not_found",       Buyer,      Accept(buyer: "91330000MAXX00031U")),
            ("not_allowed",     Li,         Accept()),
            ("not_allowed",     Stranger,   Accept()),
            ("related_party",   Seller,     Accept(buyer: S)),
            ("ok",              Buyer,      Accept()),
            ("already_exists",  Stranger,   Accept()));
        var view = ContractView.Of(desk.Contract());
        (view.Status, view.Type, view.Title, view.Offer, view.SellerMarket, view.BuyerMarket, view.Value, view.TechnologyValue).ShouldBe(
            ("Signed", "licence", "T1", "OL1", ZJ, AH, "30000.01", "30000.00"));
        view.Signed.ShouldBe(["seller", "buyer"]);
        view.Milestones.Select(m => $"{m.Id} {m.Amount} {m.Fee} {m.Status}").ShouldBe(
            ["M1 15000.01 150.00 Pending", "M2 15000.00 150.00 Pending"]);
        desk.Title().ShouldBe("seller K1");
        desk.Do(Buyer, new SignContract("K1")).ShouldBe("wrong_state");
    }

    [Fact]
    public void Many_licences_come_of_one_offer_and_go_the_way_of_any_contract()
    {
        var desk = Offered();
        desk.Setup(Buyer, Accept());
        desk.Setup(Stranger, Accept("K2", X, ZJ));
        desk.Setup(Buyer, Accept("K3"));
        desk.Title().ShouldBe("seller K1,K2,K3");
        desk.Setup(Bank, new FundContract("K1", Yuan("30000.01")));
        desk.Release("M1").Release("M2");
        desk.Setup(Li, new RegisterContract("K2", "N-2", Yuan("1.00")));
        desk.Setup(Li, new TerminateContract("K3", "agreed"));
        desk.Status().ShouldBe("Completed Released/Released");
        desk.Title().ShouldBe("seller K1,K2");
        desk.Balances(AH).ShouldBe(
            ["assets:cash 30000.01", "income:fees -120.00", "liabilities:due-to:market:330000 -29880.01"]);
    }

    [Fact]
    public void A_withdrawn_offer_is_accepted_no_more_and_its_contracts_go_on()
    {
        var desk = Offered();
        desk.Setup(Buyer, Accept());
        desk.Table(
            ("not_found",   Li,         new WithdrawLicence("OL9", "x")),
            ("not_allowed", Xu,         new WithdrawLicence("OL1", "x")),
            ("ok",          Li,         new WithdrawLicence("OL1", "sold")),
            ("wrong_state", Li,         new WithdrawLicence("OL1", "x")),
            ("wrong_state", Stranger,   Accept("K2", X, ZJ)),
            ("ok",          Bank,       new FundContract("K1", Yuan("1.00"))));
        OpenLicenceView.Of(desk.Network.OpenLicence("OL1")!).Status.ShouldBe("Withdrawn");
    }

    /// <summary>Found by reading: only the market could end what it had published in the holder's name.</summary>
    [Fact]
    public void Who_holds_the_title_may_withdraw_what_is_offered_in_its_name()
    {
        var desk = Offered();
        desk.Table(
            ("not_allowed", Buyer,      new WithdrawLicence("OL1", "x")),
            ("ok",          Seller,     new WithdrawLicence("OL1", "not asked")),
            ("wrong_state", Stranger,   Accept("K2", X, ZJ)));
    }

    [Fact]
    public void An_offer_of_a_title_that_was_promised_or_sold_meanwhile_cannot_be_accepted()
    {
        var desk = Offered();
        var transfer = Draft("K9", ContractType.Transfer, "T1") with { Plan = Plan(("M1", "1")) };
        desk.Performing(transfer);
        desk.Do(Stranger, Accept("K2", X, ZJ)).ShouldBe("title_encumbered");
        desk.Release("M1", "K9");
        desk.Do(Stranger, Accept("K2", X, ZJ)).ShouldBe("title_not_held");
    }

    [Fact]
    public void A_transfer_waits_until_no_open_licence_is_in_force()
    {
        var desk = Offered();
        desk.Setup(Buyer, Accept());
        desk.Do(Li, Draft("K9", ContractType.Transfer, "T1")).ShouldBe("title_encumbered");
        desk.Setup(Li, new TerminateContract("K1", "agreed"));
        desk.Setup(Li, Draft("K9", ContractType.Transfer, "T1"));
    }

    [Fact]
    public void An_acceptance_claims_the_next_encumbrance_as_a_second_signature_does()
    {
        var title = new MarketDesk().Titled().Network.Title("T1")!;
        var decision = ContractDecider.Decide(null, Given.By(Buyer), Accept(), new()
        {
            BuyerMarketOpened = true,
            BuyerRegistered = true,
            Offer = Offered().Network.OpenLicence("OL1"),
            Title = title,
        });
        decision.Claims.Select(c => $"{c.Key} {c.Value} {c.Code}").ShouldBe(
            ["contract/K1 market:330000|market:340000|T1 AlreadyExists", "title/T1/1 contract:K1 TitleEncumbered"]);
    }
}
