using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary>
/// <c>tail</c>: what a command waits for at half of the peak load. Rounds of a lone command, the peak (closed loop) and half of it (open
/// loop), so that the ratio of p99 to the lone command's p50 compares what was measured within seconds; nothing is kept.
/// </summary>
internal static class TailCommand
{
    private const int InFlight = 1_024;

    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3 };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 4 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Commands a second; 0: half of the peak of the round." };

    public static Command Create()
    {
        var command = new Command("tail", "Our latency at half of the peak load, and what its slow commands waited for.")
        {
            Rounds, Seconds, Rate,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (seconds, rate) = (parsed.GetValue(Seconds), parsed.GetValue(Rate));
        await using var cluster = await PostgresCluster.StartAsync();
        await using var data = await BenchmarkData.CreateAsync(cluster);
        await using var host = await LoadHost.StartAsync(data.Options);
        var closed = new ClosedLoop(host.Path, host.Redemptions);
        // What is compiled late is compiled before the first round.
        await closed.RunAsync(new(InFlight, 1, seconds));
        var ratios = new List<double>();
        for (var round = 0; round < parsed.GetValue(Rounds); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var lone = await closed.RunAsync(new(1, seconds / 4, seconds / 4));
            var peak = await closed.RunAsync(new(InFlight, seconds / 4, seconds));
            var half = await new OpenLoop(host.Path, host.Redemptions).RunAsync(
                new(InFlight, seconds / 4, seconds, rate > 0 ? rate : peak.CommandsPerSecond / 2));
            ratios.Add(half.P99 / lone.P50);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"lone p50 {lone.P50.TotalMilliseconds:0.00} ms; peak {peak.CommandsPerSecond:N0}/s; at {half.CommandsPerSecond:N0}/s p50 "
                + $"{half.P50.TotalMilliseconds:0.0} p99 {half.P99.TotalMilliseconds:0.0} ms, {ratios[^1]:0.0} times the lone p50"));
            Console.WriteLine($"    {half.Tail}");
        }
        await BooksCheck.CheckAsync(host.Store, host.Redemptions);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {Median.Of(ratios):0.0} (wanted: at most 20)"));
        return 0;
    }
}
