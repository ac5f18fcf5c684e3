using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Providers;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A service provider and where it is recognised, in the network's book.</summary>
public sealed class ProviderAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<ProviderState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override ProviderState Read(IReadOnlyList<StateRow> rows) => ProviderRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(ProviderState? before, ProviderState after) => ProviderRows.Changed(before, after);

    protected override ProviderState Evolve(ProviderState? state, DomainEvent @event) => ProviderState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var hostOpened = command is ApplyProvider apply ? facts.IsOpenedFundAsync(apply.Fund) : new ValueTask<bool>(true);
        var actorOpened = facts.IsOpenedFundAsync(context.Actor);
        return ProviderDecider.Decide(
            State, context, (ProviderCommand)command, new(Services.PersonalHash, await hostOpened, await actorOpened));
    }
}
