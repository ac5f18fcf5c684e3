using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using YrdClearing.Grains;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

public sealed class ProcessStorageOnSqliteTests(NetworkServer server) : ProcessStorageTests(server), IClassFixture<NetworkServer>;

public sealed class ProcessStorageOnPostgresTests(NetworkOnPostgres server) : ProcessStorageTests(server), IClassFixture<NetworkOnPostgres>;

/// <summary>
/// Orleans' storage as the silo has it. Lesson 1: it takes bare string keys for numbers. Lesson 2: without a unique index two first writes
/// of one grain were both acknowledged.
/// </summary>
public abstract class ProcessStorageTests(ApiServer server)
{
    private const string StateName = "schedule";
    private const int FirstWrites = 60;
    private const int Writers = 2;

    private IGrainStorage Storage => server.Services.GetRequiredKeyedService<IGrainStorage>(SiloSetup.ProcessStorage);

    [Fact]
    public async Task Prefixed_keys_that_differ_in_case_or_in_a_zero_have_rows_of_their_own()
    {
        string[] keys = ["fund:A1", "fund:a1", "fund:0A1", "fund:A1+1", "fund:00000000-0000-0000-0000-0000000000a1"];
        for (var i = 0; i < keys.Length; i++)
        {
            await WriteAsync(Id("prefixed", keys[i]), day: Day(i));
        }
        for (var i = 0; i < keys.Length; i++)
        {
            (await DayAsync(Id("prefixed", keys[i]))).ShouldBe(Day(i), keys[i]);
        }
    }

    /// <summary>Why the keys need their prefix. Should Orleans ever keep these apart, the lesson may go.</summary>
    [Fact]
    public async Task Bare_keys_that_read_as_one_number_share_a_row()
    {
        await WriteAsync(Id("bare", "A1"), Day(7));
        (await DayAsync(Id("bare", "a1"))).ShouldBe(Day(7));
        (await DayAsync(Id("bare", "0A1"))).ShouldBe(Day(7));
    }

    [Fact]
    public void No_key_of_a_grain_with_process_state_reads_as_a_number()
    {
        var grains = typeof(BookGrain).Assembly.GetTypes().Where(HasProcessState);
        grains.ShouldBe([typeof(ScheduleGrain)]);
        var id = Id("any", ScheduleGrain.TheNetwork);
        id.TryGetGuidKey(out _, out _).ShouldBeFalse();
        id.TryGetIntegerKey(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_first_writes_at_the_same_time_exactly_one_is_acknowledged_and_it_is_the_one_that_stays()
    {
        for (var i = 0; i < FirstWrites; i++)
        {
            var id = Id("race", $"fund:R{i}");
            var acknowledged = await Task.WhenAll(Enumerable.Range(1, Writers).Select(n => Task.Run(() => TryWriteAsync(id, Day(n)))));
            var winner = acknowledged.Where(day => day is not null).ShouldHaveSingleItem($"race {i}");
            (await DayAsync(id)).ShouldBe(winner);
        }
    }

    [Fact]
    public async Task A_write_of_an_outdated_version_is_refused_and_changes_nothing()
    {
        var id = Id("outdated", "fund:V");
        await WriteAsync(id, Day(1));
        var (older, newer) = (await ReadAsync(id), await ReadAsync(id));
        newer.State!.LastDay = Day(2);
        await Storage.WriteStateAsync(StateName, id, newer);
        older.State!.LastDay = Day(3);
        await Should.ThrowAsync<InconsistentStateException>(Storage.WriteStateAsync(StateName, id, older));
        (await DayAsync(id)).ShouldBe(Day(2));
    }

    private static bool HasProcessState(Type type) => type.GetConstructors()
        .SelectMany(c => c.GetParameters())
        .Any(p => p.IsDefined(typeof(PersistentStateAttribute), inherit: false));

    private static string Day(int n) => $"2026-03-{n:D2}";

    private static GrainId Id(string type, string key) => GrainId.Create("lesson-" + type, key);

    private async Task<GrainState<ScheduleState>> ReadAsync(GrainId id)
    {
        var state = new GrainState<ScheduleState>(new());
        await Storage.ReadStateAsync(StateName, id, state);
        return state;
    }

    private async Task<string> DayAsync(GrainId id) => (await ReadAsync(id)).State!.LastDay;

    private Task WriteAsync(GrainId id, string day) =>
        Storage.WriteStateAsync(StateName, id, new GrainState<ScheduleState>(new() { LastDay = day }));

    /// <summary>The day if the first write was acknowledged; null if it was refused.</summary>
    private async Task<string?> TryWriteAsync(GrainId id, string day)
    {
        try
        {
            await WriteAsync(id, day);
            return day;
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }
}
