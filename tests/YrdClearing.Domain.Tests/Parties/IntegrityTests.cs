using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Tests.Parties;

public sealed class IntegrityTests
{
    private const string Party = "91310000MAXX00015X";

    [Theory]
    [InlineData("list", null, "fund:310000/li", true, true, "ok")]
    [InlineData("list", IntegrityStatus.Cleared, "fund:340000", true, true, "ok")]
    [InlineData("list", IntegrityStatus.Listed, "fund:310000/li", true, true, "wrong_state")]
    [InlineData("list", null, "fund:310000/li", false, true, "not_found")]
    [InlineData("list", null, "operator:network", false, false, "not_found")]
    [InlineData("list", IntegrityStatus.Listed, "operator:network", true, false, "not_allowed")]
    [InlineData("list", null, "fund:420000/li", true, false, "not_allowed")]
    [InlineData("list", null, "enterprise:91310000MAXX00015X", true, false, "not_allowed")]
    [InlineData("clear", IntegrityStatus.Listed, "fund:310000/li", true, true, "ok")]
    [InlineData("clear", null, "fund:310000/li", true, true, "wrong_state")]
    [InlineData("clear", IntegrityStatus.Cleared, "fund:310000/li", true, true, "wrong_state")]
    [InlineData("clear", null, "fund:310000/li", false, true, "not_found")]
    [InlineData("clear", IntegrityStatus.Listed, "fund:420000/li", true, false, "not_allowed")]
    public void Any_fund_lists_and_clears_a_registered_party(
        string verb, IntegrityStatus? status, string actor, bool registered, bool fundOpened, string outcome)
    {
        var state = status is { } s ? new IntegrityState(Party, s, "before") : null;
        IntegrityCommand command = verb == "list" ? new ListIntegrity(Party, "why") : new ClearIntegrity(Party, "why");
        var decision = IntegrityDecider.Decide(state, Given.By(actor), command, new IntegrityFacts(registered, fundOpened));
        decision.Outcome().ShouldBe(outcome);
        if (decision.Event is { } @event)
        {
            var after = IntegrityState.Evolve(state, @event);
            after.ShouldBe(new IntegrityState(Party, verb == "list" ? IntegrityStatus.Listed : IntegrityStatus.Cleared, "why"));
            after.IsListed.ShouldBe(verb == "list");
            IntegrityRows.Read(IntegrityRows.Changed(state, after)).ShouldBe(after);
        }
    }
}
