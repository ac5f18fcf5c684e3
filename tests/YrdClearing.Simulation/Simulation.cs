using YrdClearing.Grains;
using YrdClearing.Simulation.Cluster;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using YrdClearing.Simulation.Workload;

namespace YrdClearing.Simulation;

/// <summary>What became of one seed's run.</summary>
/// <param name="Seed">Runs the same again.</param>
/// <param name="Steps">Commands, calls, messages, transactions and faults.</param>
/// <param name="Accepted">Commands that were accepted.</param>
/// <param name="Refused">Commands that were refused.</param>
/// <param name="Faults">How often each fault struck, by <see cref="Fault"/>.</param>
/// <param name="Commands">Of the accepted ones how many, by name; one that came again counts once.</param>
/// <param name="Events">Entries written, by event.</param>
/// <param name="Violation">The invariant that did not hold; null when all did.</param>
/// <param name="Trace">A digest of the journal at the end: the same for every run of the seed.</param>
public sealed record SimulationResult(
    ulong Seed, int Steps, int Accepted, int Refused, IReadOnlyList<int> Faults, IReadOnlyDictionary<string, int> Commands,
    IReadOnlyDictionary<string, int> Events, Violation? Violation, string Trace);

/// <summary>
/// One run: the production classes of book, committer, outbox, deduplication, aggregates and deciders over a simulated disk, network,
/// clock and scheduler. First faults strike, at least <see cref="MinSteps"/> steps long; then they are over and everything must come to
/// its end.
/// </summary>
public sealed class Simulation
{
    /// <summary>Steps before the faults are over.</summary>
    public const int MinSteps = 220;

    /// <summary>Decisions after which a run that does not come to rest is stopped.</summary>
    private const long MaxDecisions = 300_000;

    /// <summary>The name of a violation that is an exception.</summary>
    public const string Uncaught = "no exception is left uncaught";

    /// <summary>Of 100 commands of a run, those for the technology markets: some runs have none, some little else.</summary>
    private static readonly int[] ContractsPerHundred = [0, 45, 90];

    private readonly SimulatedScheduler _scheduler;
    private readonly Observer _observer;
    private readonly Faults _faults;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedCluster _cluster;
    private readonly ClusterFaults _clusterFaults;
    private readonly Clients _clients;
    private readonly CommandChoice _choice;
    private readonly int _steps;

    private Simulation(ulong seed)
    {
        var chance = new Chance(seed);
        var beginning = Beginning.Of((int)(seed % Beginning.Count));
        _steps = MinSteps + chance.Below(MinSteps);
        _scheduler = new(chance);
        _faults = new(chance);
        _disk = beginning.Disk.Copy();
        _observer = new(_disk);
        _observer.Begin(beginning.Entries);
        _cluster = new(_disk, _scheduler, chance, _faults, _observer);
        _clusterFaults = new(_cluster, chance, _faults);
        _choice = new(new CommandWriter(beginning.Now, "c"), _observer.Model, chance, chance.Of(ContractsPerHundred));
        _clients = new(_cluster, _observer, _choice, chance, _faults);
    }

    /// <summary>The names of the invariants that every run is checked for.</summary>
    public static IReadOnlyList<string> Invariants => new Observer(new()).Names;

    /// <summary>Plays one seed to its end or to the first invariant that does not hold.</summary>
    public static SimulationResult Run(ulong seed) => Run(seed, s => s.Play());

    /// <summary>An exception that nobody caught is the seed's violation, too: it would end the process, and nobody knew the seed.</summary>
    internal static SimulationResult Run(ulong seed, Action<Simulation> play)
    {
        Simulation simulation;
        try
        {
            simulation = new(seed);
        }
        catch (Exception e)
        {
            var none = new Dictionary<string, int>();
            var violation = e is BrokenBeginningException broken ? broken.Violation : new(Uncaught, e.ToString(), 0);
            return new(seed, 0, 0, 0, Faults.None().Struck, none, none, violation, "");
        }
        try
        {
            play(simulation);
        }
        catch (Exception e)
        {
            simulation._observer.Fail(Uncaught, e.ToString());
        }
        return new(
            seed, simulation._observer.Steps, simulation._clients.Accepted, simulation._clients.Refused, simulation._faults.Struck,
            simulation._clients.AcceptedByName, simulation._observer.Events, simulation._observer.Violation, simulation.Trace());
    }

    private void Play()
    {
        _clusterFaults.Begin();
        _clients.Begin();
        while (_observer.Steps < _steps && Advance())
        {
        }
        _faults.Over = true;
        _clusterFaults.Heal();
        while (Advance())
        {
        }
        if (_observer.Violation is null)
        {
            _clients.Run(FinishAsync);
            while (Advance())
            {
            }
            _observer.AtEnd();
        }
    }

    /// <summary>One decision; false when nothing is left to happen or an invariant did not hold.</summary>
    private bool Advance()
    {
        var steps = _observer.Steps;
        var goesOn = _scheduler.Advance();
        if (_observer.Steps != steps)
        {
            _observer.AfterStep();
        }
        if (_scheduler.Decisions > MaxDecisions)
        {
            _observer.Fail("everything drains", $"there is no rest after {MaxDecisions} decisions");
        }
        return goesOn && _observer.Violation is null;
    }

    /// <summary>Wakes every book until no message is left, as an operator's restart does; then every cycle must come out even.</summary>
    private async Task FinishAsync()
    {
        const int maxRounds = 30;
        var network = _cluster.Nodes[0].Network;
        for (var (round, left) = (0, 1); left > 0 && round < maxRounds; round++)
        {
            left = 0;
            foreach (var book in _disk.Heads.Keys.ToList())
            {
                left += await network.FlushAsync(book, null);
            }
        }
        if (_cluster.Activations.OfType<BookActivation>().SelectMany(b => b.Stopped).FirstOrDefault() is { } stopped)
        {
            _observer.Fail("everything drains", $"{stopped.Message.Key} to {stopped.Target} cannot be applied: {stopped.Error.Message}");
            return;
        }
        foreach (var of in new[] { "vouchers", "markets" })
        {
            await AcceptAsync(() => _clients.SendAsync(_choice.CutOff("last-" + of, of)));
        }
        foreach (var cycle in _observer.Model.Cycles.Cycles.Values.Where(c => c.Status == "CutOff").ToList())
        {
            await AcceptAsync(() => _clients.SendAsync(_choice.Calculate(cycle.Id)));
        }
    }

    private async Task AcceptAsync(Func<Task<Outcome>> send)
    {
        var outcome = await send();
        if (outcome.Receipt is { } receipt)
        {
            await _cluster.Applied(receipt);
        }
        else
        {
            _observer.Fail("everything drains", $"with nothing on its way: {outcome.Rejection}");
        }
    }

    private string Trace() => string.Join(
        ' ', _disk.Heads.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Value.Seq}:{Convert.ToHexStringLower(h.Value.Hash, 0, 8)}"));
}
