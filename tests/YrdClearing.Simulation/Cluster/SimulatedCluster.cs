using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Cluster;

/// <summary>
/// Nodes, the directory of activations, and the calls between them: each call may be late, come twice, or have its request or its reply
/// lost. What strikes nodes and activations is in <see cref="ClusterFaults"/>.
/// </summary>
internal sealed class SimulatedCluster
{
    public const int NodeCount = 3;

    /// <summary>After this many microseconds without an answer a caller gives up.</summary>
    private const long ResponseTimeoutMicroseconds = 30_000;

    /// <summary>Messages that an outbox keeps in memory: in most runs so few that the others stay in the journal for a while.</summary>
    private static readonly int[] OutboxWindows = [4, 16, Outbox.WindowMessages];

    private readonly Chance _chance;
    private readonly Faults _faults;
    private readonly Func<Node> _newNode;
    private readonly Dictionary<string, List<Activation>> _directory = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _applied = new(StringComparer.Ordinal);

    public SimulatedCluster(SimulatedDisk disk, SimulatedScheduler scheduler, Chance chance, Faults faults, Observer observer)
    {
        Disk = disk;
        Scheduler = scheduler;
        Observer = observer;
        _chance = chance;
        _faults = faults;
        var diskFaults = new DiskFaults(chance, faults, observer.Step);
        // In half of the runs as on SQLite, in half as on PostgreSQL.
        var storeMerges = chance.OneIn(2);
        var outboxWindow = chance.Of(OutboxWindows);
        _newNode = () => new(this, diskFaults, storeMerges, outboxWindow);
        Nodes = [.. Enumerable.Range(0, NodeCount).Select(_ => _newNode())];
    }

    public SimulatedDisk Disk { get; }

    public SimulatedScheduler Scheduler { get; }

    public Observer Observer { get; }

    /// <summary>The nodes that the cluster knows as its members; a zombie is none.</summary>
    public List<Node> Nodes { get; }

    public IEnumerable<Activation> Activations => _directory.Values.SelectMany(a => a);

    /// <summary>A client's command at the door of some node.</summary>
    public Task<Outcome> SendAsync(Envelope envelope, bool isRetry = false)
    {
        var node = _chance.Of(Nodes);
        var call = new Call<Outcome>("door", async place =>
        {
            var outcome = await place.Node.Door.ExecuteAsync(envelope, CancellationToken.None, isRetry);
            if (outcome.Receipt is { } receipt)
            {
                _ = ObserveAppliedAsync(receipt, _applied[receipt.Id] = place.Node.Door.UntilAppliedAsync(receipt, CancellationToken.None));
            }
            return outcome;
        }, Reply);
        Deliver(call, c =>
        {
            if (node.IsAlive)
            {
                node.Serving.Add(c);
                node.NewStrand().Run(() => _ = c.ServeAsync(new(node)));
            }
            else
            {
                c.Fail(new NoAnswerException("door"));
            }
        });
        return call.Answer;
    }

    /// <param name="from">The caller.</param>
    /// <param name="target">Who is called.</param>
    /// <param name="serve">What is done there.</param>
    /// <param name="doubled">Asked, when a second copy of the call is on its way too, how that is served; null: in the same way.</param>
    public Task<T> CallAsync<T>(Node from, string target, Func<Place, Task<T>> serve, Func<Func<Place, Task<T>>>? doubled = null)
    {
        var call = new Call<T>(target, serve, Reply);
        Deliver(call, c => Forward(from, c));
        if (_faults.Strikes(Fault.DuplicatedMessage))
        {
            Deliver(new Call<T>(target, doubled?.Invoke() ?? serve, reply: null), c => Forward(from, c));
        }
        return call.Answer;
    }

    /// <summary>A question that is answered between the turns of an aggregate.</summary>
    public Task<T> AskAsync<T>(Node from, string target, Func<Place, Task<T>> answer)
    {
        var call = new Call<T>(target, answer, Reply);
        Deliver(call, c => ForwardFact(from, c));
        return call.Answer;
    }

    public void Forward(Node from, Call call) => Find(from, call.Target).Take(call);

    public void ForwardFact(Node from, Call call) => ((AggregateActivation)Find(from, call.Target)).TakeFact(call);

    public void Forget(Activation activation)
    {
        if (activation.Node.Activations.TryGetValue(activation.Id, out var there) && there == activation)
        {
            activation.Node.Activations.Remove(activation.Id);
        }
        if (_directory.TryGetValue(activation.Id, out var all) && all.Remove(activation) && all.Count == 0)
        {
            _directory.Remove(activation.Id);
        }
    }

    /// <summary>A second node that believes it has this activation too; false when all have it.</summary>
    public bool Double(string target)
    {
        var other = Nodes.Find(n => !n.Activations.ContainsKey(target));
        if (other is not null)
        {
            Activate(other, target);
        }
        return other is not null;
    }

    /// <summary>The node is gone with all it had in memory; a new one takes its place, unless it was no member any more.</summary>
    public void Crash(Node node)
    {
        node.Kill();
        Abandon(node);
        foreach (var call in node.Serving.ToList())
        {
            Scheduler.After(_chance.Between(100, ResponseTimeoutMicroseconds), () => call.Fail(new NoAnswerException(call.Target)));
        }
        node.Serving.Clear();
    }

    /// <summary>The cluster gives a node up: others activate what it had, and a new node takes its place.</summary>
    public void Abandon(Node node)
    {
        foreach (var activation in node.Activations.Values.ToList())
        {
            if (_directory.TryGetValue(activation.Id, out var all) && all.Remove(activation) && all.Count == 0)
            {
                _directory.Remove(activation.Id);
            }
        }
        if (Nodes.IndexOf(node) is >= 0 and var index)
        {
            Nodes[index] = _newNode();
        }
        if (node.IsAlive)
        {
            node.IsZombie = true;
            foreach (var call in node.Serving)
            {
                Scheduler.After(ResponseTimeoutMicroseconds, () => call.Fail(new NoAnswerException(call.Target)));
            }
        }
    }

    /// <summary>Completes when the door that gave the receipt says that the command's effects are applied.</summary>
    public Task Applied(Receipt receipt) => _applied[receipt.Id];

    private async Task ObserveAppliedAsync(Receipt receipt, Task applied)
    {
        try
        {
            await applied;
        }
        catch (Exception)
        {
            // Unknown; nothing was promised.
            return;
        }
        Observer.Applied(receipt);
    }

    private void Deliver(Call call, Action<Call> arrive)
    {
        if (_faults.Strikes(Fault.LostRequest))
        {
            Scheduler.After(ResponseTimeoutMicroseconds, () => call.Fail(new NoAnswerException(call.Target)));
            return;
        }
        Scheduler.After(Latency(), () =>
        {
            Observer.Step();
            arrive(call);
        });
    }

    private void Reply(Call call, Action complete)
    {
        if (_faults.Strikes(Fault.LostReply))
        {
            Scheduler.After(ResponseTimeoutMicroseconds, () => call.Fail(new NoAnswerException(call.Target)));
        }
        else
        {
            Scheduler.After(Latency(), complete);
        }
    }

    private long Latency() => _faults.Strikes(Fault.DelayedMessage) ? _chance.Between(1_000, 50_000) : _chance.Between(20, 400);

    private Activation Find(Node from, string target)
    {
        if (from.IsZombie && from.Activations.TryGetValue(target, out var own))
        {
            return own;
        }
        return _directory.TryGetValue(target, out var all) ? _chance.Of(all) : Activate(_chance.Of(Nodes), target);
    }

    private Activation Activate(Node node, string target)
    {
        Activation activation = BookActivation.IsIdOf(target) ? new BookActivation(target, node, this) : new AggregateActivation(target, node, this);
        node.Activations[target] = activation;
        if (!_directory.TryGetValue(target, out var all))
        {
            _directory.Add(target, all = []);
        }
        all.Add(activation);
        return activation;
    }
}
