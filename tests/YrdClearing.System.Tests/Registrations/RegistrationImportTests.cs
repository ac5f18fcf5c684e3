using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using YrdClearing.Grains;
using YrdClearing.Server;
using YrdClearing.Server.Registrations;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Registrations;

/// <summary>An import as it runs in a silo.</summary>
public sealed class RegistrationImportTests
{
    private const int Rows = 3_000;

    [Fact]
    public async Task An_import_asks_for_rows_as_it_needs_them_and_keeps_none_in_memory()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        await using var host = await ClearingHost.StartAsync(
            data.Store with { Write = true }, TimeProvider.System, TestContext.Current.CancellationToken);
        var clock = await BusinessClock.LoadAsync(host.Store, TimeProvider.System, TestContext.Current.CancellationToken);
        var (asked, furthest, done) = (0, 0L, 0L);
        IEnumerable<RegistrationRow> Source()
        {
            for (asked = 1; asked <= Rows; asked++)
            {
                furthest = Math.Max(furthest, asked - done);
                yield return new(asked + 1, Row(asked), null);
            }
        }

        var summary = await new RegistrationImport(host.Dispatcher, clock.Now, "operator:network").RunAsync(
            Source(), row => throw new InvalidOperationException(row.Reason), rows => done = rows, TestContext.Current.CancellationToken);

        summary.ShouldBe(new(Rows, Rows, 0));
        furthest.ShouldBeLessThanOrEqualTo(RegistrationImport.BatchRows + 1);
        // They go when the turn that recorded them has ended.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await ActiveAsync(host) > 0)
        {
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<int> ActiveAsync(ClearingHost host)
    {
        var management = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        return (await management.GetDetailedGrainStatistics())
            .Count(g => g.GrainType.Contains(nameof(RegistrationGrain), StringComparison.Ordinal));
    }

    private static string[] Row(int number) =>
    [
        $"N{number}", "2022-03-31", "service", "91330000MAXX0071X8", "S", "330106", "91340000MAXX00728C", "B", "340200", "100.00", "80.00",
    ];
}
