using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Decides the opening of a market; the checks stand in the order of scenario.md's codes.</summary>
public static class MarketOpeningDecider
{
    public static Decision Decide(
        MarketOpeningState? state, CommandContext context, MarketOpeningCommand command, MarketOpeningFacts facts) => command switch
        {
            OpenMarket c => Open(state, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a market's opening."),
        };

    private static Decision Open(MarketOpeningState? state, CommandContext context, OpenMarket c)
    {
        KeyClaim[] claims = [new($"market/{c.Market}", MarketOpeningState.IdOf(c.Market), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            state is not null           ? new(RejectionCode.AlreadyExists, "market") :
            !context.Actor.IsOperator   ? new(RejectionCode.NotAllowed) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new MarketOpened(c.Market, c.Name, c.Terms)) with
            {
                Claims = claims,
                Messages = [new(Books.Market(c.Market), MarketState.IdOf(c.Market), new RecordMarketOpened(c.Market, c.Name, c.Terms))],
            };
    }
}
