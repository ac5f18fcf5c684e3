using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Providers;

/// <summary>Decides the commands of a provider; the checks stand in the order of scenario.md's codes.</summary>
public static class ProviderDecider
{
    public static Decision Decide(ProviderState? state, CommandContext context, ProviderCommand command, ProviderFacts facts) =>
        command switch
        {
            ApplyProvider c     => Apply(state, context.Actor, c, facts),
            RecogniseProvider c => Recognise(state, context.Actor, c),
            ProposeProvider c   => Propose(state, context.Actor, c),
            AcceptProvider c    => Accept(state, context.Actor, c, facts),
            ObjectProvider c    => Object(state, context.Actor, c, facts),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a provider."),
        };

    private static Decision Apply(ProviderState? state, Actor actor, ApplyProvider c, ProviderFacts facts)
    {
        KeyClaim[] claims = [new($"provider/{c.Provider}", ProviderState.IdOf(c.Provider), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            !facts.FundOpened                                   ? new(RejectionCode.NotFound, "fund") :
            state is not null                                   ? new(RejectionCode.AlreadyExists, "provider") :
            !actor.IsOperator && !actor.IsProvider(c.Provider)  ? new(RejectionCode.NotAllowed) :
            !Uscc.IsValid(c.Provider)                           ? new(RejectionCode.InvalidUscc, "provider") :
            !BankCode.IsValid(c.Account.BankCode)               ? new(RejectionCode.InvalidBankCode, "account") :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection, claims);
        }
        var legalRep = facts.Hash.Personal(PersonalHash.LegalRep, c.LegalRep);
        var controller = facts.Hash.Personal(PersonalHash.Controller, c.Controller);
        var account = PayeeAccount.Of(c.Account, facts.Hash);
        return Decision.Accept(new ProviderApplied(c.Provider, c.Name, c.Fund, c.Services, legalRep?.Hash, controller?.Hash, account)) with
        {
            Claims = claims,
            Personal = [.. new[] { legalRep, controller, facts.Hash.Personal(c.Account) }.OfType<PersonalValue>()],
        };
    }

    private static Decision Recognise(ProviderState? state, Actor actor, RecogniseProvider c)
    {
        Rejection? rejection =
            state is null                                                               ? new(RejectionCode.NotFound, "provider") :
            !actor.IsFund(state.Fund)                                                   ? new(RejectionCode.NotAllowed) :
            !ProviderLifecycle.Table.Allows(state.Status, ProviderTrigger.Recognise)    ? new(RejectionCode.WrongState, "provider") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Decision.Accept(new ProviderRecognised(c.Provider, state!.Province));
    }

    private static Decision Propose(ProviderState? state, Actor actor, ProposeProvider c)
    {
        Rejection? rejection =
            state is null                                   ? new(RejectionCode.NotFound, "provider") :
            !actor.IsFund(state.Fund)                       ? new(RejectionCode.NotAllowed) :
            state.Status != ProviderStatus.Recognised       ? new(RejectionCode.WrongState, "provider") :
            state.In(c.Province) is not null                ? new(RejectionCode.WrongState, "province") :
            null;
        return rejection is not null ? Decision.Reject(rejection) : Decision.Accept(new ProviderProposed(c.Provider, c.Province));
    }

    private static Decision Accept(ProviderState? state, Actor actor, AcceptProvider c, ProviderFacts facts) =>
        Change(state, actor, facts, c.Province, RecognitionTrigger.Accept, new ProviderAccepted(c.Provider, c.Province));

    private static Decision Object(ProviderState? state, Actor actor, ObjectProvider c, ProviderFacts facts) =>
        Change(state, actor, facts, c.Province, RecognitionTrigger.Object, new ProviderObjected(c.Provider, c.Province, c.Reason));

    private static Decision Change(
        ProviderState? state, Actor actor, ProviderFacts facts, string province, RecognitionTrigger trigger, ProviderEvent @event)
    {
        Rejection? rejection =
            state is null                                                           ? new(RejectionCode.NotFound, "provider") :
            !IsOpenedFundOf(actor, facts, province)                                 ? new(RejectionCode.NotAllowed) :
            state.In(province) is not { } status                                    ? new(RejectionCode.WrongState, "province") :
            !ProviderLifecycle.Recognition.Allows(status, trigger)                  ? new(RejectionCode.WrongState, "province") :
            null;
        return rejection is not null ? Decision.Reject(rejection) : Decision.Accept(@event);
    }

    private static bool IsOpenedFundOf(Actor actor, ProviderFacts facts, string province) =>
        actor.Kind == ActorKind.Fund && facts.ActorFundOpened && Regions.ProvinceOf(actor.Key) == province;
}
