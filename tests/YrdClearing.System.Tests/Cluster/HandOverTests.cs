using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>
/// Found by reading: while anybody waited for a message that is stopped, the silo of its book needed 20 seconds more to stop, and those who
/// wait ask again without end.
/// </summary>
public sealed class HandOverTests(ITestOutputHelper output)
{
    private const string Book = "fund:320000";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_stops_at_once_though_somebody_waits_for_a_message_of_its_book()
    {
        await using var database = new PostgresDatabase();
        await database.CreateAsync();
        await HealthTests.WriteUndeliverableAsync(database.Options);
        var first = await StartAsync(database);
        while (first.Services.GetRequiredService<LocalGrains>().Book(Book) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
        }
        await using var second = await StartAsync(database);
        var network = second.Services.GetRequiredService<INetwork>();
        var waiting = network.UntilAppliedAsync(Book, 1, TimeProvider.System, Stop);
        // The question is on the first silo by then.
        await network.CommitAsync(Request("before"));
        waiting.IsCompleted.ShouldBeFalse();

        var began = Stopwatch.GetTimestamp();
        var stopping = first.DisposeAsync().AsTask();
        var (written, longest) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        for (var n = 0; !stopping.IsCompleted || n == 0; n++)
        {
            while (!await IsWrittenAsync(network, $"while it stops {n}"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Stop);
            }
            var gap = Stopwatch.GetElapsedTime(written);
            (written, longest) = (Stopwatch.GetTimestamp(), gap > longest ? gap : longest);
        }
        await stopping;
        var took = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"stopped in {took.TotalSeconds:0.0} s, longest without a write {longest.TotalSeconds:0.0} s");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    /// <summary>False when the outcome is unknown; the command's id makes it happen once.</summary>
    private static async Task<bool> IsWrittenAsync(INetwork network, string id)
    {
        try
        {
            (await network.CommitAsync(Request(id))).Status.ShouldBeOneOf(CommitStatus.Written, CommitStatus.Duplicate);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    private static CommitRequest Request(string id) => new()
    {
        Book = Book,
        Aggregate = Book,
        At = BusinessTime.EndOf(new(2026, 3, 1)),
        Actor = "operator:network",
        CommandId = id,
        BodyHash = new byte[32],
        Event = "test.happened.1",
        Data = StoredJson.Of("{}"),
    };

    private static Task<ApiHost> StartAsync(PostgresDatabase database) => Serving.StartAsync(database.Options, ServeSchedule.None);
}
