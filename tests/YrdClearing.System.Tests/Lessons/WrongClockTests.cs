using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by reading: a silo whose clock is far ahead let vouchers expire and orders lapse, which nothing takes back. In a cluster the
/// database's clock tells.
/// </summary>
public sealed class WrongClockTests
{
    private const string Runs = "SELECT count(*) FROM entry WHERE event = 'deadlines.run-started.1'";

    [Theory]
    [InlineData(0, null)]
    [InlineData(50, null)]
    [InlineData(3_600, "This machine's clock is 3600 s ahead of the database's.")]
    [InlineData(-3_600, "This machine's clock is 3600 s behind the database's.")]
    public async Task A_clock_is_wrong_when_it_differs_from_the_databases_by_more_than_a_minute(int seconds, string? problem)
    {
        await using var database = new PostgresDatabase();
        await database.InitializeAsync();
        (await CheckAsync(database, seconds)).Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task An_embedded_journal_has_no_clock_to_differ_from()
    {
        await using var database = new SqliteDatabase();
        await database.InitializeAsync();
        (await CheckAsync(database, 3_600)).Problem.ShouldBeNull();
    }

    /// <summary>Found by reading: while one book could not be opened no silo measured its clock any more, nor moved a book.</summary>
    [Fact]
    public async Task A_book_that_cannot_be_opened_does_not_keep_a_silo_from_measuring_its_clock()
    {
        await using var database = new PostgresDatabase();
        await database.InitializeAsync();
        await database.ExecuteAsync("""
            INSERT INTO head (book, seq, epoch, hash) VALUES ('fund:990000', 0, 1, decode(repeat('00', 32), 'hex'));
            INSERT INTO balance (book, account, fen) SELECT 'fund:990000', 'assets:cash', 9223372036854775807;
            INSERT INTO entry (book, seq, at, recorded, actor, aggregate, event, data, currency, accounts, amounts, hash)
            VALUES ('fund:990000', 1, 0, 0, 'operator:network', 'fund:990000', 'test.happened.1', '{}', 'CNY', '{assets:cash,equity:treasury}',
                '{9223372036854775807,-9223372036854775807}', '\x00'), ('fund:990000', 2, 0, 0, 'operator:network', 'fund:990000',
                'test.happened.1', '{}', 'CNY', '{assets:cash,equity:treasury}', '{9223372036854775807,-9223372036854775807}', '\x00');
            """);
        await SlowClockAsync(database);
        await using var host = await Serving.StartAsync(database.Options, ServeSchedule.None);
        var clock = host.Services.GetRequiredService<ClockCheck>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        while (clock.Problem is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
        await Should.ThrowAsync<Exception>(
            host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBookGrain>("fund:990000").Stopped(), "the book cannot be opened");
    }

    [Fact]
    public async Task Deadlines_wait_until_the_clock_is_right()
    {
        await using var database = new PostgresDatabase();
        await database.CreateAsync();
        await SlowClockAsync(database);
        foreach (var runs in new long[] { 0, 1 })
        {
            await using var host = await Serving.StartAsync(database.Options, ServeSchedule.EveryDay);
            await using var connection = await host.Store.OpenReadAsync(Stop);
            (await connection.ExecuteScalarAsync<long>(Runs)).ShouldBe(runs);

            using var client = new HttpClient { BaseAddress = new(host.Url) };
            var ready = await client.GetStringAsync("/health/ready", Stop);
            ready.Contains("ahead of the database's", StringComparison.Ordinal).ShouldBe(runs == 0, ready);
            await database.ExecuteAsync("DROP FUNCTION IF EXISTS public.clock_timestamp()");
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// The database's clock, not the silo's: Orleans reads that one, too, and takes a silo for dead that is away from it by an hour.
    /// </summary>
    private static async Task SlowClockAsync(PostgresDatabase database)
    {
        await database.ExecuteAsync("""
            CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql
                AS $$ SELECT pg_catalog.clock_timestamp() - interval '1 hour' $$;
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$
            """);
    }

    private static async Task<ClockCheck> CheckAsync(JournalDatabase database, int seconds)
    {
        var check = new ClockCheck(new(database.Store, database.Committer, new Shifted(seconds), new(new byte[32])));
        await check.MeasureAsync(Stop);
        return check;
    }

    /// <summary>A clock that is ahead of this machine's.</summary>
    private sealed class Shifted(int seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(seconds);
    }
}
