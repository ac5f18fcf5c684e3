using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A title of the rights register, in the network's book.</summary>
public sealed class TitleAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<TitleState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override TitleState Read(IReadOnlyList<StateRow> rows) => TitleRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(TitleState? before, TitleState after) => TitleRows.Changed(before, after);

    protected override TitleState Evolve(TitleState? state, DomainEvent @event) => TitleState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var needed = TitleFacts.None;
        if (command is RegisterTitle register)
        {
            var holder = facts.EnterpriseAsync(register.Holder);
            var market = facts.MarketAsync(context.Actor);
            needed = new(await holder is not null, await market is not null);
        }
        return TitleDecider.Decide(State, context, (TitleCommand)command, needed);
    }
}
