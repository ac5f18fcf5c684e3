using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Providers;

/// <param name="Hash">Hashes personal values with the key of this network's data.</param>
/// <param name="FundOpened">For provider.apply: the named host fund was opened. Not read by other commands.</param>
/// <param name="ActorFundOpened">The actor is a fund that was opened.</param>
public sealed record ProviderFacts(PersonalHash Hash, bool FundOpened, bool ActorFundOpened);
