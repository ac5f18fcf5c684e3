using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Grains;

/// <summary>
/// A shell that gives an aggregate its key and its single thread: not reentrant, since a decision and its commit belong together. It goes
/// as soon as its aggregate no longer knows what the journal says.
/// </summary>
public abstract class AggregateGrain<TAggregate, TState> : Grain, IAggregateGrain
    where TAggregate : Aggregate<TState>
    where TState : class
{
    protected AggregateGrain(Func<string, TAggregate> create)
    {
        Aggregate = create(this.GetPrimaryKeyString());
        Aggregate.Lost = OnLost;
        Aggregate.Over = DeactivateOnIdle;
    }

    protected TAggregate Aggregate { get; }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Aggregate.LoadAsync(cancellationToken);

    public Task<CommandReply> Execute(CommandCall call) => Aggregate.ExecuteAsync(call);

    public Task<AppliedReply> Apply(Delivery delivery) => Aggregate.ApplyAsync(delivery);

    protected virtual void OnLost() => DeactivateOnIdle();
}

/// <summary>
/// An aggregate that others ask for facts: its committed state answers in this silo without a call, as long as it is active.
/// </summary>
public abstract class FactGrain<TAggregate, TState>(Func<string, TAggregate> create, LocalGrains local)
    : AggregateGrain<TAggregate, TState>(create)
    where TAggregate : Aggregate<TState>
    where TState : class
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        local.Add(Aggregate.Id, Aggregate);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local.Remove(Aggregate.Id, Aggregate);
        return Task.CompletedTask;
    }

    protected override void OnLost()
    {
        local.Remove(Aggregate.Id, Aggregate);
        base.OnLost();
    }
}

/// <summary>See <see cref="FundOpeningAggregate"/>.</summary>
public sealed class FundOpeningGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<FundOpeningAggregate, FundOpeningState>(id => new(id, services, network), local), IFundOpeningGrain
{
    public Task<bool> IsOpened() => Task.FromResult(Aggregate.IsOpened);
}

/// <summary>See <see cref="FundAggregate"/>.</summary>
public sealed class FundGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<FundAggregate, FundState>(id => new(id, services, network), local), IFundGrain
{
    public Task<Answer<Policy>> PolicyFor(DateOnly day) => Task.FromResult(new Answer<Policy>(Aggregate.PolicyFor(day)));
}

/// <summary>See <see cref="EnterpriseAggregate"/>.</summary>
public sealed class EnterpriseGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<EnterpriseAggregate, EnterpriseState>(id => new(id, services, network), local), IEnterpriseGrain
{
    public Task<Answer<EnterpriseState>> Get() => Task.FromResult(new Answer<EnterpriseState>(Aggregate.State));
}

/// <summary>See <see cref="IntegrityAggregate"/>.</summary>
public sealed class IntegrityGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<IntegrityAggregate, IntegrityState>(id => new(id, services, network), local), IIntegrityGrain
{
    public Task<bool> IsListed() => Task.FromResult(Aggregate.IsListed);
}

/// <summary>See <see cref="ProviderAggregate"/>.</summary>
public sealed class ProviderGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<ProviderAggregate, ProviderState>(id => new(id, services, network), local), IProviderGrain
{
    public Task<Answer<ProviderState>> Get() => Task.FromResult(new Answer<ProviderState>(Aggregate.State));
}

/// <summary>See <see cref="VoucherAggregate"/>.</summary>
public sealed class VoucherGrain(ClearingServices services, INetwork network)
    : AggregateGrain<VoucherAggregate, VoucherState>(id => new(id, services, network)), IVoucherGrain;

/// <summary>See <see cref="PayoutAggregate"/>.</summary>
public sealed class PayoutGrain(ClearingServices services, INetwork network)
    : AggregateGrain<PayoutAggregate, PayoutState>(id => new(id, services, network)), IPayoutGrain;

/// <summary>See <see cref="MarketOpeningAggregate"/>.</summary>
public sealed class MarketOpeningGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<MarketOpeningAggregate, MarketOpeningState>(id => new(id, services, network), local), IMarketOpeningGrain
{
    public Task<Answer<MarketTerms>> Terms() => Task.FromResult(new Answer<MarketTerms>(Aggregate.State?.Terms));
}

/// <summary>See <see cref="MarketAggregate"/>.</summary>
public sealed class MarketGrain(ClearingServices services, INetwork network)
    : AggregateGrain<MarketAggregate, MarketState>(id => new(id, services, network)), IMarketGrain;

/// <summary>See <see cref="TitleAggregate"/>.</summary>
public sealed class TitleGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<TitleAggregate, TitleState>(id => new(id, services, network), local), ITitleGrain
{
    public Task<Answer<TitleState>> Get() => Task.FromResult(new Answer<TitleState>(Aggregate.State));
}

/// <summary>See <see cref="ContractAggregate"/>.</summary>
public sealed class ContractGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<ContractAggregate, ContractState>(id => new(id, services, network), local), IContractGrain
{
    public Task<Answer<ContractState>> Get() => Task.FromResult(new Answer<ContractState>(Aggregate.State));
}

/// <summary>See <see cref="ListingAggregate"/>.</summary>
public sealed class ListingGrain(ClearingServices services, INetwork network, LocalGrains local)
    : FactGrain<ListingAggregate, ListingState>(id => new(id, services, network), local), IListingGrain
{
    public Task<Answer<ListingState>> Get() => Task.FromResult(new Answer<ListingState>(Aggregate.State));
}

/// <summary>See <see cref="BidAggregate"/>.</summary>
public sealed class BidGrain(ClearingServices services, INetwork network)
    : AggregateGrain<BidAggregate, BidState>(id => new(id, services, network)), IBidGrain;

/// <summary>See <see cref="CycleAggregate"/>.</summary>
public sealed class CycleGrain(ClearingServices services, INetwork network)
    : AggregateGrain<CycleAggregate, CycleState>(id => new(id, services, network)), ICycleGrain;

/// <summary>See <see cref="ClearingAggregate"/>.</summary>
public sealed class ClearingGrain(ClearingServices services, INetwork network)
    : AggregateGrain<ClearingAggregate, ClearingState>(id => new(id, services, network)), IClearingGrain;

/// <summary>See <see cref="DeadlinesAggregate"/>.</summary>
public sealed class DeadlinesGrain(ClearingServices services, INetwork network)
    : AggregateGrain<DeadlinesAggregate, DeadlinesState>(id => new(id, services, network)), IDeadlinesGrain;
