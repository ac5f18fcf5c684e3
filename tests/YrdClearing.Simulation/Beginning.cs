using System.Text.Json;
using YrdClearing.Journal;
using YrdClearing.Simulation.Cluster;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using YrdClearing.Simulation.Workload;

namespace YrdClearing.Simulation;

/// <summary>
/// What runs begin with: a network that was set up and has lived for a while without faults. Made by the production classes, once for all
/// runs that share it.
/// </summary>
internal sealed class Beginning
{
    /// <summary>Different beginnings.</summary>
    public const int Count = 16;

    private const int Commands = 280;
    private const int ContractsPerHundred = 45;

    /// <summary>Many times what the commands need.</summary>
    private const long MaxDecisions = 60_000;

    private static readonly Lazy<Beginning>[] All = [.. Enumerable.Range(0, Count).Select(n => new Lazy<Beginning>(() => new(n)))];

    private Beginning(int number)
    {
        var chance = new Chance((ulong)number + 1_000_003);
        var scheduler = new SimulatedScheduler(chance);
        var observer = new Observer(Disk);
        observer.Begin([]);
        var written = new List<(NumberedEntry, JsonElement)>();
        Disk.Written += batch => written.AddRange(batch.Entries.Select(e => (e, JsonDocument.Parse(e.Request.Data.Utf8).RootElement)));
        var faults = Faults.None();
        var cluster = new SimulatedCluster(Disk, scheduler, chance, faults, observer);
        var write = new CommandWriter(SimulatedClock.Beginning, $"b{number}-");
        var choice = new CommandChoice(write, observer.Model, chance, ContractsPerHundred);
        var clients = new Clients(cluster, observer, choice, chance, faults);
        var isOver = false;
        clients.Run(async () =>
        {
            var life = Enumerable.Range(0, Commands).Select(_ => choice.Next());
            foreach (var command in OpeningCommands.Of(write, chance).Concat(life))
            {
                if ((await clients.SendAsync(command)).Receipt is { } receipt)
                {
                    await cluster.Applied(receipt);
                }
            }
            isOver = true;
        });
        while (observer.Violation is null && scheduler.Decisions < MaxDecisions && scheduler.Advance())
        {
            observer.AfterStep();
        }
        if (!isOver)
        {
            observer.Fail("everything drains", $"the beginning {number} does not come to its end");
        }
        if (observer.Violation is { } violation)
        {
            throw new BrokenBeginningException(violation);
        }
        Now = write.Now;
        Entries = written;
    }

    public SimulatedDisk Disk { get; } = new();

    /// <summary>Business time at its end.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>All entries with their events, in the order they were written.</summary>
    public IReadOnlyList<(NumberedEntry Entry, JsonElement Event)> Entries { get; }

    public static Beginning Of(int number) => All[number].Value;
}

/// <summary>An invariant did not hold before any fault could strike.</summary>
internal sealed class BrokenBeginningException(Violation violation) : Exception(violation.ToString())
{
    public Violation Violation => violation;
}
