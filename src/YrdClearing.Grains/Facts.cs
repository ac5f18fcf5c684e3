using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;

namespace YrdClearing.Grains;

/// <summary>Facts of other aggregates, asked of their owners: what they have committed is what they answer, on every silo.</summary>
internal static class Facts
{
    public static Task<bool> IsOpenedFundAsync(this IGrainFactory grains, string region) =>
        grains.GetGrain<IFundOpeningGrain>("opening:" + region).IsOpened();

    public static Task<bool> IsOpenedFundAsync(this IGrainFactory grains, Actor actor) =>
        actor.Kind == ActorKind.Fund ? grains.IsOpenedFundAsync(actor.Key) : Task.FromResult(false);

    public static async Task<Policy?> PolicyAsync(this IGrainFactory grains, string fund, DateOnly day) =>
        (await grains.GetGrain<IFundGrain>("fund:" + fund).PolicyFor(day)).Value;

    public static async Task<EnterpriseState?> EnterpriseAsync(this IGrainFactory grains, string uscc) =>
        (await grains.GetGrain<IEnterpriseGrain>("enterprise:" + uscc).Get()).Value;

    public static async Task<ProviderState?> ProviderAsync(this IGrainFactory grains, string uscc) =>
        (await grains.GetGrain<IProviderGrain>("provider:" + uscc).Get()).Value;

    public static Task<bool> IsListedAsync(this IGrainFactory grains, string uscc) =>
        grains.GetGrain<IIntegrityGrain>("integrity:" + uscc).IsListed();
}
