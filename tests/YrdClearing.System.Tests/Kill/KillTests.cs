using System.Data.Common;
using System.Diagnostics;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Kill;

/// <summary>
/// A replay that is killed with SIGKILL at twenty random moments and started again each time ends in the outcomes and balances of an
/// undisturbed one; what is there after a kill is proved too, messages in flight included.
/// </summary>
public abstract class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    /// <summary>
    /// Each seventh kill comes while the process starts, the others when it has written up to so many more entries: the scenarios have at
    /// least 1,350 entries, and a kill comes later than it is meant to, on a busy machine much later.
    /// </summary>
    private const int MaxEntriesBeforeKill = 45;

    private const int MaxMillisecondsOfStart = 1_500;

    private const int MaxJournals = 4;

    /// <summary>128 + SIGKILL.</summary>
    private const int KilledExitCode = 137;

    /// <summary>Longest wait for a child to get on; a start takes about two seconds.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    protected async Task EndsAsUndisturbedAsync(string scenario, string database, int parallel)
    {
        var expected = new ExpectedOutcome(scenario);
        var random = new Random(parallel);
        var killed = 0;
        for (var journal = 1; killed < Kills; journal++)
        {
            journal.ShouldBeLessThanOrEqualTo(MaxJournals, $"only {killed} kills came in time");
            killed = await KillUntilItEndsAsync(expected, database, parallel, random, killed);
        }
    }

    /// <summary>
    /// One journal: killed until there were enough kills, or until a kill came too late, for on a busy machine a replay may get to its end
    /// first; that end is checked as well. Returns the kills so far.
    /// </summary>
    private async Task<int> KillUntilItEndsAsync(ExpectedOutcome expected, string database, int parallel, Random random, int kill)
    {
        await using var data = await ReplayData.CreateAsync(database);
        string[] replay = ["replay", expected.File, "--json", "--parallel", $"{parallel}", .. data.Options];
        while (kill < Kills)
        {
            var entries = (kill + 1) % 7 == 0 ? 0 : 1 + random.Next(MaxEntriesBeforeKill);
            var time = TimeSpan.FromMilliseconds(random.Next(MaxMillisecondsOfStart));
            if (await RunAndKillAsync(replay, data.Store, entries, time) is not { } killedAt)
            {
                output.WriteLine($"the replay ended before kill {kill + 1}");
                break;
            }
            kill++;
            var verified = await Yrd.RunAsync(["verify", .. data.Options]);
            verified.ExitCode.ShouldBe(ExitCode.Ok, $"after kill {kill}, at {killedAt} entries:\n{verified.Output}{verified.Error}");
            output.WriteLine($"kill {kill} at {killedAt} entries: "
                + verified.Lines.First(l => l.Contains("in flight", StringComparison.Ordinal)));
        }
        expected.HoldsForOutcomes(await Yrd.RunAsync(replay));
        await expected.HoldsAsync(data.Options);
        return kill;
    }

    /// <summary>
    /// Starts the built executable and kills it when it has written that many more entries, or, for none, when the time is over. Returns
    /// how many there are then; null when it was through before.
    /// </summary>
    private static async Task<long?> RunAndKillAsync(string[] replay, StoreOptions journal, int entries, TimeSpan time)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "yrd.dll"), .. replay])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It lives for some seconds: to compile with care what is called often, as a server does at once, takes a quarter of its start.
            Environment = { ["DOTNET_TC_CallCountingDelayMs"] = "100" },
        };
        await using var progress = new Progress(journal);
        var before = await progress.EntriesAsync();
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!process.HasExited && (entries == 0 ? watch.Elapsed < time : await progress.EntriesAsync() < before + entries))
        {
            watch.Elapsed.ShouldBeLessThan(LongestWait);
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await printed;
        if (process.ExitCode == KilledExitCode)
        {
            return await progress.EntriesAsync();
        }
        process.ExitCode.ShouldBe(ExitCode.Ok, $"it ended by itself at {await progress.EntriesAsync()} entries: {await error}");
        return null;
    }

    /// <summary>
    /// How far all books are. It stays connected: to open a journal each time took the processors from the child that is waited for.
    /// </summary>
    private sealed class Progress(StoreOptions journal) : IAsyncDisposable
    {
        private JournalStore? _store;
        private DbConnection? _connection;

        /// <summary>The entries of all books; 0 while there is no journal yet.</summary>
        public async Task<long> EntriesAsync()
        {
            try
            {
                _store ??= await JournalStores.OpenAsync(journal, TimeProvider.System, TestContext.Current.CancellationToken);
                _connection ??= await _store.OpenReadAsync(TestContext.Current.CancellationToken);
                await using var command = _connection.CreateCommand();
                command.CommandText = "SELECT coalesce(sum(seq), 0) FROM head";
                return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), null);
            }
            catch (Exception e) when (e is JournalMissingException or DbException)
            {
                return 0;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_connection is not null)
            {
                await _connection.DisposeAsync();
            }
            if (_store is not null)
            {
                await _store.DisposeAsync();
            }
        }
    }
}

/// <summary>One command at a time. Both files have both networks in them: this one is random.</summary>
public sealed class KillOnSqliteTests(ITestOutputHelper output) : KillTests(output)
{
    [Fact]
    public Task A_replay_that_is_killed_again_and_again_ends_as_an_undisturbed_one() =>
        EndsAsUndisturbedAsync("mixed", ReplayData.Sqlite, parallel: 1);
}

/// <summary>Many commands at a time, month by month through each kind of contract and its cycles.</summary>
public sealed class KillOfContractsTests(ITestOutputHelper output) : KillTests(output)
{
    [Fact]
    public Task A_replay_that_is_killed_again_and_again_ends_as_an_undisturbed_one() =>
        EndsAsUndisturbedAsync("market-random-1", ReplayData.Sqlite, parallel: 16);
}

/// <summary>Many commands at a time.</summary>
public sealed class KillOnPostgresTests(ITestOutputHelper output) : KillTests(output)
{
    [Fact]
    public Task A_replay_that_is_killed_again_and_again_ends_as_an_undisturbed_one() =>
        EndsAsUndisturbedAsync("mixed", ReplayData.Postgres, parallel: 16);
}
