using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

/// <summary>Decides what a market does with a message; nothing is refused.</summary>
public static class MarketDecider
{
    public static Decision Decide(MarketState? state, CommandContext context, MarketCommand command, MarketFacts facts) =>
        (command, state) switch
        {
            (RecordMarketOpened c, null) => Decision.Accept(new MarketOpeningRecorded(c.Market, c.Name, c.Terms)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} does not fit the market {command.Market}."),
        };
}
