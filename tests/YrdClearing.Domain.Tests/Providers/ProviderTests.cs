using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;

namespace YrdClearing.Domain.Tests.Providers;

public sealed class ProviderTests
{
    private const string Uscc = "91320000MAXX00023W";
    private const string WrongUscc = "91320000MAXX00023X";

    private static readonly BankAccount Account = new("313651027012", "6222000000000002", "Provider 2");
    private static readonly BankAccount WrongBank = Account with { BankCode = "938740528455" };
    private static readonly ApplyProvider Full = new(Uscc, "Provider 2", "320000", ["testing", "design"], "rep-2", "ctl-2", Account);

    public static TheoryData<string, string, ApplyProvider, bool, bool, string> Applications => new()
    {
        { "by the operator", "operator:network", Full, true, false, "ok" },
        { "by itself", $"provider:{Uscc}", Full, true, false, "ok" },
        { "no such fund", "operator:network", Full, false, true, "not_found" },
        { "again", "bank:network", Full, true, true, "already_exists" },
        { "by another", "provider:91310000MAXX00015X", Full with { Provider = WrongUscc }, true, false, "not_allowed" },
        { "as an enterprise", $"enterprise:{Uscc}", Full, true, false, "not_allowed" },
        { "by its host", "fund:320000/li", Full, true, false, "not_allowed" },
        { "wrong check", "operator:network", Full with { Provider = WrongUscc, Account = WrongBank }, true, false, "invalid_uscc" },
        { "wrong bank code", "operator:network", Full with { Account = WrongBank }, true, false, "invalid_bank_code" },
    };

    [Theory]
    [MemberData(nameof(Applications))]
    public void A_provider_applies_once_to_an_opened_fund(
        string about, string actor, ApplyProvider command, bool fundOpened, bool exists, string outcome)
    {
        var decision = Decide(exists ? Applied : null, actor, command, fundOpened);
        decision.Outcome().ShouldBe(outcome, about);
        decision.Claims.Select(c => c.Key).ShouldBe(["provider/" + command.Provider]);
    }

    /// <summary>Recognition in 310000 (null: never proposed) of a provider of 320000, and what a command makes of it.</summary>
    [Theory]
    [InlineData("propose", null, "fund:320000/li", "310000", "ok")]
    [InlineData("propose", RecognitionStatus.Pending, "fund:320000/li", "310000", "wrong_state")]
    [InlineData("propose", RecognitionStatus.Effective, "fund:320000/li", "310000", "wrong_state")]
    [InlineData("propose", RecognitionStatus.Suspended, "fund:320000/li", "310000", "wrong_state")]
    [InlineData("propose", null, "fund:320000/li", "320000", "wrong_state")]
    [InlineData("propose", null, "fund:310000/li", "310000", "not_allowed")]
    [InlineData("propose", null, "fund:320500/li", "310000", "not_allowed")]
    [InlineData("propose", null, "operator:network", "320000", "not_allowed")]
    [InlineData("accept", RecognitionStatus.Pending, "fund:310000/li", "310000", "ok")]
    [InlineData("accept", RecognitionStatus.Pending, "fund:310115/li", "310000", "ok")]
    [InlineData("accept", RecognitionStatus.Suspended, "fund:310000/li", "310000", "ok")]
    [InlineData("accept", RecognitionStatus.Effective, "fund:310000/li", "310000", "wrong_state")]
    [InlineData("accept", null, "fund:310000/li", "310000", "wrong_state")]
    [InlineData("accept", null, "fund:320000/li", "320000", "wrong_state")]
    [InlineData("accept", RecognitionStatus.Pending, "fund:320000/li", "310000", "not_allowed")]
    [InlineData("accept", RecognitionStatus.Pending, "provider:91320000MAXX00023W", "310000", "not_allowed")]
    [InlineData("object", RecognitionStatus.Effective, "fund:310000/li", "310000", "ok")]
    [InlineData("object", null, "fund:320000/li", "320000", "ok")]
    [InlineData("object", null, "fund:320500/li", "320000", "ok")]
    [InlineData("object", RecognitionStatus.Pending, "fund:310000/li", "310000", "wrong_state")]
    [InlineData("object", RecognitionStatus.Suspended, "fund:310000/li", "310000", "wrong_state")]
    [InlineData("object", null, "fund:310000/li", "310000", "wrong_state")]
    [InlineData("object", RecognitionStatus.Effective, "fund:330000/li", "310000", "not_allowed")]
    public void Recognition_is_per_province(string verb, RecognitionStatus? before, string actor, string province, string outcome)
    {
        var state = before is { } status ? InShanghai(status) : Recognised;
        var decision = Decide(state, actor, Command(verb, province));
        decision.Outcome().ShouldBe(outcome);
        if (decision.Event is { } @event)
        {
            ProviderState.Evolve(state, @event).In(province).ShouldBe(verb switch
            {
                "propose" => RecognitionStatus.Pending,
                "accept" => RecognitionStatus.Effective,
                _ => RecognitionStatus.Suspended,
            });
        }
    }

    [Theory]
    [InlineData("propose")]
    [InlineData("accept")]
    [InlineData("object")]
    [InlineData("recognise")]
    public void Who_never_applied_is_not_found_and_who_was_not_recognised_is_in_the_wrong_state(string verb)
    {
        Decide(null, "bank:network", Command(verb, "320000")).Outcome().ShouldBe("not_found");
        Decide(Applied, "fund:320000/li", Command(verb, "320000")).Outcome().ShouldBe(verb == "recognise" ? "ok" : "wrong_state");
    }

    [Theory]
    [InlineData("fund:320000/li", false, "ok")]
    [InlineData("fund:320000/li", true, "wrong_state")]
    [InlineData("fund:310000/li", true, "not_allowed")]
    [InlineData("fund:320500/li", false, "not_allowed")]
    [InlineData("operator:network", false, "not_allowed")]
    public void The_host_fund_recognises_once(string actor, bool recognised, string outcome) =>
        Decide(recognised ? Recognised : Applied, actor, new RecogniseProvider(Uscc)).Outcome().ShouldBe(outcome);

    [Fact]
    public void A_fund_never_opened_is_not_allowed_to_accept_or_object()
    {
        var never = new ProviderFacts(Given.Hash, FundOpened: true, ActorFundOpened: false);
        var pending = InShanghai(RecognitionStatus.Pending);
        foreach (var verb in new[] { "accept", "object" })
        {
            ProviderDecider.Decide(pending, Given.By("fund:3/li"), Command(verb, "310000"), never).Outcome().ShouldBe("not_allowed");
            ProviderDecider.Decide(pending, Given.By("fund:310115/li"), Command(verb, "310000"), never).Outcome().ShouldBe("not_allowed");
        }
    }

    [Fact]
    public void Orders_come_from_the_own_province_at_once_and_from_others_while_effective()
    {
        Applied.EffectiveFor("320000").ShouldBeFalse();
        Recognised.EffectiveFor("320000").ShouldBeTrue();
        Recognised.EffectiveFor("310000").ShouldBeFalse();
        InShanghai(RecognitionStatus.Pending).EffectiveFor("310000").ShouldBeFalse();
        InShanghai(RecognitionStatus.Effective).EffectiveFor("310000").ShouldBeTrue();
        InShanghai(RecognitionStatus.Suspended).EffectiveFor("310000").ShouldBeFalse();
        InShanghai(RecognitionStatus.Suspended).EffectiveFor("320000").ShouldBeTrue();
    }

    [Fact]
    public void A_city_funds_provider_is_recognised_for_its_province()
    {
        var decision = Decide(Applied with { Fund = "320500" }, "fund:320500/li", new RecogniseProvider(Uscc));
        decision.Event.ShouldBe(new ProviderRecognised(Uscc, "320000"));
    }

    [Fact]
    public void The_state_row_and_the_events_read_back_without_personal_values()
    {
        var state = InShanghai(RecognitionStatus.Effective);
        var row = ProviderRows.Changed(null, state).ShouldHaveSingleItem();
        DomainJson.Store(ProviderRows.Read([row])).ShouldBe(DomainJson.Store(state));
        row.Body.ToString().ShouldNotContain("rep-2");
        row.Body.ToString().ShouldNotContain(Account.Number);

        var applied = Decide(null, "operator:network", Full);
        var stored = StoredTypes.Store(applied.Event!);
        StoredTypes.Store(StoredTypes.Read("provider.applied.1", stored)).ShouldBe(stored);
        applied.Personal.Select(p => p.Value).ShouldBe(["rep-2", "ctl-2", Account.Number]);
        applied.Personal.ShouldAllBe(p => stored.ToString().Contains(p.Hash) && !stored.ToString().Contains(p.Value));
        ProviderView.Of(state).Provinces.ShouldBe(new Dictionary<string, string> { ["310000"] = "Effective", ["320000"] = "Effective" });
    }

    [Theory]
    [InlineData("rep-2", null, true)]
    [InlineData(null, "ctl-2", true)]
    [InlineData("rep-1", "ctl-1", false)]
    [InlineData("ctl-2", "rep-2", false)]
    [InlineData("", "", false)]
    [InlineData(null, null, false)]
    public void Related_parties_share_a_representative_or_a_controller(string? legalRep, string? controller, bool related)
    {
        var command = new RegisterEnterprise("91310000MAXX00015X", "E", "310104", legalRep, controller, true, null);
        var decision = EnterpriseDecider.Decide(null, Given.By("operator:network"), command, new EnterpriseFacts(Given.Hash));
        var enterprise = EnterpriseState.Evolve(null, decision.Event!);
        RelatedParties.Are(enterprise, Applied).ShouldBe(related);
        RelatedParties.Are(enterprise, Applied with { LegalRepHash = null, ControllerHash = null }).ShouldBeFalse();
        RelatedParties.Are(enterprise with { Uscc = Uscc }, Applied).ShouldBeTrue();
    }

    private static ProviderState Applied { get; } =
        ProviderState.Evolve(null, Decide(null, "operator:network", Full).Event!);

    private static ProviderState Recognised { get; } =
        ProviderState.Evolve(Applied, new ProviderRecognised(Uscc, "320000"));

    private static ProviderState InShanghai(RecognitionStatus status)
    {
        var pending = ProviderState.Evolve(Recognised, new ProviderProposed(Uscc, "310000"));
        var effective = ProviderState.Evolve(pending, new ProviderAccepted(Uscc, "310000"));
        return status switch
        {
            RecognitionStatus.Pending => pending,
            RecognitionStatus.Effective => effective,
            _ => ProviderState.Evolve(effective, new ProviderObjected(Uscc, "310000", "complaints")),
        };
    }

    private static ProviderCommand Command(string verb, string province) => verb switch
    {
        "propose" => new ProposeProvider(Uscc, province),
        "accept" => new AcceptProvider(Uscc, province),
        "object" => new ObjectProvider(Uscc, province, "complaints"),
        _ => new RecogniseProvider(Uscc),
    };

    private static Decision Decide(ProviderState? state, string actor, ProviderCommand command, bool fundOpened = true) =>
        ProviderDecider.Decide(state, Given.By(actor), command, new ProviderFacts(Given.Hash, fundOpened, ActorFundOpened: true));
}
