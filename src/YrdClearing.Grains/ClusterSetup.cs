using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace YrdClearing.Grains;

/// <summary>
/// How a silo finds the others. On PostgreSQL every process that writes to a database is a member of its one cluster, whatever it is
/// started for; a data folder has one writing process, which needs nobody.
/// </summary>
internal static class ClusterSetup
{
    /// <summary>One database, one cluster: its id never changes. Process state is kept under it as well.</summary>
    public const string ClusterId = "yrd-clearing";

    /// <summary>How often a silo asks its neighbours for a sign of life.</summary>
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromMilliseconds(700);

    /// <summary>A neighbour that stays silent this many times is suspected; a machine under full load may miss one.</summary>
    private const int MissedProbes = 3;

    /// <summary>How often a silo writes its sign of life into the database.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A member without a sign of life for this many periods is taken for dead by those who start: all silos were killed at once, and
    /// nobody was left to vote.
    /// </summary>
    private const int MissedSignsOfLife = 5;

    /// <summary>How often a silo reads the membership, should no neighbour have told it of a change.</summary>
    private static readonly TimeSpan MembershipRefresh = TimeSpan.FromSeconds(5);

    /// <summary>Dead members are kept this long for those who look into what happened.</summary>
    private static readonly TimeSpan DeadKept = TimeSpan.FromHours(24);

    public static void Alone(ISiloBuilder silo, SiloEndpoint endpoint)
    {
        silo.UseLocalhostClustering(
            endpoint.SiloPort, SiloEndpoint.Loopback().SiloPort, primarySiloEndpoint: null, serviceId: ClusterId, clusterId: ClusterId);
        silo.UseInMemoryReminderService();
    }

    public static void OfDatabase(ISiloBuilder silo, SiloEndpoint endpoint, string invariant, string connectionString)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = ClusterId;
            cluster.ServiceId = ClusterId;
        });
        silo.ConfigureEndpoints(endpoint.Address, endpoint.SiloPort, endpoint.GatewayPort);
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = invariant;
            clustering.ConnectionString = connectionString;
        });
        silo.UseAdoNetReminderService(reminders =>
        {
            reminders.Invariant = invariant;
            reminders.ConnectionString = connectionString;
        });
        silo.Configure<ClusterMembershipOptions>(Tune);
    }

    /// <summary>The defaults take 107 s to recover from the loss of all silos; ops/runbook.md has what these take.</summary>
    private static void Tune(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = ProbePeriod;
        membership.MinProbeTimeout = ProbePeriod;
        membership.NumMissedProbesLimit = MissedProbes;
        membership.IAmAliveTablePublishTimeout = SignOfLife;
        membership.NumMissedTableIAmAliveLimit = MissedSignsOfLife;
        membership.TableRefreshTimeout = MembershipRefresh;
        membership.DefunctSiloExpiration = DeadKept;
        membership.DefunctSiloCleanupPeriod = DeadKept / 24;
    }
}
