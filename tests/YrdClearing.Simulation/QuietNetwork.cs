using YrdClearing.Simulation.Cluster;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using YrdClearing.Simulation.Workload;

namespace YrdClearing.Simulation;

/// <summary>A simulated network in which nothing fails by chance: for tests that say themselves what happens.</summary>
internal sealed class QuietNetwork
{
    private QuietNetwork(SimulatedScheduler scheduler, Chance chance)
    {
        var beginning = Beginning.Of(0);
        var disk = beginning.Disk.Copy();
        Observer = new(disk);
        Observer.Begin(beginning.Entries);
        Cluster = new(disk, scheduler, chance, Faults.None(), Observer);
        Write = new(beginning.Now, "q");
    }

    public SimulatedCluster Cluster { get; }

    public Observer Observer { get; }

    public CommandWriter Write { get; }

    public SimulatedDisk Disk => Cluster.Disk;

    public Node Node(int index) => Cluster.Nodes[index];

    /// <summary>Plays the script until nothing is left to happen; every invariant must have held.</summary>
    public static void Play(Func<QuietNetwork, Task> script) => Alone.Run(() =>
    {
        var chance = new Chance(1);
        var scheduler = new SimulatedScheduler(chance);
        var network = new QuietNetwork(scheduler, chance);
        Task? played = null;
        new Strand(scheduler).Run(() => played = script(network));
        while (scheduler.Advance())
        {
            network.Observer.AfterStep();
        }
        if (!played!.IsCompleted || network.Observer.Violation is not null)
        {
            throw new InvalidOperationException(network.Observer.Violation?.ToString() ?? "The script waits for something that never happens.");
        }
        played.GetAwaiter().GetResult();
        return true;
    });
}
