using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Rights;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>Signatures and titles (scenario.md, "Signing", "Registration", "Titles").</summary>
public sealed class SigningTests
{
    private static readonly SignContract Sign = new("K1");

    [Fact]
    public void Each_party_signs_once_in_either_order()
    {
        var desk = new MarketDesk().Drafted();
        desk.Table(
            ("not_found",   Stranger,   new SignContract("K9")),
            ("not_allowed", Stranger,   Sign),
            ("not_allowed", Li,         Sign),
            ("not_allowed", "provider:" + S, Sign),
            ("ok",          Buyer,      Sign),
            ("wrong_state", Buyer,      Sign));
        (desk.Status(), desk.Contract().Signed).ShouldBe(("Draft Pending/Pending/Pending", new Signatures(false, true)));
        desk.Table(("ok", Seller, Sign), ("wrong_state", Seller, Sign), ("wrong_state", Buyer, Sign), ("not_allowed", Stranger, Sign));
        ContractView.Of(desk.Contract()).Signed.ShouldBe(["seller", "buyer"]);
    }

    [Fact]
    public void A_transfer_wants_its_title_free_and_the_second_signature_takes_it()
    {
        var desk = new MarketDesk().Titled();
        desk.Drafted(Draft("K1", ContractType.Transfer, "T1")).Drafted(Draft("K2", ContractType.Transfer, "T1"));
        desk.Drafted(Draft("K3", ContractType.Licence, "T1"));
        desk.Setup(Seller, new SignContract("K2"));
        desk.Title().ShouldBe("seller", "drafts encumber nothing");
        desk.Sign("K1").Title().ShouldBe("seller K1");
        desk.Table(
            ("title_encumbered",    Buyer,  new SignContract("K2")),
            ("wrong_state",         Seller, new SignContract("K2")),
            ("title_encumbered",    Buyer,  new SignContract("K3")),
            ("title_encumbered",    Li,     Draft("K4", ContractType.Transfer, "T1")),
            ("title_encumbered",    Li,     Draft("K4", ContractType.Licence, "T1")),
            ("ok",                  Li,     new TerminateContract("K1", "agreed")));
        desk.Title().ShouldBe("seller");
        desk.Table(("ok", Buyer, new SignContract("K2")), ("title_encumbered", Seller, new SignContract("K3")));
        desk.Title().ShouldBe("seller K2");
    }

    [Fact]
    public void A_register_that_does_not_know_the_title_stops_every_signature()
    {
        // An activation of the title from before its registration said so: the contract was signed and encumbered nothing.
        var desk = new MarketDesk().Titled().Drafted(Draft("K1", ContractType.Transfer, "T1"));
        ContractDecider.Decide(desk.Contract(), Given.By(Seller), Sign, ContractFacts.None).Outcome().ShouldBe("title_not_held");
    }

    [Fact]
    public void Licences_stand_beside_each_other_and_keep_a_transfer_away()
    {
        var desk = new MarketDesk().Titled();
        desk.Signed(Draft("K2", ContractType.Licence, "T1")).Signed(Draft("K1", ContractType.Licence, "T1"));
        desk.Title().ShouldBe("seller K1,K2");
        desk.Do(Li, Draft("K3", ContractType.Transfer, "T1")).ShouldBe("title_encumbered");
        desk.Setup(Li, new RefuseContract("K1", "no technology"));
        desk.Title().ShouldBe("seller K2");
        desk.Do(Li, Draft("K3", ContractType.Transfer, "T1")).ShouldBe("title_encumbered");
    }

    /// <summary>Delivery versus payment: the last release passes the title; no refund brings it back.</summary>
    [Fact]
    public void A_completed_transfer_makes_the_buyer_the_holder()
    {
        var desk = new MarketDesk().Titled().Performing(Draft("K1", ContractType.Transfer, "T1"));
        desk.Release("M3").Release("M1").Title().ShouldBe("seller K1");
        desk.Release("M2").Title().ShouldBe("buyer");
        desk.Status().ShouldBe("Completed Released/Released/Released");
        desk.Setup(Li, new RefundMilestone("K1", "M2", Yuan("400000.00"), "ruling"));
        desk.Title().ShouldBe("buyer");
        desk.Do(Li, Draft("K2", ContractType.Licence, "T1")).ShouldBe("title_not_held");
        desk.Signed(Draft("K3", ContractType.Licence, "T1") with { Seller = B, Buyer = X }).Title().ShouldBe("buyer K3");
    }

    [Fact]
    public void A_draft_whose_title_was_sold_meanwhile_cannot_be_signed()
    {
        var desk = new MarketDesk().Titled().Drafted(Draft("K2", ContractType.Licence, "T1"));
        desk.Performing(Draft("K1", ContractType.Transfer, "T1")).Release("M1").Release("M2").Release("M3");
        desk.Table(("title_not_held", Seller, new SignContract("K2")), ("title_not_held", Buyer, new SignContract("K2")));
    }

    [Fact]
    public void A_completed_licence_goes_on_encumbering()
    {
        var desk = new MarketDesk().Titled().Performing(Draft("K1", ContractType.Licence, "T1"));
        desk.Release("M1").Release("M2").Release("M3").Title().ShouldBe("seller K1");
        desk.Do(Li, Draft("K2", ContractType.Transfer, "T1")).ShouldBe("title_encumbered");
        desk.Do(Li, Draft("K2", ContractType.Licence, "T1")).ShouldBe("ok");
    }

    /// <summary>Two signings that saw the same register: the second finds the title's next number taken.</summary>
    [Fact]
    public void Two_signings_at_once_take_the_same_key()
    {
        var desk = new MarketDesk().Titled();
        desk.Drafted(Draft("K1", ContractType.Transfer, "T1")).Drafted(Draft("K2", ContractType.Licence, "T1"));
        desk.Setup(Seller, new SignContract("K1"));
        desk.Setup(Seller, new SignContract("K2"));
        var seen = new ContractFacts { Title = desk.Network.Title("T1") };
        var keys = new[] { "K1", "K2" }.Select(k =>
            ContractDecider.Decide(desk.Contract(k), Given.By(Buyer), new SignContract(k), seen).Claims.ShouldHaveSingleItem()).ToList();
        keys.Select(k => (k.Key, k.Code)).Distinct().ShouldBe([("title/T1/1", RejectionCode.TitleEncumbered)]);
        desk.Setup(Buyer, new SignContract("K1"));
        desk.Setup(Li, new TerminateContract("K1", "agreed"));
        var freed = new ContractFacts { Title = desk.Network.Title("T1") };
        var later = ContractDecider.Decide(desk.Contract("K2"), Given.By(Buyer), new SignContract("K2"), freed);
        later.Claims.ShouldHaveSingleItem().Key.ShouldBe("title/T1/2", "a number is taken once, also when the title is free again");
    }

    [Fact]
    public void A_message_that_does_not_fit_the_register_is_a_bug_and_no_rejection()
    {
        var title = new MarketDesk().Titled().Network.Title("T1");
        Should.Throw<InvalidOperationException>(
            () => TitleDecider.Decide(title, Given.By(Li), new RecordTitleFreed("T1", "K1"), TitleFacts.None));
        Should.Throw<InvalidOperationException>(
            () => TitleDecider.Decide(null, Given.By(Li), new RecordTitleEncumbered("T1", "K1", EncumbranceKind.Licence), TitleFacts.None));
        TitleRows.Read(TitleRows.Changed(null, title!)).Encumbrances.ShouldBeEmpty();
    }

    [Fact]
    public void A_contract_is_registered_once_under_a_number_of_its_own()
    {
        RegisterContract Number(string number, string technology = "700000.00", string contract = "K1") =>
            new(contract, number, Yuan(technology));
        var desk = new MarketDesk().Signed().Performing(Draft("K2"));
        desk.Table(
            ("not_found",                       Li,     Number("N1", contract: "K9")),
            ("not_allowed",                     Xu,     Number("N1", "0.00")),
            ("invalid_amount",                  Li,     Number("N1", "0.00")),
            ("technology_value_exceeds_value",  Li,     Number("N1", "1000000.01")),
            ("ok",                              Li,     Number("N1")),
            ("already_exists",                  Xu,     Number("N1", "0.00")),
            ("wrong_state",                     Li,     Number("N2", "1000000.01")),
            ("already_exists",                  Li,     Number("N1", contract: "K2")),
            ("ok",                              Li,     Number("2", "1.00", "K2")),
            ("wrong_state",                     Li,     Number("3", "1.00", "K2")));
        desk.Contract().Number.ShouldBe("N1");
        desk.Contract().TechnologyValue.ShouldBe(Yuan("700000.00"), "that of the registration replaces the draft's");
        desk.Status().ShouldBe("Registered Pending/Pending/Pending");
        desk.Status("K2").ShouldBe("Performing Pending/Pending/Pending", "registered while performing");
    }

    [Fact]
    public void A_contract_that_is_not_registered_ends_and_frees_its_title()
    {
        var desk = new MarketDesk().Titled().Signed(Draft("K1", ContractType.Transfer, "T1"));
        desk.Table(
            ("not_allowed", Xu,     new RefuseContract("K1", "x")),
            ("ok",          Li,     new RefuseContract("K1", "x")),
            ("wrong_state", Li,     new RefuseContract("K1", "x")),
            ("wrong_state", Bank,   new FundContract("K1", Yuan("1.00"))),
            ("wrong_state", Li,     new RegisterContract("K1", "N", Yuan("1.00"))));
        (desk.Status(), desk.Title()).ShouldBe(("NotRegistered Pending/Pending/Pending", "seller"));
    }
}
