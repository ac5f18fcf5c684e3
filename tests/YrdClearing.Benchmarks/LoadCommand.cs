using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary><c>load</c>: our own path alone, to be profiled and compared with itself.</summary>
internal static class LoadCommand
{
    private const string Postgres = "postgres";
    private const string Sqlite = "sqlite";

    private static readonly Option<string> Database = new("--database") { DefaultValueFactory = _ => Postgres };
    private static readonly Option<int[]> InFlight = new("--in-flight")
    {
        DefaultValueFactory = _ => [1_024],
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "Commands a second of an open loop; 0: each lane waits for its acknowledgement (closed loop).",
    };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 10 };
    private static readonly Option<double> WarmUp = new("--warm-up") { DefaultValueFactory = _ => 3 };

    public static Command Create()
    {
        Database.AcceptOnlyFromAmong(Postgres, Sqlite);
        var command = new Command("load", "Redemptions through our grains: rate, batch, cost and latency of a command.")
        {
            Database, InFlight, Rate, Seconds, WarmUp,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var cluster = parsed.GetValue(Database) == Postgres ? await PostgresCluster.StartAsync() : null;
        await using var data = await BenchmarkData.CreateAsync(cluster);
        await using var host = await LoadHost.StartAsync(data.Options);
        Console.WriteLine(
            "in flight   commands/s   entries a batch   cpu µs/command   bytes/command   p50 ms   p99 ms   redemptions");
        foreach (var lanes in parsed.GetValue(InFlight)!)
        {
            cancellation.ThrowIfCancellationRequested();
            var before = data.Options.Postgres is null ? null : await DatabaseUse.NowAsync(host.Store);
            var request = new MeasureRequest(lanes, parsed.GetValue(WarmUp), parsed.GetValue(Seconds), parsed.GetValue(Rate));
            var paused = GC.GetTotalPauseDuration();
            var result = request.CommandsPerSecond > 0
                ? await new OpenLoop(host.Path, host.Redemptions).RunAsync(request)
                : await new ClosedLoop(host.Path, host.Redemptions).RunAsync(request);
            paused = GC.GetTotalPauseDuration() - paused;
            await BooksCheck.CheckAsync(host.Store, host.Redemptions);
            var batch = await BatchSize.OfWindowAsync(host.Store, result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{lanes,9}   {result.CommandsPerSecond,10:N0}   {batch,15:N0}   {result.CpuMicrosecondsPerCommand,14:N1}   "
                + $"{result.AllocatedBytesPerCommand,13:N0}   {result.P50.TotalMilliseconds,6:N1}   {result.P99.TotalMilliseconds,6:N1}   "
                + $"{host.Redemptions.AcknowledgedOf(RedemptionScript.Confirmation),11:N0}"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"paused for collections, warm-up included: {paused.TotalMilliseconds:N0} ms"));
            if (result.Tail is not null)
            {
                Console.WriteLine(result.Tail);
            }
            if (before is not null)
            {
                Console.WriteLine((await DatabaseUse.NowAsync(host.Store)).Less(before));
            }
        }
        return 0;
    }
}
