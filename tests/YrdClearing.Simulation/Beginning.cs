using System.Security.Cryptography;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Journal;
using YrdClearing.Simulation.Cluster;
using YrdClearing.Simulation.Disk;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using YrdClearing.Simulation.Workload;

namespace YrdClearing.Simulation;

/// <summary>
/// What runs begin with: a network that was set up and has lived for a while without faults, its books filled so far that their next
/// checkpoint falls into the run. Made by the production classes, once for all runs that share it.
/// </summary>
internal sealed class Beginning
{
    /// <summary>Different beginnings.</summary>
    public const int Count = 8;

    private const int Commands = 220;
    private const int ContractsPerHundred = 45;
    private const string Filler = "fill-";

    /// <summary>Many times what the commands need.</summary>
    private const long MaxDecisions = 200_000;

    private static readonly Lazy<Beginning>[] All = [.. Enumerable.Range(0, Count).Select(n => new Lazy<Beginning>(() => new(n)))];

    private Beginning(int number)
    {
        var chance = new Chance((ulong)number + 1_000_003);
        var scheduler = new SimulatedScheduler(chance);
        var observer = new Observer(Disk);
        observer.Begin(new Dictionary<string, Dictionary<string, long>>(), []);
        var written = new List<NumberedEntry>();
        Disk.Written += batch => written.AddRange(batch.Entries);
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
                    await receipt.Applied;
                }
            }
            foreach (var book in Disk.Heads.Keys.ToList())
            {
                await FillAsync(cluster.Nodes[0], book, chance);
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
        Entries = written.FindAll(e => e.Request.CommandId?.StartsWith(Filler, StringComparison.Ordinal) != true);
        Balances = Disk.Heads.Keys.ToDictionary(b => b, b => Disk.Current(b));
        foreach (var (book, head) in Disk.Heads)
        {
            Disk.Cursors[book] = head.Seq;
        }
    }

    public SimulatedDisk Disk { get; } = new();

    /// <summary>Business time at its end.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>All entries but those that only fill, in the order they were written.</summary>
    public IReadOnlyList<NumberedEntry> Entries { get; }

    public IReadOnlyDictionary<string, Dictionary<string, long>> Balances { get; }

    public static Beginning Of(int number) => All[number].Value;

    /// <summary>Entries that say nothing, until few are missing to the next checkpoint.</summary>
    private static async Task FillAsync(Node node, string name, Chance chance)
    {
        const int mostMissing = 60;
        var book = await Book.OpenAsync(name, node.Services.Store, node.Services.Committer, node.Services.Clock, CancellationToken.None);
        var missing = Book.CheckpointEveryEntries - book.Head.Seq - chance.Below(mostMissing);
        var commits = new List<Task>();
        for (var n = 0; n < missing; n++)
        {
            var id = $"{Filler}{name.Replace(':', '-')}-{n}";
            commits.Add(book.CommitAsync(new()
            {
                Book = name,
                Aggregate = name,
                At = BusinessTime.From(SimulatedClock.Beginning),
                Actor = "bank:network",
                CommandId = id,
                BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(id)),
                Event = "filled.1",
                Data = "{}",
            }));
        }
        foreach (var commit in commits)
        {
            await commit;
        }
    }
}

/// <summary>An invariant did not hold before any fault could strike.</summary>
internal sealed class BrokenBeginningException(Violation violation) : Exception(violation.ToString())
{
    public Violation Violation => violation;
}
