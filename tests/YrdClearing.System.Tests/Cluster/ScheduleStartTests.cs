using Dapper;
using Microsoft.Data.Sqlite;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Api;
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

    [Theory]
    // Its first write is not the row's, as if another activation had written meanwhile: Orleans then takes it out of memory.
    [InlineData("RAISE(IGNORE)")]
    // What it could not write it must not keep in memory as if it had: found by this test.
    [InlineData("RAISE(FAIL, 'the disk is full')")]
    public async Task A_server_starts_though_the_schedules_first_write_is_lost(string how)
    {
        await ServeAsync(ServeSchedule.None);
        await using (var process = await OpenProcessAsync())
        {
            // What the trigger has inserted stays.
            await process.ExecuteAsync($"""
                CREATE TABLE refused (n INTEGER);
                CREATE TRIGGER refuse_first BEFORE INSERT ON OrleansStorage WHEN NOT EXISTS (SELECT 1 FROM refused)
                BEGIN
                    INSERT INTO refused VALUES (1);
                    SELECT {how};
                END
                """);
        }
        await ServeAsync(ServeSchedule.EveryDay);
        await using var after = await OpenProcessAsync();
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM refused")).ShouldBe(1);
        (await after.ExecuteScalarAsync<long>("SELECT count(*) FROM OrleansStorage")).ShouldBe(1, "the next attempt kept the day");
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
        await using var host = await Serving.StartAsync(_data.Options, schedule);
    }
}
