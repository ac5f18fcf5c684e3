using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary><c>compare</c>: some of the systems in alternating rounds, for a quick look; nothing is kept.</summary>
internal static class CompareCommand
{
    private static readonly Option<string[]> Systems = new("--systems")
    {
        DefaultValueFactory = _ => [WorkerCommand.GrainsOnPostgres, WorkerCommand.LimitOnPostgres],
        AllowMultipleArgumentsPerToken = true,
        Description = "The first is what the others are compared with.",
    };
    private static readonly Option<int> InFlight = new("--in-flight") { DefaultValueFactory = _ => 1_024 };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 2 };

    public static Command Create()
    {
        var command = new Command("compare", "The load through some systems in turn.") { Systems, InFlight, Seconds, Rounds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (inFlight, seconds) = (parsed.GetValue(InFlight), parsed.GetValue(Seconds));
        await using var cluster = await PostgresCluster.StartAsync();
        var workers = new List<WorkerProcess>();
        try
        {
            foreach (var system in parsed.GetValue(Systems)!)
            {
                workers.Add(await WorkerProcess.StartAsync(system, cluster, inFlight, seconds));
            }
            Console.WriteLine(
                "system                  commands/s   of first   entries a batch   here µs   server µs   database µs   all µs   bytes   "
                + "p50 ms   p99 ms");
            for (var round = 0; round < parsed.GetValue(Rounds); round++)
            {
                var first = 0.0;
                foreach (var worker in workers)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var m = await worker.MeasureAsync(new(inFlight, seconds / 2, seconds));
                    first = first == 0 ? m.CommandsPerSecond : first;
                    var all = m.CpuMicrosecondsPerCommand + m.ServerMicrosecondsPerCommand + m.DatabaseMicrosecondsPerCommand;
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{worker.System,-22}  {m.CommandsPerSecond,10:N0}   {m.CommandsPerSecond / first,8:N2}   "
                        + $"{m.EntriesPerBatch,15:N0}   {m.CpuMicrosecondsPerCommand,7:N1}   {m.ServerMicrosecondsPerCommand,9:N1}   "
                        + $"{m.DatabaseMicrosecondsPerCommand,11:N1}   {all,6:N1}   {m.AllocatedBytesPerCommand,5:N0}   "
                        + $"{m.P50Milliseconds,6:N1}   {m.P99Milliseconds,6:N1}   {m.Note}"));
                }
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
        return 0;
    }
}
