using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>Decides listings; the checks stand in the order of scenario.md's codes.</summary>
public static class IntegrityDecider
{
    public static Decision Decide(IntegrityState? state, CommandContext context, IntegrityCommand command, IntegrityFacts facts)
    {
        var allowed = context.Actor.Kind == ActorKind.Fund && facts.ActorFundOpened;
        return command switch
        {
            ListIntegrity c  => Change(state, allowed, facts, IntegrityTrigger.List,  new IntegrityListed(c.Party, c.Reason)),
            ClearIntegrity c => Change(state, allowed, facts, IntegrityTrigger.Clear, new IntegrityCleared(c.Party, c.Reason)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a listing."),
        };
    }

    private static Decision Change(
        IntegrityState? state, bool allowed, IntegrityFacts facts, IntegrityTrigger trigger, IntegrityEvent @event)
    {
        // A party without a record is as one that was cleared: it can be listed, and there is nothing to clear.
        var status = state?.Status ?? IntegrityStatus.Cleared;
        Rejection? rejection =
            !facts.PartyRegistered                              ? new(RejectionCode.NotFound, "party") :
            !allowed                                            ? new(RejectionCode.NotAllowed) :
            !IntegrityLifecycle.Table.Allows(status, trigger)   ? new(RejectionCode.WrongState, "party") :
            null;
        return rejection is not null ? Decision.Reject(rejection) : Decision.Accept(@event);
    }
}
