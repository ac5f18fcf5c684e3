using System.CommandLine;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Limit;
using YrdClearing.Benchmarks.Memory;
using YrdClearing.Benchmarks.Peers;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// <c>worker</c>: one system under measurement in a process of its own, so that no other's memory or threads weigh on it. Requests come as
/// lines of JSON on standard input, measurements go out as lines of JSON; it ends with its input.
/// </summary>
internal static class WorkerCommand
{
    public const string GrainsOnPostgres = "grains-postgres";
    public const string GrainsOnSqlite = "grains-sqlite";
    public const string ContractsOnPostgres = "contracts-postgres";
    public const string ContractsOnSqlite = "contracts-sqlite";
    public const string NoneStored = "stored-0";
    public const string FewStored = "stored-10000";
    public const string ManyStored = "stored-1000000";
    public const string PeerA = "peer-a";
    public const string PeerB = "peer-b";
    public const string PeerC = "peer-c";
    public const string LimitOnPostgres = "limit-postgres";
    public const string LimitOnSqlite = "limit-sqlite";
    public const string HttpOneByOne = "http-one";
    public const string HttpLines = "http-lines";
    public const string HttpThreeSilos = "http-three-silos";
    public const string TwoEmptyGrains = "two-empty-grains";
    public const string MemoryOfVouchers = "memory-of-vouchers";
    public const string CostOfNetting = "cost-of-netting";

    /// <summary>With windows shorter than this nothing is compared, and a peer is given some size.</summary>
    private const double MinTunedSeconds = 1;

    private static readonly Option<string> System = new("--system") { Required = true };
    private static readonly Option<string> Postgres = new("--postgres") { Required = true };
    private static readonly Option<int> InFlight = new("--in-flight") { DefaultValueFactory = _ => 1_024 };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        var command = new Command("worker", "One system in a process of its own; started by the others.")
        {
            System, Postgres, InFlight, Seconds,
        };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // Whatever else is printed must not be taken for a measurement.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        await using var cluster = PostgresCluster.At(parsed.GetValue(Postgres)!);
        await using var system = await StartAsync(
            parsed.GetValue(System)!, cluster, parsed.GetValue(InFlight), parsed.GetValue(Seconds));
        await output.WriteLineAsync(WorkerProcess.Ready);
        while (await Console.In.ReadLineAsync(cancellation) is { } line)
        {
            var measured = await system.MeasureAsync(WorkerJson.Read<MeasureRequest>(line));
            await output.WriteLineAsync(WorkerJson.Write(measured));
        }
        return 0;
    }

    /// <summary>Starts a system in this process.</summary>
    public static async Task<IMeasured> StartAsync(string system, PostgresCluster cluster, int inFlight, double seconds) => system switch
    {
        GrainsOnPostgres => await GrainsUnderTest.StartAsync(cluster),
        GrainsOnSqlite   => await GrainsUnderTest.StartAsync(null),
        ContractsOnPostgres => await ContractsUnderTest.StartAsync(cluster),
        ContractsOnSqlite => await ContractsUnderTest.StartAsync(null),
        PeerA or PeerB or PeerC => await PeerAsync(system, cluster, inFlight, seconds),
        LimitOnPostgres  => await WriteLimit.RecordAsync(cluster, inFlight, TimeSpan.FromSeconds(seconds)),
        LimitOnSqlite    => await WriteLimit.RecordAsync(null, inFlight, TimeSpan.FromSeconds(seconds)),
        HttpOneByOne     => await HttpUnderTest.StartAsync(cluster, silos: 1, lines: false),
        HttpLines        => await HttpUnderTest.StartAsync(cluster, silos: 1, lines: true),
        HttpThreeSilos   => await HttpUnderTest.StartAsync(cluster, silos: 3, lines: false),
        NoneStored       => await StoredUnderTest.StartAsync(cluster, 0),
        FewStored        => await StoredUnderTest.StartAsync(cluster, 10_000),
        ManyStored       => await StoredUnderTest.StartAsync(cluster, 1_000_000),
        TwoEmptyGrains   => await EmptyCalls.StartAsync(),
        MemoryOfVouchers => new VoucherMemory(),
        CostOfNetting    => new NettingCost(),
        _ => throw new ArgumentException($"There is no system {system}."),
    };

    private static async Task<IMeasured> PeerAsync(string system, PostgresCluster cluster, int inFlight, double seconds)
    {
        var peer = await PeerUnderTest.StartAsync(system[^1..], await cluster.CreateAsync(system.Replace('-', '_')));
        if (seconds < MinTunedSeconds)
        {
            await peer.UseAsync(inFlight / 2);
        }
        else
        {
            await peer.TuneAsync(inFlight);
        }
        return peer;
    }
}
