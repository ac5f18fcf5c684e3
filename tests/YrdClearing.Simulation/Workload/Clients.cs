using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Simulation.Cluster;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>
/// Clients outside the cluster. Each sends its command until it is answered: an unknown outcome is asked again under the same id. Now and
/// then one sends an old command once more, or something else under an id that is taken.
/// </summary>
internal sealed class Clients(SimulatedCluster cluster, Observer observer, CommandChoice choice, Chance chance, Faults faults)
{
    private const int MaxAttempts = 200;

    private readonly SimulatedClock _clock = new(cluster.Scheduler);
    private readonly Strand _strand = new(cluster.Scheduler);
    private readonly List<Envelope> _sent = [];
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly int _most = 1 + chance.Below(12);
    private int _underWay;

    /// <summary>Commands accepted, each id once, by name.</summary>
    public Dictionary<string, int> AcceptedByName { get; } = new(StringComparer.Ordinal);

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Sends commands until the faults are over.</summary>
    public void Begin() => _strand.Run(() =>
    {
        if (faults.Over)
        {
            return;
        }
        try
        {
            if (_underWay < _most)
            {
                _ = SendAsync(Next());
            }
        }
        catch (Exception e)
        {
            // Nobody awaits this strand's work: without a word the run would only stand still.
            observer.Fail("everything drains", $"the load asks for what is no command: {e.Message}");
            return;
        }
        cluster.Scheduler.After(chance.Between(20, 1_200), Begin);
    });

    /// <summary>Sends a command, again and again, until it is answered.</summary>
    public async Task<Outcome> SendAsync(Envelope envelope)
    {
        _underWay++;
        observer.Commands.Sent(envelope.Id);
        for (var attempt = 1; ; attempt++)
        {
            var wasAccepted = observer.Commands.Accepted.ContainsKey(envelope.Id);
            try
            {
                var isRetry = attempt > 1;
                var outcome = await cluster.SendAsync(envelope, isRetry);
                observer.Answered(envelope, outcome, wasAccepted, isRetry);
                observer.Commands.Answered(envelope.Id);
                _underWay--;
                Count(envelope, outcome.Accepted);
                return outcome;
            }
            catch (Exception) when (attempt < MaxAttempts)
            {
                // Unknown: the same id answers the retry.
            }
            await Task.Delay(TimeSpan.FromMicroseconds(chance.Between(100, 20_000)), _clock);
        }
    }

    /// <summary>Runs on the clients' strand; what is returned is over when nothing is under way any more.</summary>
    public void Run(Func<Task> work) => _strand.Run(() => _ = work());

    private void Count(Envelope envelope, bool accepted)
    {
        Accepted += accepted ? 1 : 0;
        Refused += accepted ? 0 : 1;
        if (accepted && _accepted.Add(envelope.Id))
        {
            AcceptedByName[envelope.Do] = AcceptedByName.GetValueOrDefault(envelope.Do) + 1;
        }
    }

    private Envelope Next()
    {
        if (_sent.Count > 0 && faults.Strikes(Fault.RepeatedCommand))
        {
            return chance.Of(_sent);
        }
        var id = _sent.Count > 0 && faults.Strikes(Fault.NewBodyUnderOldId) ? chance.Of(_sent).Id : null;
        var envelope = choice.Next(id);
        _sent.Add(envelope);
        return envelope;
    }
}
