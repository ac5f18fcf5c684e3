using System.CommandLine;
using System.Globalization;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks;

/// <summary><c>touch</c>: what stays in memory of stored vouchers that are each touched once, weighed ten times on the way.</summary>
internal static class TouchCommand
{
    private const int InFlight = 1_024;
    private const int Weighings = 10;

    private static readonly Option<int> Vouchers = new("--vouchers")
    {
        DefaultValueFactory = _ => 1_000_000,
        Description = "How many are stored and touched.",
    };

    public static Command Create()
    {
        var command = new Command("touch", "Ours alone: heap and resident set while stored vouchers are touched.") { Vouchers };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var vouchers = parsed.GetValue(Vouchers);
        await using var cluster = await PostgresCluster.StartAsync();
        await using var stored = await StoredUnderTest.StartAsync(cluster, vouchers);
        for (var weighing = 1; weighing <= Weighings; weighing++)
        {
            cancellation.ThrowIfCancellationRequested();
            var touched = vouchers / Weighings * weighing;
            var measured = await stored.MeasureAsync(new(InFlight, 0, 0, Touched: touched));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{touched,9:N0} touched  {measured.RetainedBytes / 1e6,6:N0} MB alive  "
                + $"{measured.CommandsPerSecond,7:N0}/s  {measured.Note}"));
        }
        return 0;
    }
}
