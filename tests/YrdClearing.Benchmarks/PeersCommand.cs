using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Report;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary>
/// <c>peers</c>: everything in one run. Each system has a process of its own and stays for all rounds; within a round the systems follow
/// one another, so that a ratio compares what was measured within a minute.
/// </summary>
internal static class PeersCommand
{
    private const int InFlight = 1_024;

    // A machine that others use as well changes its speed from second to second: many short rounds, one after the other, tell more of a
    // ratio than a few long ones.
    private const int RoundsEach = 7;

    /// <summary>The longest a measurement waits before its window: what runs first is not what is measured.</summary>
    private const double MaxWarmUpSeconds = 3;

    /// <summary>
    /// Load until a system's code is what it stays: counted in commands, for a slow machine needs longer for as many; ours takes a fifth of the
    /// processor time for one after 150,000 of them. Whoever is slow of itself has little code that is not compiled after a minute.
    /// </summary>
    private const double CommandsUntilCompiled = 300_000;

    private const int MaxCompileRounds = 4;

    private const double MaxCompileSeconds = 20;

    private static readonly Option<double> Seconds = new("--seconds")
    {
        DefaultValueFactory = _ => 2,
        Description = "The window of each measurement; the whole run takes some 700 times as long, on slow processors longer.",
    };

    public static Command Create()
    {
        var command = new Command("peers", "Ours, its peers and its limit: all figures, in one run, kept in results/.") { Seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var run = new PeersRun(parsed.GetValue(Seconds), cancellation);
        await using var cluster = await PostgresCluster.StartAsync();
        var machine = await Machine.OfAsync(cluster);
        await run.MeasureAsync(cluster);
        var figures = PeersFigures.Of(run.Rounds);
        Results.Print(figures);
        var seconds = parsed.GetValue(Seconds).ToString(CultureInfo.InvariantCulture);
        var path = await Results.WriteAsync($"peers-{machine.FileName}", $"peers --seconds {seconds}", machine, figures);
        Console.WriteLine($"Written to {path}.json and .md");
        return run.HasFailed ? 1 : 0;
    }

    /// <summary>The measurements of a run, in their order.</summary>
    private sealed class PeersRun(double seconds, CancellationToken cancellation)
    {
        // What a ratio compares stands side by side.
        private static readonly string[] AtFull =
        [
            WorkerCommand.LimitOnPostgres, WorkerCommand.GrainsOnPostgres, WorkerCommand.PeerA, WorkerCommand.PeerB,
            WorkerCommand.ContractsOnPostgres, WorkerCommand.HttpLines, WorkerCommand.HttpOneByOne, WorkerCommand.HttpThreeSilos,
            WorkerCommand.LimitOnSqlite, WorkerCommand.GrainsOnSqlite, WorkerCommand.PeerC,
        ];

        private static readonly string[] AtLess =
            [WorkerCommand.GrainsOnPostgres, WorkerCommand.PeerA, WorkerCommand.PeerB, WorkerCommand.PeerC];

        private readonly double _warmUp = Math.Min(MaxWarmUpSeconds, seconds / 2);
        private readonly double _compile = Math.Min(MaxCompileSeconds, seconds * 10);
        private readonly Dictionary<string, WorkerProcess> _workers = [];

        public Rounds Rounds { get; } = new();

        /// <summary>A system broke off.</summary>
        public bool HasFailed { get; private set; }

        public async Task MeasureAsync(PostgresCluster cluster)
        {
            try
            {
                await StartAsync(cluster, AtFull);
                await CompileAsync(AtFull);
                await EachRoundAsync(AtFull, InFlight, "");
                foreach (var lanes in new[] { 256, 64 })
                {
                    await OneRoundAsync(AtLess, lanes, $"-{lanes}");
                }
                foreach (var (system, suffix) in PeersFigures.LatencyPaths)
                {
                    await LatencyAsync(system, suffix);
                }
                await StopAsync();

                await StartAsync(cluster, [WorkerCommand.TwoEmptyGrains, WorkerCommand.CostOfNetting, WorkerCommand.MemoryOfVouchers]);
                await OneRoundAsync([.. _workers.Keys], InFlight, "");
                await StopAsync();

                string[] stored = [WorkerCommand.NoneStored, WorkerCommand.FewStored, WorkerCommand.ManyStored];
                await StartAsync(cluster, stored);
                await CompileAsync(stored[1..]);
                for (var round = 0; round < RoundsEach; round++)
                {
                    await AddAsync(WorkerCommand.NoneStored, "ready-empty", new(0, 0, 0));
                    await AddAsync(WorkerCommand.ManyStored, "ready-stored", new(0, 0, 0));
                }
                await EachRoundAsync(stored[1..], InFlight, "");
                foreach (var touched in PeersFigures.Touched)
                {
                    await AddAsync(WorkerCommand.ManyStored, PeersFigures.NameOfTouched(touched), new(InFlight, 0, 0, Touched: touched));
                }
            }
            finally
            {
                await StopAsync();
            }
        }

        private async Task LatencyAsync(string system, string suffix)
        {
            if (!Rounds.Has(system))
            {
                return;
            }
            var peak = Rounds.MedianOf(system, m => m.CommandsPerSecond);
            for (var round = 0; round < RoundsEach; round++)
            {
                await AddAsync(system, "lone" + suffix, new(1, _warmUp / 2, seconds / 2));
                await AddAsync(system, "half-peak" + suffix, new(InFlight, _warmUp, seconds, peak / 2));
            }
        }

        /// <summary>Rounds that do not count and are longer: what is compiled late, after its profile, is compiled then.</summary>
        private async Task CompileAsync(string[] systems)
        {
            foreach (var system in systems)
            {
                var warmUp = system + "-warm-up";
                var commands = 0.0;
                for (var round = 0; round < MaxCompileRounds && commands < CommandsUntilCompiled; round++)
                {
                    await AddAsync(system, warmUp, new(InFlight, _compile, seconds));
                    commands += (_compile + seconds) * Rounds.LastOf(warmUp, m => m.CommandsPerSecond);
                }
            }
        }

        private async Task EachRoundAsync(string[] systems, int lanes, string suffix)
        {
            for (var round = 0; round < RoundsEach; round++)
            {
                await OneRoundAsync(systems, lanes, suffix);
            }
        }

        private async Task OneRoundAsync(string[] systems, int lanes, string suffix)
        {
            foreach (var system in systems)
            {
                await AddAsync(system, system + suffix, new(lanes, _warmUp, seconds));
            }
        }

        private async Task AddAsync(string system, string name, MeasureRequest request)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_workers.TryGetValue(system, out var worker))
            {
                return;
            }
            Measurement measured;
            try
            {
                measured = await worker.MeasureAsync(request);
            }
            catch (Exception e) when (e is InvalidOperationException or InvalidDataException or IOException or TimeoutException)
            {
                // One system that breaks off does not take the others' figures with it; its own are missing and count as missed.
                await GiveUpAsync(system, e);
                return;
            }
            Rounds.Add(name, measured);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():HH:mm:ss}  {name,-24} {measured.CommandsPerSecond,8:N0}/s  "
                + $"p50 {measured.P50Milliseconds:0.0} ms  p99 {measured.P99Milliseconds:0.0} ms  "
                + $"batch {measured.EntriesPerBatch:N0}  {measured.Note}"));
        }

        private async Task StartAsync(PostgresCluster cluster, IEnumerable<string> systems)
        {
            foreach (var system in systems)
            {
                cancellation.ThrowIfCancellationRequested();
                await Console.Error.WriteLineAsync($"{TimeProvider.System.GetUtcNow():HH:mm:ss}  starting {system}");
                try
                {
                    _workers.Add(system, await WorkerProcess.StartAsync(system, cluster, InFlight, seconds));
                }
                catch (Exception e) when (e is InvalidOperationException or InvalidDataException or IOException or TimeoutException)
                {
                    await GiveUpAsync(system, e);
                }
            }
        }

        private async Task GiveUpAsync(string system, Exception why)
        {
            HasFailed = true;
            await Console.Error.WriteLineAsync($"{system} broke off: {why.Message}");
            if (_workers.Remove(system, out var worker))
            {
                worker.Kill();
                await worker.DisposeAsync();
            }
        }

        private async Task StopAsync()
        {
            foreach (var worker in _workers.Values)
            {
                await worker.DisposeAsync();
            }
            _workers.Clear();
        }
    }
}
