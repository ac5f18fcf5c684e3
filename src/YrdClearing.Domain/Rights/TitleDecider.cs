using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Rights;

/// <summary>Decides the commands of a title; the checks stand in the order of scenario.md's codes.</summary>
public static class TitleDecider
{
    public static Decision Decide(TitleState? state, CommandContext context, TitleCommand command, TitleFacts facts) =>
        (command, state) switch
        {
            (RegisterTitle c,           _)       => Register(state, context, c, facts),
            (RecordTitleEncumbered c,   { } t)   => Decision.Accept(new TitleEncumbered(t.Id, c.Contract, c.Kind, t.Encumbered + 1)),
            (RecordTitleFreed c,        { } t)   => Leave(t, c.Contract, new TitleFreed(t.Id, c.Contract)),
            (RecordTitleTransferred c,  { } t)   => Leave(t, c.Contract, new TitleTransferred(t.Id, c.Contract, c.Holder)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} does not fit the title {command.Title}."),
        };

    private static Decision Register(TitleState? state, CommandContext context, RegisterTitle c, TitleFacts facts)
    {
        KeyClaim[] claims = [new(TitleState.KeyOf(c.Title), TitleState.IdOf(c.Title), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            !facts.HolderRegistered     ? new(RejectionCode.NotFound, "holder") :
            state is not null           ? new(RejectionCode.AlreadyExists, "title") :
            !facts.ActorMarketOpened    ? new(RejectionCode.NotAllowed) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new TitleRegistered(c.Title, c.Holder, c.Kind, context.Actor.Key)) with { Claims = claims };
    }

    private static Decision Leave(TitleState t, string contract, TitleEvent @event) => t.Encumbrances.Exists(e => e.Contract == contract)
        ? Decision.Accept(@event)
        : throw new InvalidOperationException($"The title {t.Id} is not encumbered by {contract}.");
}
