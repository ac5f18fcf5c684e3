using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Simulation.Cluster;

/// <summary>
/// What the grain's shell does for an aggregate: gives it one call at a time, and lets it go as soon as it no longer knows what the journal
/// says. Facts are read between its turns.
/// </summary>
internal sealed class AggregateActivation : Activation
{
    // Facts that are asked before it is loaded are among them: the turns of the aggregate itself never wait here, as they would elsewhere
    // than on the simulated scheduler.
    private readonly Queue<(Call Call, bool IsFact)> _calls = [];
    private bool _running;

    public AggregateActivation(string id, Node node, SimulatedCluster cluster)
        : base(id, node, cluster) => Aggregate = SimulatedAggregate.Create(id, node.Services, node.Network);

    public Aggregate Aggregate { get; }

    /// <summary>True once it is loaded and until it leaves: then its facts can be read in its node without a call.</summary>
    public bool IsLoaded => Aggregate.IsLoaded && !IsGone;

    public void TakeFact(Call call)
    {
        Node.Serving.Add(call);
        Strand.Run(() =>
        {
            if (IsGone)
            {
                PassOn(call, isFact: true);
            }
            else if (Aggregate.IsLoaded)
            {
                _ = call.ServeAsync(this);
            }
            else
            {
                Enqueue(call, isFact: true);
            }
        });
    }

    public override void LeaveWhenIdle() => Strand.Run(() =>
    {
        if (!_running)
        {
            Leave();
        }
    });

    protected override void OnCall(Call call) => Enqueue(call, isFact: false);

    protected override void OnLeave()
    {
        while (_calls.TryDequeue(out var waiting))
        {
            PassOn(waiting.Call, waiting.IsFact);
        }
    }

    private void PassOn(Call call, bool isFact)
    {
        if (!isFact)
        {
            PassOn(call);
            return;
        }
        Node.Serving.Remove(call);
        Cluster.ForwardFact(Node, call);
    }

    private void Enqueue(Call call, bool isFact)
    {
        _calls.Enqueue((call, isFact));
        if (!_running)
        {
            _running = true;
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        while (!IsGone && _calls.TryDequeue(out var waiting))
        {
            if (!waiting.IsFact || await IsReadableAsync(waiting.Call))
            {
                await waiting.Call.ServeAsync(this);
            }
            if (Aggregate.IsLost)
            {
                Leave();
            }
        }
        _running = false;
    }

    private async Task<bool> IsReadableAsync(Call fact)
    {
        try
        {
            await Aggregate.LoadInTurnAsync();
            return true;
        }
        catch (Exception e)
        {
            fact.Fail(e);
            return false;
        }
    }
}

/// <summary>An aggregate of whatever kind, as the network's calls need it.</summary>
internal static class SimulatedAggregate
{
    public static Aggregate Create(string id, ClearingServices services, INetwork network) => id[..id.IndexOf(':')] switch
    {
        "opening" => new FundOpeningAggregate(id, services, network),
        "fund" => new FundAggregate(id, services, network),
        "enterprise" => new EnterpriseAggregate(id, services, network),
        "integrity" => new IntegrityAggregate(id, services, network),
        "provider" => new ProviderAggregate(id, services, network),
        "voucher" => new VoucherAggregate(id, services, network),
        "payout" => new PayoutAggregate(id, services, network),
        "market-opening" => new MarketOpeningAggregate(id, services, network),
        "market" => new MarketAggregate(id, services, network),
        "title" => new TitleAggregate(id, services, network),
        "registration" => new RegistrationAggregate(id, services, network),
        "contract" => new ContractAggregate(id, services, network),
        "open-licence" => new OpenLicenceAggregate(id, services, network),
        "listing" => new ListingAggregate(id, services, network),
        "bid" => new BidAggregate(id, services, network),
        "cycle" => new CycleAggregate(id, services, network),
        "clearing" => new ClearingAggregate(id, services, network),
        "deadlines" => new DeadlinesAggregate(id, services, network, NobodyIsTold.Instance),
        _ => throw new InvalidOperationException($"'{id}' is not an aggregate."),
    };
}
