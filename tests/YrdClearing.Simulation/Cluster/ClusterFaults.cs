using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Cluster;

/// <summary>What strikes nodes and activations, again and again, until the faults are over; then everything is healed.</summary>
internal sealed class ClusterFaults(SimulatedCluster cluster, Chance chance, Faults faults)
{
    private const long MinPauseMicroseconds = 2_000;
    private const long MaxPauseMicroseconds = 60_000;

    private readonly List<Node> _paused = [];
    private readonly List<Node> _zombies = [];

    public void Begin() => cluster.Scheduler.After(chance.Between(500, 5_000), Strike);

    /// <summary>Nothing strikes any more: who stood still goes on, who was given up is gone, and of two only one stays.</summary>
    public void Heal()
    {
        _paused.ToList().ForEach(Resume);
        _zombies.ToList().ForEach(Bury);
        foreach (var doubled in cluster.Activations.GroupBy(a => a.Id).Where(g => g.Count() > 1).ToList())
        {
            doubled.Skip(1).ToList().ForEach(a => a.Leave());
        }
    }

    private void Strike()
    {
        if (faults.Over)
        {
            return;
        }
        if (faults.Strikes(Fault.NodeCrash))
        {
            cluster.Observer.Step();
            cluster.Crash(chance.Of(cluster.Nodes));
        }
        if (_paused.Count == 0 && faults.Strikes(Fault.PausedNode))
        {
            cluster.Observer.Step();
            Pause(chance.Of(cluster.Nodes));
        }
        var activations = cluster.Activations.ToList();
        if (activations.Count > 0 && faults.Strikes(Fault.TwoActivations))
        {
            cluster.Observer.Step();
            Double(Choose(activations));
        }
        if (activations.Count > 0 && faults.Strikes(Fault.Deactivation))
        {
            cluster.Observer.Step();
            chance.Of(activations).LeaveWhenIdle();
        }
        Begin();
    }

    /// <summary>Half the time a book: there is most to lose.</summary>
    private Activation Choose(List<Activation> activations)
    {
        var books = activations.FindAll(a => a is BookActivation);
        return books.Count > 0 && chance.OneIn(2) ? chance.Of(books) : chance.Of(activations);
    }

    /// <summary>Mostly the others give it up meanwhile, and it wakes up as a zombie that believes to own what it had.</summary>
    private void Pause(Node node)
    {
        node.Pause();
        _paused.Add(node);
        if (!chance.OneIn(4))
        {
            cluster.Abandon(node);
            _zombies.Add(node);
        }
        cluster.Scheduler.After(chance.Between(MinPauseMicroseconds, MaxPauseMicroseconds), () => Resume(node));
    }

    private void Resume(Node node)
    {
        if (!_paused.Remove(node))
        {
            return;
        }
        node.Resume();
        if (_zombies.Contains(node))
        {
            cluster.Scheduler.After(chance.Between(MinPauseMicroseconds, MaxPauseMicroseconds), () => Bury(node));
        }
    }

    private void Bury(Node node)
    {
        if (_zombies.Remove(node))
        {
            _paused.Remove(node);
            cluster.Crash(node);
        }
    }

    private void Double(Activation activation)
    {
        if (cluster.Double(activation.Id))
        {
            var loser = chance.Of(cluster.Activations.Where(a => a.Id == activation.Id).ToList());
            cluster.Scheduler.After(chance.Between(MinPauseMicroseconds, MaxPauseMicroseconds), loser.Leave);
        }
    }
}
