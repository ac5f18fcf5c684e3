using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Cluster;

/// <summary>A process of the cluster: its committer, its door and its activations. When it is killed, all of that is gone at once.</summary>
internal sealed class Node
{
    private static readonly PersonalHash Hash = new([.. Enumerable.Range(1, PersonalHash.MinKeyBytes).Select(n => (byte)n)]);

    private readonly SimulatedCluster _cluster;
    private readonly List<Strand> _strands = [];

    /// <param name="cluster">Its cluster.</param>
    /// <param name="diskFaults">What its disk suffers.</param>
    /// <param name="storeMerges">True when its store merges transactions, not its committer.</param>
    /// <param name="outboxWindow">Messages that an outbox keeps in memory.</param>
    public Node(SimulatedCluster cluster, DiskFaults diskFaults, bool storeMerges, int outboxWindow)
    {
        _cluster = cluster;
        Store = new(cluster.Disk, cluster.Scheduler, diskFaults, () => IsAlive, storeMerges ? NewStrand() : null);
        Services = new(Store, new Committer(Store, NewStrand()), new SimulatedClock(cluster.Scheduler), Hash)
        {
            Deliveries = NewStrand(),
            OutboxWindow = outboxWindow,
        };
        Network = new(this, cluster);
        Door = new(Network, Services);
    }

    public SimulatedStore Store { get; }

    public ClearingServices Services { get; }

    public NodeNetwork Network { get; }

    /// <summary>What a client's request comes to.</summary>
    public Dispatcher Door { get; }

    /// <summary>Calls under way here.</summary>
    public HashSet<Call> Serving { get; } = [];

    /// <summary>Its activations, also those that the rest of the cluster no longer knows of.</summary>
    public Dictionary<string, Activation> Activations { get; } = new(StringComparer.Ordinal);

    /// <summary>What is active here and can be asked without a call.</summary>
    public T? Find<T>(string id)
        where T : Activation => Activations.TryGetValue(id, out var activation) ? activation as T : null;

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    /// <summary>The others have given it up; it does not know that yet.</summary>
    public bool IsZombie { get; set; }

    public Strand NewStrand()
    {
        var strand = new Strand(_cluster.Scheduler);
        _strands.Add(strand);
        if (IsPaused)
        {
            strand.Pause();
        }
        return strand;
    }

    public void Kill()
    {
        IsAlive = false;
        _strands.ForEach(s => s.Kill());
    }

    public void Pause()
    {
        IsPaused = true;
        _strands.ForEach(s => s.Pause());
    }

    public void Resume()
    {
        IsPaused = false;
        _strands.ForEach(s => s.Resume());
    }
}
