using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Cluster;

/// <summary>A grain's activation: an aggregate or a book in the memory of one node, on a strand of its own.</summary>
internal abstract class Activation(string id, Node node, SimulatedCluster cluster) : Place(node)
{
    public string Id => id;

    public Strand Strand { get; } = node.NewStrand();

    /// <summary>No new call comes here any more.</summary>
    public bool IsGone { get; private set; }

    protected SimulatedCluster Cluster => cluster;

    /// <summary>Takes a call in its turn; one that comes too late goes to the next activation.</summary>
    public void Take(Call call)
    {
        Node.Serving.Add(call);
        Strand.Run(() =>
        {
            if (IsGone)
            {
                PassOn(call);
            }
            else
            {
                OnCall(call);
            }
        });
    }

    /// <summary>Leaves the directory; what is under way here goes on.</summary>
    public void Leave()
    {
        if (!IsGone)
        {
            IsGone = true;
            Cluster.Forget(this);
            OnLeave();
        }
    }

    /// <summary>Leaves when it has nothing to do.</summary>
    public abstract void LeaveWhenIdle();

    protected void PassOn(Call call)
    {
        Node.Serving.Remove(call);
        Cluster.Forward(Node, call);
    }

    protected abstract void OnCall(Call call);

    protected abstract void OnLeave();
}
