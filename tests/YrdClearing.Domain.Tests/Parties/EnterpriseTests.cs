using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Tests.Parties;

public sealed class EnterpriseTests
{
    private const string Uscc = "91310000MAXX00015X";
    private const string WrongUscc = "91310000MAXX00015Y";

    private static readonly BankAccount Account = new("313651027012", "6222000000000001", "Enterprise 1");
    private static readonly BankAccount WrongBank = Account with { BankCode = "313651027013" };
    private static readonly RegisterEnterprise Full = new(Uscc, "Enterprise 1", "310104", "rep-1", "ctl-1", true, Account);

    public static TheoryData<string, string, RegisterEnterprise, bool, string> Registrations => new()
    {
        { "by the operator", "operator:network", Full, false, "ok" },
        { "by itself", $"enterprise:{Uscc}/li", Full, false, "ok" },
        { "without what is optional", "operator:network", new(Uscc, "E", "310104", null, null, false, null), false, "ok" },
        { "again", "operator:network", Full, true, "already_exists" },
        { "again, by another", "bank:network", Full, true, "already_exists" },
        { "by another enterprise", "enterprise:91320000MAXX00023W", Full with { Enterprise = WrongUscc }, false, "not_allowed" },
        { "as a provider", $"provider:{Uscc}", Full, false, "not_allowed" },
        { "by a fund", "fund:310000/li", Full, false, "not_allowed" },
        { "wrong check character", "operator:network", Full with { Enterprise = WrongUscc, Account = WrongBank }, false, "invalid_uscc" },
        { "too short", "operator:network", Full with { Enterprise = "9131" }, false, "invalid_uscc" },
        { "wrong bank code", "operator:network", Full with { Account = WrongBank }, false, "invalid_bank_code" },
        { "short bank code", "operator:network", Full with { Account = Account with { BankCode = "313" } }, false, "invalid_bank_code" },
    };

    [Theory]
    [MemberData(nameof(Registrations))]
    public void An_enterprise_is_registered_once_by_the_operator_or_itself(
        string about, string actor, RegisterEnterprise command, bool exists, string outcome)
    {
        var decision = Decide(exists ? Registered(Full) : null, actor, command);
        decision.Outcome().ShouldBe(outcome, about);
        decision.Claims.Select(c => c.Key).ShouldBe(["enterprise/" + command.Enterprise]);
    }

    [Fact]
    public void The_event_holds_no_personal_value_and_the_decision_all_of_them()
    {
        var decision = Decide(null, "operator:network", Full);
        var stored = StoredTypes.Store(decision.Event!).ToString();
        decision.Personal.Select(p => p.Value).ShouldBe(["rep-1", "ctl-1", "6222000000000001"]);
        foreach (var personal in decision.Personal)
        {
            stored.ShouldNotContain(personal.Value);
            stored.ShouldContain(personal.Hash);
        }
    }

    [Fact]
    public void An_empty_representative_or_controller_counts_as_none()
    {
        var decision = Decide(null, "operator:network", Full with { LegalRep = "", Controller = "", Account = null });
        decision.Personal.ShouldBeEmpty();
        var state = EnterpriseState.Evolve(null, decision.Event!);
        (state.LegalRepHash, state.ControllerHash, state.Account).ShouldBe((null, null, null));
    }

    [Fact]
    public void The_state_row_reads_back()
    {
        var state = Registered(Full);
        EnterpriseRows.Read(EnterpriseRows.Changed(null, state)).ShouldBe(state);
        EnterpriseView.Of(state).Account.ShouldBe(new PayeeAccountView("313651027012", "****0001", "Enterprise 1"));
    }

    private static EnterpriseState Registered(RegisterEnterprise command) =>
        EnterpriseState.Evolve(null, Decide(null, "operator:network", command).Event!);

    private static Decision Decide(EnterpriseState? state, string actor, EnterpriseCommand command) =>
        EnterpriseDecider.Decide(state, Given.By(actor), command, new EnterpriseFacts(Given.Hash));
}
