using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A registered enterprise, in the network's book.</summary>
public sealed class EnterpriseAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<EnterpriseState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override EnterpriseState Read(IReadOnlyList<StateRow> rows) => EnterpriseRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(EnterpriseState? before, EnterpriseState after) =>
        EnterpriseRows.Changed(before, after);

    protected override EnterpriseState Evolve(EnterpriseState? state, DomainEvent @event) => EnterpriseState.Evolve(state, @event);

    protected override ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        new(EnterpriseDecider.Decide(State, context, (EnterpriseCommand)command, new EnterpriseFacts(Services.PersonalHash)));
}

/// <summary>A party's integrity record, in the network's book.</summary>
public sealed class IntegrityAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<IntegrityState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override IntegrityState Read(IReadOnlyList<StateRow> rows) => IntegrityRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(IntegrityState? before, IntegrityState after) =>
        IntegrityRows.Changed(before, after);

    protected override IntegrityState Evolve(IntegrityState? state, DomainEvent @event) => IntegrityState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var integrity = (IntegrityCommand)command;
        var enterprise = facts.EnterpriseAsync(integrity.Party);
        var provider = facts.ProviderAsync(integrity.Party);
        var opened = facts.IsOpenedFundAsync(context.Actor);
        var registered = await enterprise is not null | await provider is not null;
        return IntegrityDecider.Decide(State, context, integrity, new(registered, await opened));
    }
}
