using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Grains.Aggregates;

/// <summary>The opening of a market, in the network's book.</summary>
public sealed class MarketOpeningAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<MarketOpeningState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override MarketOpeningState Read(IReadOnlyList<StateRow> rows) => MarketOpeningRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(MarketOpeningState? before, MarketOpeningState after) =>
        MarketOpeningRows.Changed(before, after);

    protected override MarketOpeningState Evolve(MarketOpeningState? state, DomainEvent @event) => MarketOpeningState.Evolve(state, @event);

    protected override ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        new(MarketOpeningDecider.Decide(State, context, (MarketOpeningCommand)command, new MarketOpeningFacts()));
}

/// <summary>A market, in its own book.</summary>
public sealed class MarketAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<MarketState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Market(Key);

    protected override MarketState Read(IReadOnlyList<StateRow> rows) => MarketRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(MarketState? before, MarketState after) => MarketRows.Changed(before, after);

    protected override MarketState Evolve(MarketState? state, DomainEvent @event) => MarketState.Evolve(state, @event);

    protected override ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        new(MarketDecider.Decide(State, context, (MarketCommand)command, new MarketFacts()));
}
