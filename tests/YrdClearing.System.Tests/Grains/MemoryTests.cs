using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using YrdClearing.Grains;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Grains;

/// <summary>What nothing more is expected of leaves memory by itself.</summary>
public sealed class MemoryTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_payout_leaves_memory_when_it_is_paid()
    {
        var paid = Network.Rest.Index().First(l => l.Item.Contains("payout.confirm", StringComparison.Ordinal)).Index;
        foreach (var line in Network.Setup.Concat(Network.Rest.Take(paid)))
        {
            (await server.PostAsync("/api/v1/commands", line, null, Key())).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        }
        var before = await PayoutsAsync();
        before.ShouldBePositive();
        (await server.PostAsync("/api/v1/commands", Network.Rest[paid], null, Key())).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        // It goes when the turn that paid it has ended.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await PayoutsAsync() >= before)
        {
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private async Task<int> PayoutsAsync()
    {
        var management = server.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        return (await management.GetDetailedGrainStatistics())
            .Count(g => g.GrainType.Contains(nameof(PayoutGrain), StringComparison.Ordinal));
    }
}
