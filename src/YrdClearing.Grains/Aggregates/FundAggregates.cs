using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Grains.Aggregates;

/// <summary>The opening of a fund, in the network's book.</summary>
public sealed class FundOpeningAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<FundOpeningState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override FundOpeningState Read(IReadOnlyList<StateRow> rows) => FundOpeningRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(FundOpeningState? before, FundOpeningState after) =>
        FundOpeningRows.Changed(before, after);

    protected override FundOpeningState Evolve(FundOpeningState? state, DomainEvent @event) => FundOpeningState.Evolve(state, @event);

    protected override ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        new(FundOpeningDecider.Decide(State, context, (FundOpeningCommand)command, new FundOpeningFacts()));
}

/// <summary>A fund with its policies, in its own book.</summary>
public sealed class FundAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<FundState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Fund(Key);

    protected override FundState Read(IReadOnlyList<StateRow> rows) => FundRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(FundState? before, FundState after) => FundRows.Changed(before, after);

    protected override FundState Evolve(FundState? state, DomainEvent @event) => FundState.Evolve(state, @event);

    protected override ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        new(FundDecider.Decide(State, context, (FundCommand)command, new FundFacts()));
}
