using Microsoft.Extensions.Logging;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Registrations;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Grains;

/// <summary>
/// A shell that gives an aggregate its key and its place in one silo, where whoever is in the same silo asks it without a call. It goes as
/// soon as its aggregate no longer knows what the journal says.
/// </summary>
public abstract class AggregateGrain<TAggregate, TState> : Grain, IAggregateGrain<TState>
    where TAggregate : Aggregate<TState>
    where TState : class
{
    private readonly LocalGrains _local;

    protected AggregateGrain(Func<string, TAggregate> create, LocalGrains local)
    {
        _local = local;
        Aggregate = create(this.GetPrimaryKeyString());
        Aggregate.Leaves = Leave;
    }

    protected TAggregate Aggregate { get; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // It is read in its first turn, unless that makes it.
        _local.Add(Aggregate);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _local.Remove(Aggregate);
        return Aggregate.CloseAsync(cancellationToken);
    }

    public async Task<CommandReply> Execute(CommandCall call)
    {
        _local.Asked(Aggregate);
        return await Aggregate.TryExecuteAsync(call) ?? throw new AggregateGoneException(Aggregate.Id);
    }

    public async Task<AppliedReply> Apply(Delivery delivery)
    {
        _local.Asked(Aggregate);
        return await Aggregate.TryApplyAsync(delivery) ?? throw new AggregateGoneException(Aggregate.Id);
    }

    public async Task<Standing<TState>> Standing()
    {
        if (!Aggregate.IsLoaded)
        {
            await Aggregate.LoadInTurnAsync();
        }
        return Aggregate.Standing;
    }

    // The aggregate says so on any thread.
    private void Leave(string why)
    {
        _local.Remove(Aggregate);
        GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, why));
    }
}

/// <summary>See <see cref="FundOpeningAggregate"/>.</summary>
public sealed class FundOpeningGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<FundOpeningAggregate, FundOpeningState>(id => new(id, services, network), local), IFundOpeningGrain;

/// <summary>See <see cref="FundAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class FundGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<FundAggregate, FundState>(id => new(id, services, network), local), IFundGrain;

/// <summary>See <see cref="EnterpriseAggregate"/>.</summary>
public sealed class EnterpriseGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<EnterpriseAggregate, EnterpriseState>(id => new(id, services, network), local), IEnterpriseGrain;

/// <summary>See <see cref="IntegrityAggregate"/>.</summary>
public sealed class IntegrityGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<IntegrityAggregate, IntegrityState>(id => new(id, services, network), local), IIntegrityGrain;

/// <summary>See <see cref="ProviderAggregate"/>.</summary>
public sealed class ProviderGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<ProviderAggregate, ProviderState>(id => new(id, services, network), local), IProviderGrain;

/// <summary>See <see cref="VoucherAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class VoucherGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<VoucherAggregate, VoucherState>(id => new(id, services, network), local), IVoucherGrain;

/// <summary>See <see cref="MarketOpeningAggregate"/>.</summary>
public sealed class MarketOpeningGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<MarketOpeningAggregate, MarketOpeningState>(id => new(id, services, network), local), IMarketOpeningGrain;

/// <summary>See <see cref="MarketAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class MarketGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<MarketAggregate, MarketState>(id => new(id, services, network), local), IMarketGrain;

/// <summary>See <see cref="TitleAggregate"/>.</summary>
public sealed class TitleGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<TitleAggregate, TitleState>(id => new(id, services, network), local), ITitleGrain;

/// <summary>See <see cref="RegistrationAggregate"/>.</summary>
public sealed class RegistrationGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<RegistrationAggregate, RegistrationState>(id => new(id, services, network), local), IRegistrationGrain;

/// <summary>See <see cref="ContractAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class ContractGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<ContractAggregate, ContractState>(id => new(id, services, network), local), IContractGrain;

/// <summary>See <see cref="OpenLicenceAggregate"/>.</summary>
public sealed class OpenLicenceGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<OpenLicenceAggregate, OpenLicenceState>(id => new(id, services, network), local), IOpenLicenceGrain;

/// <summary>See <see cref="ListingAggregate"/>.</summary>
public sealed class ListingGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<ListingAggregate, ListingState>(id => new(id, services, network), local), IListingGrain;

/// <summary>See <see cref="BidAggregate"/>.</summary>
public sealed class BidGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<BidAggregate, BidState>(id => new(id, services, network), local), IBidGrain;

/// <summary>See <see cref="CycleAggregate"/>.</summary>
public sealed class CycleGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<CycleAggregate, CycleState>(id => new(id, services, network), local), ICycleGrain;

/// <summary>See <see cref="ClearingAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class ClearingGrain(ClearingServices services, INetwork network, LocalGrains local)
    : AggregateGrain<ClearingAggregate, ClearingState>(id => new(id, services, network), local), IClearingGrain;

/// <summary>See <see cref="DeadlinesAggregate"/>.</summary>
[PlacedBesideBook]
public sealed class DeadlinesGrain(ClearingServices services, INetwork network, LocalGrains local, ILogger<DeadlinesGrain> log)
    : AggregateGrain<DeadlinesAggregate, DeadlinesState>(id => new(id, services, network, log), local), IDeadlinesGrain;
