using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Registrations;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A contract that another system registered, in the network's book.</summary>
public sealed class RegistrationAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<RegistrationState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override bool Begins(Command command) => command is RecordRegistration;

    protected override RegistrationState Read(IReadOnlyList<StateRow> rows) => RegistrationRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(RegistrationState? before, RegistrationState after) =>
        RegistrationRows.Changed(before, after);

    protected override RegistrationState Evolve(RegistrationState? state, DomainEvent @event) => RegistrationState.Evolve(state, @event);

    /// <summary>A record never changes: an import of thousands keeps none of them in memory.</summary>
    protected override void Committed(DomainEvent @event) => NeedNotStay();

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        RegistrationDecider.Decide(
            State, context, (RegistrationCommand)command, new(await facts.MarketAsync(context.Actor) is not null));
}
