using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Registrations;

namespace YrdClearing.Domain.Tests.Registrations;

/// <summary>Contracts that other systems registered.</summary>
public sealed class RegistrationTests
{
    private const string Seller = "91330000MAXX0071X8", Buyer = "91340000MAXX00728C", Broken = "91340000MAXX00728D";

    private static readonly RegistrationParticulars Right = new(
        "2022330000000001", new(2022, 3, 31), ContractType.Service, Seller, "S", "330106", Buyer, "B", "340200",
        Money.Parse("100.00"), Money.Parse("80.00"));

    public static TheoryData<string, bool, RegistrationParticulars, string> Cases => new()
    {
        // actor                    opened  particulars                                                     code
        { "operator:network",       false,  Right,                                                          "ok" },
        { "market:330000/li",       true,   Right,                                                          "ok" },
        { "market:330100/li",       true,   Right,                                                          "ok" },
        { "market:340000/xu",       true,   Right,                                                          "not_allowed" },
        { "market:330000/li",       false,  Right,                                                          "not_allowed" },
        { "enterprise:" + Seller,   false,  Right,                                                          "not_allowed" },
        { "operator:network",       false,  Right with { Seller = Broken },                                 "invalid_uscc" },
        { "operator:network",       false,  Right with { Buyer = Broken },                                  "invalid_uscc" },
        { "operator:network",       false,  Right with { ContractValue = Money.Zero },                      "invalid_amount" },
        { "operator:network",       false,  Right with { TechnologyValue = Money.Zero },                    "invalid_amount" },
        { "operator:network",       false,  Right with { Buyer = Seller },                                  "related_party" },
        { "operator:network",       false,  Right with { TechnologyValue = Money.Parse("100.00") },         "ok" },
        { "operator:network",       false,  Right with { TechnologyValue = Money.Parse("100.01") }, "technology_value_exceeds_value" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_registration_is_entered_by_who_may_and_when_it_is_sound(
        string actor, bool opened, RegistrationParticulars particulars, string expected) =>
        RegistrationDecider.Decide(null, Given.By(actor), new RecordRegistration(particulars), new(opened)).Outcome().ShouldBe(expected);

    [Fact]
    public void A_number_is_taken_for_the_whole_network_and_nothing_is_posted()
    {
        var decision = RegistrationDecider.Decide(null, Given.By("operator:network"), new RecordRegistration(Right), new(false));
        decision.Claims.ShouldBe([new("registration/2022330000000001", "registration:2022330000000001", RejectionCode.AlreadyExists)]);
        decision.Postings.ShouldBeEmpty();
        decision.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void An_entered_registration_is_never_changed()
    {
        var state = RegistrationState.Evolve(null, new RegistrationRecorded(Right));
        var again = new RecordRegistration(Right with { BuyerName = "other" });
        RegistrationDecider.Decide(state, Given.By("operator:network"), again, new(false)).Outcome().ShouldBe("already_exists");
        RegistrationRows.Read(RegistrationRows.Changed(null, state)).ShouldBe(state);
    }
}
