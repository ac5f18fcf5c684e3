using System.Diagnostics;
using Npgsql;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Backup;

/// <summary>
/// <c>ops/backup.sh</c> on a cluster of its own: a base backup under load, the log since then, and a restore to a moment between the two
/// and the end.
/// </summary>
public sealed class PostgresBackupTests : IAsyncLifetime
{
    private const int OrdersEachWay = 30;
    private const string Database = "clearing";

    /// <summary>Longest wait for PostgreSQL to archive a segment or to end its recovery.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private static readonly bool IsRoot = Environment.UserName == "root";

    // Passed through by the cluster's user, who is not root.
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-pg-").FullName;

    private string Original => Path.Combine(_folder, "original");
    private string Restored => Path.Combine(_folder, "original", "restored");
    private string Script => Path.Combine(Original, "backup.sh");

    public async ValueTask InitializeAsync()
    {
        await ShellAsync($"chmod 711 '{_folder}'");
        await ClusterAsync("start", Original);
        File.Copy(Path.Combine(ScenarioFolder.Root, "ops", "backup.sh"), Script);
        await ShellAsync($"chmod 755 '{Script}'");
        await ExecuteAsync(Admin(Original), "ALTER SYSTEM SET archive_mode = on");
        await ExecuteAsync(
            Admin(Original), $"ALTER SYSTEM SET archive_command = 'sh \"{Script}\" archive \"%p\" \"%f\" \"{Original}/archive\"'");
        await ClusterAsync("stop", Original);
        await ClusterAsync("start", Original);
        await ExecuteAsync(Admin(Original), $"CREATE DATABASE {Database}");
    }

    public async ValueTask DisposeAsync()
    {
        await ClusterAsync("stop", Restored);
        await ClusterAsync("stop", Original);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_base_backup_under_load_and_the_log_restore_the_journal_as_of_a_moment_and_it_goes_on()
    {
        IReadOnlyList<Acknowledged> before, all;
        IReadOnlyDictionary<(string, long), string> hashes;
        string moment;
        await using (var host = await ClearingHost.StartAsync(new(null, Journal(Original), Write: true), TimeProvider.System, Stop))
        {
            var load = new BackupUnderLoad(host);
            await load.SetUpAsync();
            var running = load.RunAsync(Enumerable.Range(0, OrdersEachWay));
            await load.WaitForAcknowledgedAsync(OrdersEachWay);
            await AsDatabaseUserAsync($"sh '{Script}' base 'host={Original} user=yrd dbname=postgres' '{Original}/base'");
            await load.WaitForAcknowledgedAsync(2 * OrdersEachWay);
            before = load.Network.Log;
            moment = await MomentAsync();
            await running;
            await load.RunAsync([OrdersEachWay]);
            all = load.Network.Log;
            hashes = await BackupUnderLoad.HashesAsync(host.Store);
        }
        var balances = await BackupUnderLoad.BalancesAsync(["--postgres", Journal(Original)]);
        await ArchiveAllAsync();
        await ClusterAsync("stop", Original);

        await AsDatabaseUserAsync(
            $"mkdir '{Restored}' && sh '{Script}' restore '{Original}/base' '{Original}/archive' '{Restored}/data' '{moment}'");
        await ClusterAsync("start", Restored);
        await WaitAsync(Restored, "SELECT NOT pg_is_in_recovery()");

        await BackupUnderLoad.CheckAsync(
            new(null, Journal(Restored), Write: true), ["--postgres", Journal(Restored)], before, all, hashes);
        (await BackupUnderLoad.BalancesAsync(["--postgres", Journal(Restored)])).ShouldBe(balances);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Admin(string cluster) => $"Host={cluster};Username=yrd;Database=postgres;Pooling=false";

    private static string Journal(string cluster) => $"Host={cluster};Username=yrd;Database={Database}";

    /// <summary>Now, by the database's clock, which also stamps its commits.</summary>
    private async Task<string> MomentAsync() =>
        (string)(await ExecuteAsync(Admin(Original), "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF')"))!;

    /// <summary>Ends the present segment of the log and waits until it is in the archive.</summary>
    private async Task ArchiveAllAsync()
    {
        var segment = (string)(await ExecuteAsync(Admin(Original), "SELECT pg_walfile_name(pg_current_wal_lsn())"))!;
        await ExecuteAsync(Admin(Original), "SELECT pg_switch_wal()");
        await WaitAsync(Original, $"SELECT coalesce(last_archived_wal >= '{segment}', false) FROM pg_stat_archiver");
    }

    private static async Task WaitAsync(string cluster, string isDone)
    {
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ExecuteAsync(Admin(cluster), isDone) is not true)
        {
            watch.Elapsed.ShouldBeLessThan(LongestWait, isDone);
            await tick.WaitForNextTickAsync(Stop);
        }
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }

    private static Task ClusterAsync(string action, string folder) =>
        ShellAsync($"'{Path.Combine(ScenarioFolder.Root, "ops", "postgres.sh")}' {action} '{folder}'");

    private static Task AsDatabaseUserAsync(string command) => IsRoot
        ? ShellAsync($"cd / && su postgres -s /bin/sh -c \"{command}\"")
        : ShellAsync(command);

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = shell.StandardOutput.ReadToEndAsync(Stop);
        var error = shell.StandardError.ReadToEndAsync(Stop);
        await shell.WaitForExitAsync(Stop);
        shell.ExitCode.ShouldBe(0, $"{command}\n{await output}{await error}");
    }
}
