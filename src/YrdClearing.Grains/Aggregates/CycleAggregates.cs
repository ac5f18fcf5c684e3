using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A settlement cycle, in the network's book.</summary>
public sealed class CycleAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<CycleState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override CycleState? Read(IReadOnlyList<StateRow> rows) => CycleRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(CycleState? before, CycleState after) => CycleRows.Changed(before, after);

    protected override CycleState Evolve(CycleState? state, DomainEvent @event) => CycleState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var books = command is CutOffCycle ? new CycleFacts(await Services.Store.BooksAsync(CancellationToken.None)) : CycleFacts.None;
        return CycleDecider.Decide(State, context, (CycleCommand)command, books);
    }
}

/// <summary>One book's part in the cycles, in that book.</summary>
public sealed class ClearingAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<ClearingState>(id, services, network)
{
    protected override string BookOf(Command command) => Key;

    protected override ClearingState? Read(IReadOnlyList<StateRow> rows) => ClearingRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(ClearingState? before, ClearingState after) => ClearingRows.Changed(before, after);

    protected override ClearingState Evolve(ClearingState? state, DomainEvent @event) => ClearingState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var clearing = (ClearingCommand)command;
        return ClearingDecider.Decide(State, context, clearing, await FactsAsync(ClearingFacts.RangeOf(State, context, clearing)));
    }

    private async Task<ClearingFacts> FactsAsync(ObligationRange? range)
    {
        if (range is null)
        {
            return ClearingFacts.None;
        }
        var sums = range.MirrorOf is { } originator
            ? await Services.Store.MirrorsAsync(range.Book, originator, range.FromSeq, range.ToSeq, CancellationToken.None)
            : await Services.Store.ObligationsAsync(range.Book, range.FromSeq, range.ToSeq, CancellationToken.None);
        return new(sums.Select(s => new Obligation(s.Kind, s.Counterparty, s.Amount)).ToList());
    }
}
