using Orleans.Runtime;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A member that the others have declared dead and that lives on (it was paused, or cut off from them) has facts in its memory that have
/// changed elsewhere since. It learns of it late; so the journal asks the membership with each transaction, and before each refusal.
/// </summary>
internal sealed class ExpelledMember(ILocalSiloDetails silo, ClearingServices services) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The status of a member that is dead, as Orleans numbers it.</summary>
    private const int Dead = 6;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(ExpelledMember), ServiceLifecycleStage.RuntimeInitialize, _ =>
        {
            services.Store.MayWriteWhile = IsNotDead(silo.SiloAddress);
            return Task.CompletedTask;
        });

    /// <summary>The condition that a silo is in the membership and not dead.</summary>
    internal static string IsNotDead(SiloAddress silo) => FormattableString.Invariant($"""
        EXISTS (SELECT FROM OrleansMembershipTable
            WHERE DeploymentId = '{ClusterSetup.ClusterId}' AND Address = '{silo.Endpoint.Address}' AND Port = {silo.Endpoint.Port}
                AND Generation = {silo.Generation} AND Status <> {Dead})
        """);
}
