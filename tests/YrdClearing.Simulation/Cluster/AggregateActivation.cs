using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Simulation.Cluster;

/// <summary>
/// What the grain's shell does for an aggregate: loads it, gives it one call at a time, and lets it go as soon as it no longer knows what
/// the journal says. Facts are read between its turns.
/// </summary>
internal sealed class AggregateActivation : Activation
{
    private readonly Queue<Call> _calls = [];
    private readonly List<Call> _facts = [];
    private bool _running = true;
    private bool _loaded;

    public AggregateActivation(string id, Node node, SimulatedCluster cluster)
        : base(id, node, cluster)
    {
        Aggregate = SimulatedAggregate.Create(id, node.Services, node.Network);
        Strand.Run(() => _ = LoadAsync());
    }

    public SimulatedAggregate Aggregate { get; }

    /// <summary>True once it is loaded and until it leaves: then its facts can be read in its node without a call.</summary>
    public bool IsLoaded => _loaded && !IsGone;

    public void TakeFact(Call call)
    {
        Node.Serving.Add(call);
        Strand.Run(() =>
        {
            if (IsGone)
            {
                Node.Serving.Remove(call);
                Cluster.ForwardFact(Node, call);
            }
            else if (_loaded)
            {
                _ = call.ServeAsync(this);
            }
            else
            {
                _facts.Add(call);
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

    protected override void OnCall(Call call)
    {
        _calls.Enqueue(call);
        if (!_running)
        {
            _running = true;
            _ = RunAsync();
        }
    }

    protected override void OnLeave()
    {
        while (_calls.TryDequeue(out var call))
        {
            PassOn(call);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            await Aggregate.LoadAsync();
        }
        catch (Exception e)
        {
            _facts.ForEach(c => c.Fail(e));
            while (_calls.TryDequeue(out var call))
            {
                call.Fail(e);
            }
            Leave();
            return;
        }
        _loaded = true;
        _facts.ForEach(c => _ = c.ServeAsync(this));
        await RunAsync();
    }

    private async Task RunAsync()
    {
        while (!IsGone && _calls.TryDequeue(out var call))
        {
            await call.ServeAsync(this);
            if (Aggregate.IsLost)
            {
                Leave();
            }
        }
        _running = false;
    }
}

/// <summary>An aggregate of whatever kind, as the network's calls need it.</summary>
internal sealed record SimulatedAggregate(
    object Instance, Func<Task> LoadAsync, Func<CommandCall, ValueTask<CommandReply>> ExecuteAsync, Func<Delivery, ValueTask<AppliedReply>> ApplyAsync,
    Func<bool> AskIsLost)
{
    public bool IsLost => AskIsLost();

    public static SimulatedAggregate Create(string id, ClearingServices services, INetwork network) => id[..id.IndexOf(':')] switch
    {
        "opening" => Of(new FundOpeningAggregate(id, services, network)),
        "fund" => Of(new FundAggregate(id, services, network)),
        "enterprise" => Of(new EnterpriseAggregate(id, services, network)),
        "integrity" => Of(new IntegrityAggregate(id, services, network)),
        "provider" => Of(new ProviderAggregate(id, services, network)),
        "voucher" => Of(new VoucherAggregate(id, services, network)),
        "payout" => Of(new PayoutAggregate(id, services, network)),
        "market-opening" => Of(new MarketOpeningAggregate(id, services, network)),
        "market" => Of(new MarketAggregate(id, services, network)),
        "title" => Of(new TitleAggregate(id, services, network)),
        "registration" => Of(new RegistrationAggregate(id, services, network)),
        "contract" => Of(new ContractAggregate(id, services, network)),
        "open-licence" => Of(new OpenLicenceAggregate(id, services, network)),
        "listing" => Of(new ListingAggregate(id, services, network)),
        "bid" => Of(new BidAggregate(id, services, network)),
        "cycle" => Of(new CycleAggregate(id, services, network)),
        "clearing" => Of(new ClearingAggregate(id, services, network)),
        "deadlines" => Of(new DeadlinesAggregate(id, services, network)),
        _ => throw new InvalidOperationException($"'{id}' is not an aggregate."),
    };

    private static SimulatedAggregate Of<TState>(Aggregate<TState> aggregate)
        where TState : class =>
        new(aggregate, () => aggregate.LoadAsync(CancellationToken.None), aggregate.ExecuteAsync, aggregate.ApplyAsync, () => aggregate.IsLost);
}
