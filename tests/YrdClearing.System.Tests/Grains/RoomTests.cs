using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Grains;

public sealed class RoomOnSqliteTests(SqliteDatabase database) : RoomTests(database), IClassFixture<SqliteDatabase>;

public sealed class RoomOnPostgresTests(PostgresDatabase database) : RoomTests(database), IClassFixture<PostgresDatabase>;

/// <summary>
/// A silo has room for so many aggregates, however many are touched before age makes them leave; the longest unasked go, and nothing is
/// lost.
/// </summary>
public abstract class RoomTests(JournalDatabase database)
{
    private const int Room = 64;
    private const int Touched = 400;
    private const int InFlight = 8;
    private const int FirstOfOthers = 2_000;

    /// <summary>The longest a test waits for activations to leave.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Of_many_aggregates_those_asked_last_stay_in_memory_and_every_command_in_flight_is_answered_once()
    {
        await using var silo = await SiloWithLittleRoom.StartAsync(database);
        var (dispatcher, local) = (silo.Services.GetRequiredService<Dispatcher>(), silo.Services.GetRequiredService<LocalGrains>());
        var others = await EnterprisesAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, Touched), InParallel, async (n, _) =>
        {
            // The second of the two meets an aggregate that is there, or is leaving, or has left.
            var first = dispatcher.ExecuteAsync(Register(n), Stop);
            var again = dispatcher.ExecuteAsync(Register(n), Stop);
            var receipt = (await first).Receipt.ShouldNotBeNull();
            (await again).Receipt.ShouldNotBeNull().Seq.ShouldBe(receipt.Seq);
        });
        // Those came side by side; from here on one comes after the other.
        foreach (var n in Enumerable.Range(Touched, 2 * Room))
        {
            (await dispatcher.ExecuteAsync(Register(n), Stop)).Receipt.ShouldNotBeNull();
        }
        await ShouldBeActiveAsync(silo, Room);
        for (var n = 0; n < Touched + (2 * Room); n++)
        {
            (local.Find("enterprise:" + Uscc(n)) is not null).ShouldBe(n >= Touched + Room, $"enterprise {n}");
        }
        (await EnterprisesAsync() - others).ShouldBe(Touched + (2L * Room));
    }

    /// <summary>Found by thinking: a tenth of all left at once, and commands waited meanwhile.</summary>
    [Fact]
    public async Task When_there_is_no_room_one_leaves_for_each_that_comes()
    {
        await using var silo = await SiloWithLittleRoom.StartAsync(database);
        var (dispatcher, local) = (silo.Services.GetRequiredService<Dispatcher>(), silo.Services.GetRequiredService<LocalGrains>());
        for (var n = FirstOfOthers; n < FirstOfOthers + (4 * Room); n++)
        {
            var before = local.Aggregates;
            (await dispatcher.ExecuteAsync(Register(n), Stop)).Receipt.ShouldNotBeNull();
            local.Aggregates.ShouldBeInRange(Math.Min(Room, before + 1) - 1, Room + 1, $"after enterprise {n}");
        }
    }

    [Fact]
    public async Task What_has_been_idle_for_its_age_leaves_though_there_is_room()
    {
        await using var silo = await SiloWithLittleRoom.StartAsync(database);
        var (dispatcher, local) = (silo.Services.GetRequiredService<Dispatcher>(), silo.Services.GetRequiredService<LocalGrains>());
        (await dispatcher.ExecuteAsync(Register(FirstOfOthers - 1), Stop)).Receipt.ShouldNotBeNull();
        local.Aggregates.ShouldBePositive();
        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await ShouldBeActiveAsync(silo, 0);
        local.Aggregates.ShouldBe(0);
    }

    private async Task<long> EnterprisesAsync()
    {
        await using var connection = await database.Store.OpenReadAsync(Stop);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM state WHERE kind = 'enterprise'";
        return (long)(await count.ExecuteScalarAsync(Stop))!;
    }

    private static ParallelOptions InParallel => new() { MaxDegreeOfParallelism = InFlight, CancellationToken = Stop };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Uscc(int n) => Server.Sample.SampleCodes.Uscc("310115", n + 1);

    private static Envelope Register(int n)
    {
        var line = $$"""
            {"id":"e{{n}}","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"enterprise.register","enterprise":"{{Uscc(n)}}",
            "name":"Enterprise {{n}}","region":"310115","sme":true}
            """;
        return CommandReader.Read(Encoding.UTF8.GetBytes(line), null, null).Envelope.ShouldNotBeNull();
    }

    /// <summary>Waits until the activations of enterprises are so few: those that leave do it in turns of their own.</summary>
    private static async Task ShouldBeActiveAsync(SiloWithLittleRoom silo, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(LongestWait);
        var management = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while ((await management.GetDetailedGrainStatistics())
            .Count(g => g.GrainType.Contains(nameof(EnterpriseGrain), StringComparison.Ordinal)) > count)
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>A silo as every process has one, but with little room.</summary>
    private sealed class SiloWithLittleRoom(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public static async Task<SiloWithLittleRoom> StartAsync(JournalDatabase database)
        {
            var endpoint = SiloEndpoint.Loopback();
            var services = await SiloSetup.PrepareAsync(database.Options, database.Store, endpoint, TimeProvider.System, Stop);
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.UseOrleans(silo =>
            {
                silo.AddClearing(database.Options, endpoint, SiloRole.Work, services);
                silo.Services.AddSingleton(new LocalGrains(Room));
            });
            var host = builder.Build();
            await host.StartAsync(Stop);
            return new(host);
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }
}
