using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by reading: a machine that woke up with a clock of years ahead, and set it right a minute later, ran no deadlines until those years
/// had passed. Also a business clock whose offset is made smaller goes back.
/// </summary>
public sealed class ClockJumpTests : IAsyncLifetime
{
    private readonly SqliteDatabase _data = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _data.DisposeAsync();

    [Fact]
    public async Task Deadlines_are_run_every_day_after_the_clock_was_ahead_by_years()
    {
        await ServeAsync(aheadDays: 1_000);
        await ServeAsync(aheadDays: 0);
        await ServeAsync(aheadDays: 0);
        await ServeAsync(aheadDays: 1);
        (await ServeAsync(aheadDays: 0)).ShouldBe(3, "the day ahead, today and tomorrow, each once");
    }

    /// <summary>Serves for a moment.</summary>
    /// <returns>The runs of deadlines in the journal.</returns>
    private async Task<long> ServeAsync(int aheadDays)
    {
        var stop = TestContext.Current.CancellationToken;
        await using (var store = await JournalStores.OpenAsync(_data.Options, TimeProvider.System, stop))
        {
            // The business clock alone: a silo whose own clock is ahead of its membership's takes itself for dead.
            await BusinessClock.SetAsync(store, TimeProvider.System, BusinessTime.From(DateTimeOffset.UtcNow.AddDays(aheadDays)), stop);
        }
        await using var host = await Serving.StartAsync(_data.Options, ServeSchedule.EveryDay);
        await using var connection = await host.Store.OpenReadAsync(stop);
        return await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM entry WHERE event = 'deadlines.run-started.1'");
    }
}
