using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary>
/// <c>check</c>: every system for a moment, to see that it does its work; no figure is judged. What each measurement proves of itself
/// counts, and of ours the whole journal is proved. Run with the tests, so that the benchmark measures what it says also when it is not
/// looked at.
/// </summary>
internal static class CheckCommand
{
    private const int InFlight = 64;
    private const int Touched = 5_000;

    private static readonly string[] Systems =
    [
        WorkerCommand.GrainsOnPostgres, WorkerCommand.GrainsOnSqlite, WorkerCommand.ContractsOnPostgres, WorkerCommand.ContractsOnSqlite,
        WorkerCommand.PeerA, WorkerCommand.PeerB, WorkerCommand.PeerC,
        WorkerCommand.LimitOnPostgres, WorkerCommand.LimitOnSqlite, WorkerCommand.HttpOneByOne, WorkerCommand.HttpLines,
        WorkerCommand.FewStored,
    ];

    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 0.5 };

    public static Command Create()
    {
        var command = new Command("check", "Every system for a moment: does it do its work? Exits with 1 when one does not.") { Seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var seconds = parsed.GetValue(Seconds);
        await using var cluster = await PostgresCluster.StartAsync();
        var failed = 0;
        foreach (var system in Systems)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var error = await ErrorAsync(system, cluster, seconds);
            failed += error is null ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{system,-20} {(error is null ? "ok" : "FAILED")}  {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s  {error}"));
        }
        return failed == 0 ? 0 : 1;
    }

    private static async Task<string?> ErrorAsync(string system, PostgresCluster cluster, double seconds)
    {
        try
        {
            await using var measured = await WorkerCommand.StartAsync(system, cluster, InFlight, seconds);
            await measured.MeasureAsync(new(InFlight, 0, seconds));
            if (measured is StoredUnderTest)
            {
                await measured.MeasureAsync(new(InFlight, 0, 0, Touched: Touched));
            }
            if (measured is IProvable provable)
            {
                await provable.VerifyAsync();
            }
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }
}
