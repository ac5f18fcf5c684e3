using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

public sealed class DraftTests
{
    /// <summary>Each row has the fault of its code and of a code after it: the first in scenario.md's order is the answer.</summary>
    [Fact]
    public void A_draft_is_refused_by_the_first_code_that_applies()
    {
        var d = Draft();
        var zero = Yuan("0.00");
        var desk = new MarketDesk().Titled("T1", S).Titled("T2", B);
        desk.Table(
            ("not_found",                       Stranger,   d with { BuyerMarket = "310000" }),
            ("not_found",                       Stranger,   d with { Seller = "91310000MAXX00314U" }),
            ("not_found",                       Stranger,   d with { Buyer = "nobody" }),
            ("not_found",                       Stranger,   Draft("K1", ContractType.Transfer, "T9")),
            ("not_allowed",                     Seller,     d with { Value = zero }),
            ("not_allowed",                     "market:310000", d with { Value = zero }),
            ("not_allowed",                     "fund:330000", d with { Value = zero }),
            ("invalid_amount",                  Li,         d with { Value = zero, Buyer = S }),
            ("invalid_amount",                  Li,         d with { Value = Yuan("-1.00") }),
            ("invalid_amount",                  Li,         d with { TechnologyValue = zero, Buyer = S }),
            ("related_party",                   Li,         Draft("K1", ContractType.Transfer, "T2") with { Buyer = S }),
            ("title_not_held",                  Li,         Draft("K1", ContractType.Transfer, "T2") with { Plan = Plan(("M1", "0.5")) }),
            ("shares_not_one",                  Li,         d with { Plan = Plan(("M1", "0.5")), TechnologyValue = Yuan("1000000.01") }),
            ("technology_value_exceeds_value",  Li,         d with { TechnologyValue = Yuan("1000000.01") }),
            ("ok",                              Li,         d with { TechnologyValue = Yuan("1000000.00") }),
            ("already_exists",                  Stranger,   d with { Value = zero }),
            ("already_exists",                  Xu,         d with { BuyerMarket = ZJ }),
            ("not_found",                       Xu,         d with { BuyerMarket = "310000" }));
    }

    [Fact]
    public void A_draft_shows_what_each_milestone_will_be_worth()
    {
        var desk = new MarketDesk().Drafted(Draft() with { Value = Yuan("100.01"), TechnologyValue = Yuan("100.01") });
        var view = ContractView.Of(desk.Contract());
        (view.Status, view.SellerMarket, view.BuyerMarket).ShouldBe(("Draft", ZJ, AH));
        (view.Title, view.Number, view.Amendment).ShouldBe((null, null, null));
        view.Signed.ShouldBeEmpty();
        view.Milestones.Select(m => $"{m.Id} {m.Share} {m.Amount} {m.Fee} {m.Net} {m.Status} {m.AcceptBy}{m.Payout}-").ShouldBe(
            ["M1 0.30 30.00 0.30 29.70 Pending -", "M2 0.40 40.01 0.40 39.61 Pending -", "M3 0.30 30.00 0.30 29.70 Pending -"]);
    }

    [Theory]
    [InlineData("0.5", "0.50")]
    [InlineData("1", "1.00")]
    [InlineData("0.25", "0.25")]
    [InlineData("0.125", "0.125")]
    [InlineData("0.3333", "0.3333")]
    public void Shares_are_shown_with_the_decimals_that_say_something(string share, string shown) => MilestoneView.Of(new()
    {
        Terms = new("M1", Rate.Parse(share), Money.Zero, Money.Zero, Money.Zero),
    }).Share.ShouldBe(shown);

    /// <summary>The contract keeps the fee and the split of the market that drafted it, whichever market the buyer's is.</summary>
    [Fact]
    public void Fee_and_split_are_those_of_the_sellers_market()
    {
        var desk = new MarketDesk();
        desk.Setup(Xu, Draft() with { BuyerMarket = ZJ });
        desk.Contract().Terms.ShouldBe(new MarketTerms(Rate.Parse("0.02"), Rate.Parse("0.50")));
        (desk.Contract().SellerMarket, desk.Contract().HomeBook).ShouldBe((AH, "market:330000"));
    }

    [Fact]
    public void A_market_is_opened_once_and_by_the_operator()
    {
        var desk = new MarketDesk();
        var terms = new MarketTerms(Rate.Parse("0"), Rate.Parse("1"));
        desk.Table(
            ("already_exists",  Li,         new OpenMarket(ZJ, "x", terms)),
            ("not_allowed",     Li,         new OpenMarket("310000", "x", terms)),
            ("not_allowed",     "operator:other", new OpenMarket("310000", "x", terms)),
            ("ok",              Operator,   new OpenMarket("310000", "x", terms)));
        desk.Network.Ledgers.Keys.ShouldBe(["market:310000", "market:330000", "market:340000"]);
    }

    [Fact]
    public void A_title_is_registered_once_by_any_market_for_a_registered_enterprise()
    {
        var desk = new MarketDesk();
        desk.Setup(Operator, new OpenFund(ZJ, "Zhejiang"));
        desk.Setup(Operator, new ApplyProvider(
            "91310000MAXX00330H", "P", ZJ, ["testing"], null, null, new BankAccount("313651027012", "1", "P")));
        desk.Table(
            ("not_found",       Li,         new RegisterTitle("T1", "91310000MAXX00314U", "patent")),
            ("not_found",       Li,         new RegisterTitle("T1", "91310000MAXX00330H", "patent")),
            ("not_found",       Stranger,   new RegisterTitle("T1", "nobody", "patent")),
            ("not_allowed",     Seller,     new RegisterTitle("T1", S, "patent")),
            ("not_allowed",     "market:310000/li", new RegisterTitle("T1", S, "patent")),
            ("ok",              Xu,         new RegisterTitle("T1", S, "植物新品种")),
            ("already_exists",  Seller,     new RegisterTitle("T1", B, "patent")),
            ("not_found",       Li,         new RegisterTitle("T1", "nobody", "patent")));
        DomainJson.Store(TitleView.Of(desk.Network.Title("T1")!)).ToString().ShouldBe(
            $$"""{"id":"T1","kind":"植物新品种","market":"{{AH}}","holder":"{{S}}","encumbrances":[]}""");
    }
}
