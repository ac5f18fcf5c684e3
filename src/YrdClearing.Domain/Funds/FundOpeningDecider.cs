using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>Decides the opening of a fund; the checks stand in the order of scenario.md's codes.</summary>
public static class FundOpeningDecider
{
    public static Decision Decide(FundOpeningState? state, CommandContext context, FundOpeningCommand command, FundOpeningFacts facts) =>
        command switch
        {
            OpenFund c => Open(state, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a fund's opening."),
        };

    private static Decision Open(FundOpeningState? state, CommandContext context, OpenFund c)
    {
        var id = FundOpeningState.IdOf(c.Fund);
        KeyClaim[] claims = [new($"fund/{c.Fund}", id, RejectionCode.AlreadyExists)];
        Rejection? rejection =
            state is not null           ? new(RejectionCode.AlreadyExists, "fund") :
            !context.Actor.IsOperator   ? new(RejectionCode.NotAllowed) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new FundOpened(c.Fund, c.Name)) with
            {
                Claims = claims,
                Messages = [new(Books.Fund(c.Fund), FundState.IdOf(c.Fund), new RecordFundOpened(c.Fund, c.Name))],
            };
    }
}
