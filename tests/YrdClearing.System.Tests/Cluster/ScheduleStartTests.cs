using Dapper;
using Microsoft.Data.Sqlite;
using Serilog;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Cluster;

/// <summary>
/// Found by reading, after a silo had ended while it started on a busy machine: it started the schedule with one call, and an activation
/// that gave way to another at that moment ended the silo.
/// </summary>
public sealed class ScheduleStartTests : IAsyncLifetime
{
    private readonly SqliteDatabase _data = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task A_server_starts_though_an_activation_of_the_schedule_gives_way_to_another()
    {
        await ServeAsync(ServeSchedule.None);
        await using (var process = await OpenProcessAsync())
        {
            // Its first write is not the row's, as if another activation had written meanwhile: Orleans then takes it out of memory.
            await process.ExecuteAsync("""
                CREATE TABLE refused (n INTEGER);
                CREATE TRIGGER refuse_first BEFORE INSERT ON OrleansStorage WHEN NOT EXISTS (SELECT 1 FROM refused)
                BEGIN
                    INSERT INTO refused VALUES (1);
                    SELECT RAISE(IGNORE);
                END
                """);
        }
        await ServeAsync(ServeSchedule.EveryDay);
        await using var after = await OpenProcessAsync();
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM refused")).ShouldBe(1);
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM OrleansStorage")).ShouldBe(1, "the next activation kept the day");
    }

    /// <summary>Found by reading: the database failed another silo's schedule, and the silo that started ended.</summary>
    [Fact]
    public async Task A_server_starts_though_the_schedules_silo_could_not_write_for_a_moment()
    {
        await ServeAsync(ServeSchedule.None);
        await using (var process = await OpenProcessAsync())
        {
            // What the trigger has inserted stays.
            await process.ExecuteAsync("""
                CREATE TABLE refused (n INTEGER);
                CREATE TRIGGER fail_first BEFORE INSERT ON OrleansStorage WHEN NOT EXISTS (SELECT 1 FROM refused)
                BEGIN
                    INSERT INTO refused VALUES (1);
                    SELECT RAISE(FAIL, 'the disk is full');
                END
                """);
        }
        await ServeAsync(ServeSchedule.EveryDay);
        await using var after = await OpenProcessAsync();
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM refused")).ShouldBe(1);
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM OrleansStorage")).ShouldBe(1);
    }

    private async Task<SqliteConnection> OpenProcessAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_data.Options.DataFolder!, "process.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Serves for a moment.</summary>
    private async Task ServeAsync(ServeSchedule schedule)
    {
        var listen = ListenAddress.Check("127.0.0.1:0", allowRemote: false);
        await using var host = await ApiHost.StartAsync(
            _data.Options, SiloEndpoint.Loopback(), listen, TimeProvider.System, new LoggerConfiguration().CreateLogger(), schedule,
            TestContext.Current.CancellationToken);
    }
}
