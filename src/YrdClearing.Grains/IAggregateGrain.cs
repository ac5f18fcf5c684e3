using Orleans.Concurrency;
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
/// One aggregate: single-threaded, keyed by its id (<c>voucher:V1</c>). It has no rules; it gathers facts, asks the decider, commits.
/// </summary>
public interface IAggregateGrain : IGrainWithStringKey
{
    /// <summary>Decides and commits a command.</summary>
    Task<CommandReply> Execute(CommandCall call);

    /// <summary>Applies a message once; a message is never refused: one that cannot be applied throws.</summary>
    [ResponseTimeout(AnswersWithin.Write)]
    Task<AppliedReply> Apply(Delivery delivery);
}

/// <summary>What it has committed can be asked between its turns, from any silo.</summary>
public interface IAggregateGrain<TState> : IAggregateGrain
    where TState : class
{
    [AlwaysInterleave]
    [ResponseTimeout(AnswersWithin.Fact)]
    Task<Standing<TState>> Standing();
}

public interface IFundOpeningGrain : IAggregateGrain<FundOpeningState>;

public interface IFundGrain : IAggregateGrain<FundState>;

public interface IEnterpriseGrain : IAggregateGrain<EnterpriseState>;

public interface IIntegrityGrain : IAggregateGrain<IntegrityState>;

public interface IProviderGrain : IAggregateGrain<ProviderState>;

public interface IVoucherGrain : IAggregateGrain<VoucherState>;

public interface IMarketOpeningGrain : IAggregateGrain<MarketOpeningState>;

public interface IMarketGrain : IAggregateGrain<MarketState>;

public interface ITitleGrain : IAggregateGrain<TitleState>;

public interface IRegistrationGrain : IAggregateGrain<RegistrationState>;

public interface IContractGrain : IAggregateGrain<ContractState>;

public interface IOpenLicenceGrain : IAggregateGrain<OpenLicenceState>;

public interface IListingGrain : IAggregateGrain<ListingState>;

public interface IBidGrain : IAggregateGrain<BidState>;

public interface ICycleGrain : IAggregateGrain<CycleState>;

public interface IClearingGrain : IAggregateGrain<ClearingState>;

public interface IDeadlinesGrain : IAggregateGrain<DeadlinesState>;
