using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Peers;

namespace YrdClearing.Benchmarks;

/// <summary><c>peer</c>: one peer alone, to find the pool that suits it best.</summary>
internal static class PeerCommand
{
    private static readonly Option<string> Which = new("--which") { DefaultValueFactory = _ => "a" };
    private static readonly Option<int[]> Connections = new("--connections")
    {
        DefaultValueFactory = _ => [8, 16, 32, 64, 128],
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> InFlight = new("--in-flight") { DefaultValueFactory = _ => 1_024 };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        Which.AcceptOnlyFromAmong("a", "b", "c");
        var command = new Command("peer", "The load through a peer alone.") { Which, Connections, InFlight, Seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateAsync("peer");
        var which = parsed.GetValue(Which)!;
        await using var peer = await PeerUnderTest.StartAsync(which, database);
        Console.WriteLine("connections   commands/s   cpu µs/command   p50 ms   p99 ms");
        foreach (var connections in parsed.GetValue(Connections)!)
        {
            cancellation.ThrowIfCancellationRequested();
            await peer.UseAsync(connections);
            var result = await new ClosedLoop(peer.Path, peer.Redemptions).RunAsync(
                parsed.GetValue(InFlight), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(parsed.GetValue(Seconds)));
            await peer.CheckAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{connections,11}   {result.CommandsPerSecond,10:N0}   {result.CpuMicrosecondsPerCommand,14:N1}   "
                + $"{result.P50.TotalMilliseconds,6:N1}   {result.P99.TotalMilliseconds,6:N1}   {peer.Note}"));
        }
        return 0;
    }
}
