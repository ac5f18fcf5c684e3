using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Registrations;

/// <summary>Decides the entry of a registration; the checks stand in the order of scenario.md's codes.</summary>
public static class RegistrationDecider
{
    public static Decision Decide(
        RegistrationState? state, CommandContext context, RegistrationCommand command, RegistrationFacts facts) => command switch
        {
            RecordRegistration c => Record(state, context, c.Particulars, facts),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a registration."),
        };

    private static Decision Record(RegistrationState? state, CommandContext context, RegistrationParticulars p, RegistrationFacts facts)
    {
        KeyClaim[] claims =
        [
            new(RegistrationState.KeyOf(p.Number), RegistrationState.IdOf(p.Number), RejectionCode.AlreadyExists),
        ];
        Rejection? rejection =
            state is not null                               ? new(RejectionCode.AlreadyExists, "number") :
            !MayRecord(context.Actor, p, facts)             ? new(RejectionCode.NotAllowed) :
            !Uscc.IsValid(p.Seller)                         ? new(RejectionCode.InvalidUscc, "seller") :
            !Uscc.IsValid(p.Buyer)                          ? new(RejectionCode.InvalidUscc, "buyer") :
            p.ContractValue <= Money.Zero                   ? new(RejectionCode.InvalidAmount, "contractValue") :
            p.TechnologyValue <= Money.Zero                 ? new(RejectionCode.InvalidAmount, "technologyValue") :
            p.Seller == p.Buyer                             ? new(RejectionCode.RelatedParty, "buyer") :
            p.TechnologyValue > p.ContractValue             ? new(
                RejectionCode.TechnologyValueExceedsValue, "technologyValue", null, p.ContractValue, p.TechnologyValue) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new RegistrationRecorded(p)) with { Claims = claims };
    }

    /// <summary>A market speaks for the sellers of its own region only.</summary>
    private static bool MayRecord(Actor actor, RegistrationParticulars p, RegistrationFacts facts) =>
        actor.IsOperator || (facts.ActorMarketOpened && Regions.Covers(actor.Key, p.SellerRegion));
}
