using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Deadlines;
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
    protected AggregateGrain(Func<string, TAggregate> create) => Aggregate = create(this.GetPrimaryKeyString());

    protected TAggregate Aggregate { get; }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Aggregate.LoadAsync(cancellationToken);

    public Task<CommandReply> Execute(CommandCall call) => KnownAsync(Aggregate.ExecuteAsync(call));

    public Task<AppliedReply> Apply(Delivery delivery) => KnownAsync(Aggregate.ApplyAsync(delivery));

    private async Task<T> KnownAsync<T>(Task<T> outcome)
    {
        try
        {
            return await outcome;
        }
        finally
        {
            if (Aggregate.IsLost)
            {
                DeactivateOnIdle();
            }
        }
    }
}

/// <summary>See <see cref="FundOpeningAggregate"/>.</summary>
public sealed class FundOpeningGrain(ClearingServices services, INetwork network)
    : AggregateGrain<FundOpeningAggregate, FundOpeningState>(id => new(id, services, network)), IFundOpeningGrain
{
    public Task<bool> IsOpened() => Task.FromResult(Aggregate.IsOpened);
}

/// <summary>See <see cref="FundAggregate"/>.</summary>
public sealed class FundGrain(ClearingServices services, INetwork network)
    : AggregateGrain<FundAggregate, FundState>(id => new(id, services, network)), IFundGrain
{
    public Task<Answer<Policy>> PolicyFor(DateOnly day) => Task.FromResult(new Answer<Policy>(Aggregate.PolicyFor(day)));
}

/// <summary>See <see cref="EnterpriseAggregate"/>.</summary>
public sealed class EnterpriseGrain(ClearingServices services, INetwork network)
    : AggregateGrain<EnterpriseAggregate, EnterpriseState>(id => new(id, services, network)), IEnterpriseGrain
{
    public Task<Answer<EnterpriseState>> Get() => Task.FromResult(new Answer<EnterpriseState>(Aggregate.State));
}

/// <summary>See <see cref="IntegrityAggregate"/>.</summary>
public sealed class IntegrityGrain(ClearingServices services, INetwork network)
    : AggregateGrain<IntegrityAggregate, IntegrityState>(id => new(id, services, network)), IIntegrityGrain
{
    public Task<bool> IsListed() => Task.FromResult(Aggregate.IsListed);
}

/// <summary>See <see cref="ProviderAggregate"/>.</summary>
public sealed class ProviderGrain(ClearingServices services, INetwork network)
    : AggregateGrain<ProviderAggregate, ProviderState>(id => new(id, services, network)), IProviderGrain
{
    public Task<Answer<ProviderState>> Get() => Task.FromResult(new Answer<ProviderState>(Aggregate.State));
}

/// <summary>See <see cref="VoucherAggregate"/>.</summary>
public sealed class VoucherGrain(ClearingServices services, INetwork network)
    : AggregateGrain<VoucherAggregate, VoucherState>(id => new(id, services, network)), IVoucherGrain;

/// <summary>See <see cref="PayoutAggregate"/>.</summary>
public sealed class PayoutGrain(ClearingServices services, INetwork network)
    : AggregateGrain<PayoutAggregate, PayoutState>(id => new(id, services, network)), IPayoutGrain;

/// <summary>See <see cref="CycleAggregate"/>.</summary>
public sealed class CycleGrain(ClearingServices services, INetwork network)
    : AggregateGrain<CycleAggregate, CycleState>(id => new(id, services, network)), ICycleGrain;

/// <summary>See <see cref="ClearingAggregate"/>.</summary>
public sealed class ClearingGrain(ClearingServices services, INetwork network)
    : AggregateGrain<ClearingAggregate, ClearingState>(id => new(id, services, network)), IClearingGrain;

/// <summary>See <see cref="DeadlinesAggregate"/>.</summary>
public sealed class DeadlinesGrain(ClearingServices services, INetwork network)
    : AggregateGrain<DeadlinesAggregate, DeadlinesState>(id => new(id, services, network)), IDeadlinesGrain;
