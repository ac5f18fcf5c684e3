using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Decides the commands of a market in its own book.</summary>
public static class MarketDecider
{
    public static Decision Decide(MarketState? state, CommandContext context, MarketCommand command, MarketFacts facts) =>
        (command, state) switch
        {
            (DepositCompensation c, _)   => Deposit(state, context, c),
            (RecordMarketOpened c, null) => Decision.Accept(new MarketOpeningRecorded(c.Market, c.Name, c.Terms)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} does not fit the market {command.Market}."),
        };

    private static Decision Deposit(MarketState? state, CommandContext context, DepositCompensation c)
    {
        Rejection? rejection =
            state is null                   ? new(RejectionCode.NotFound, "market") :
            !context.Actor.IsBank           ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero          ? new(RejectionCode.InvalidAmount, "amount") :
            null;
        var @event = new CompensationDeposited(c.Market, c.Amount);
        return rejection is not null
            ? Decision.Reject(rejection)
            : Decision.Accept(@event, MarketPostings.Of(@event));
    }
}
