using Orleans.Concurrency;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Grains;

/// <summary>
/// One aggregate: single-threaded, keyed by its id (<c>voucher:V1</c>). It has no rules; it gathers facts, asks the decider, commits.
/// </summary>
public interface IAggregateGrain : IGrainWithStringKey
{
    /// <summary>Decides and commits a command.</summary>
    Task<CommandReply> Execute(CommandCall call);

    /// <summary>Applies a message once; a message is never refused: one that cannot be applied throws.</summary>
    Task<AppliedReply> Apply(Delivery delivery);
}

public interface IFundOpeningGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<bool> IsOpened();
}

public interface IFundGrain : IAggregateGrain
{
    /// <summary>The policy in force on a day; null when there is none.</summary>
    [AlwaysInterleave]
    Task<Answer<Policy>> PolicyFor(DateOnly day);
}

public interface IEnterpriseGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<EnterpriseState>> Get();
}

public interface IIntegrityGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<bool> IsListed();
}

public interface IProviderGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<ProviderState>> Get();
}

public interface IVoucherGrain : IAggregateGrain;

public interface IPayoutGrain : IAggregateGrain;

public interface IMarketOpeningGrain : IAggregateGrain
{
    /// <summary>Fee and split; null when the market was never opened.</summary>
    [AlwaysInterleave]
    Task<Answer<MarketTerms>> Terms();
}

public interface IMarketGrain : IAggregateGrain;

public interface ITitleGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<TitleState>> Get();
}

public interface IRegistrationGrain : IAggregateGrain;

public interface IContractGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<ContractState>> Get();
}

public interface IOpenLicenceGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<OpenLicenceState>> Get();
}

public interface IListingGrain : IAggregateGrain
{
    [AlwaysInterleave]
    Task<Answer<ListingState>> Get();
}

public interface IBidGrain : IAggregateGrain;

public interface ICycleGrain : IAggregateGrain;

public interface IClearingGrain : IAggregateGrain;

public interface IDeadlinesGrain : IAggregateGrain;

/// <summary>A fact that may be absent. Immutable, so that a call within a silo copies nothing.</summary>
[GenerateSerializer, Immutable]
public sealed record Answer<T>([property: Id(0)] T? Value) where T : class;
