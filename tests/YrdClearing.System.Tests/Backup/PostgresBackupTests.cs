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

    // Where PostgreSQL's programs are.
    private string _programs = "";

    private string Original => Path.Combine(_folder, "original");
    private string Restored => Path.Combine(_folder, "original", "restored");
    private string RestoredAgain => Path.Combine(_folder, "original", "again");
    private string Script => Path.Combine(Original, "backup.sh");

    public async ValueTask InitializeAsync()
    {
        await ShellAsync($"chmod 711 '{_folder}'");
        await ClusterAsync("start", Original);
        File.Copy(Path.Combine(ScenarioFolder.Root, "ops", "backup.sh"), Script);
        await ShellAsync($"chmod 755 '{Script}'");
        _programs = (string)(await ExecuteAsync(Admin(Original), "SELECT setting FROM pg_config WHERE name = 'BINDIR'"))!;
        await SwitchArchivingOnAsync(Original);
        await ExecuteAsync(Admin(Original), $"CREATE DATABASE {Database}");
    }

    public async ValueTask DisposeAsync()
    {
        string[] made = [RestoredAgain, Restored, Original];
        foreach (var folder in made.Where(Directory.Exists))
        {
            await ClusterAsync("stop", folder);
        }
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
            await BackUpAsync(Original);
            await load.WaitForAcknowledgedAsync(2 * OrdersEachWay);
            before = load.Network.Log;
            moment = await MomentAsync();
            await running;
            await load.RunAsync([OrdersEachWay]);
            all = load.Network.Log;
            hashes = await BackupUnderLoad.HashesAsync(host.Store);
        }
        var balances = await BackupUnderLoad.BalancesAsync(["--postgres", Journal(Original)]);
        await ArchiveAllAsync(Original);
        await ClusterAsync("stop", Original);

        await RestoreAsync(Original, Restored, moment);

        await BackupUnderLoad.CheckAsync(
            new(null, Journal(Restored), Write: true), ["--postgres", Journal(Restored)], before, all, hashes);
        (await BackupUnderLoad.BalancesAsync(["--postgres", Journal(Restored)])).ShouldBe(balances);
    }

    /// <summary>Found by trial: the first restore's moment went into all later backups, and what came after it was lost without a word.</summary>
    [Fact]
    public async Task What_was_once_restored_to_a_moment_is_restored_to_its_end_when_no_moment_is_given()
    {
        await ExecuteAsync(Admin(Original), "CREATE TABLE marks (name text)");
        await BackUpAsync(Original);
        await ExecuteAsync(Admin(Original), "INSERT INTO marks VALUES ('before')");
        var moment = await MomentAsync();
        await ExecuteAsync(Admin(Original), "INSERT INTO marks VALUES ('after')");
        await ArchiveAllAsync(Original);
        await ClusterAsync("stop", Original);

        await RestoreAsync(Original, Restored, moment);
        (await MarksAsync(Restored)).ShouldBe("before");
        await SwitchArchivingOnAsync(Restored);
        await BackUpAsync(Restored);
        await ExecuteAsync(Admin(Restored), "INSERT INTO marks VALUES ('later')");
        await ArchiveAllAsync(Restored);
        await ClusterAsync("stop", Restored);

        await RestoreAsync(Restored, RestoredAgain);
        (await MarksAsync(RestoredAgain)).ShouldBe("before later");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Admin(string cluster) => $"Host={cluster};Username=yrd;Database=postgres;Pooling=false";

    private static string Journal(string cluster) => $"Host={cluster};Username=yrd;Database={Database}";

    /// <summary>Now, by the database's clock, which also stamps its commits.</summary>
    private async Task<string> MomentAsync() =>
        (string)(await ExecuteAsync(Admin(Original), "SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF')"))!;

    private static async Task<string> MarksAsync(string cluster) =>
        (string)(await ExecuteAsync(Admin(cluster), "SELECT string_agg(name, ' ' ORDER BY name) FROM marks"))!;

    /// <summary>Archiving takes a restart.</summary>
    private async Task SwitchArchivingOnAsync(string cluster)
    {
        await ExecuteAsync(Admin(cluster), "ALTER SYSTEM SET archive_mode = on");
        await ExecuteAsync(
            Admin(cluster), $"ALTER SYSTEM SET archive_command = 'sh \"{Script}\" archive \"%p\" \"%f\" \"{cluster}/archive\"'");
        await ClusterAsync("stop", cluster);
        await ClusterAsync("start", cluster);
    }

    private Task BackUpAsync(string cluster) =>
        AsDatabaseUserAsync($"sh '{Script}' base 'host={cluster} user=yrd dbname=postgres' '{cluster}/base'");

    /// <summary>Makes the cluster <paramref name="to"/> from what <paramref name="from"/> has left, and waits for its recovery.</summary>
    private async Task RestoreAsync(string from, string to, string? moment = null)
    {
        var time = moment is null ? "" : $"'{moment}'";
        await AsDatabaseUserAsync($"mkdir '{to}' && sh '{Script}' restore '{from}/base' '{from}/archive' '{to}/data' {time}");
        // With the settings that came along: ops/postgres.sh would give its own.
        var options = $"-c listen_addresses= -c unix_socket_directories={to}";
        await AsDatabaseUserAsync($"'{_programs}/pg_ctl' -D '{to}/data' -w -l '{to}/postgres.log' -o '{options}' start");
        await WaitAsync(to, "SELECT NOT pg_is_in_recovery()");
    }

    /// <summary>Ends the present segment of the log and waits until it is in the archive.</summary>
    private static async Task ArchiveAllAsync(string cluster)
    {
        var segment = (string)(await ExecuteAsync(Admin(cluster), "SELECT pg_walfile_name(pg_current_wal_lsn())"))!;
        await ExecuteAsync(Admin(cluster), "SELECT pg_switch_wal()");
        await WaitAsync(cluster, $"SELECT coalesce(last_archived_wal >= '{segment}', false) FROM pg_stat_archiver");
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
