using System.Diagnostics;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Backup;

/// <summary><c>yrd backup</c>: a folder that is written is copied, restored, proved and continued.</summary>
public sealed class DataFolderBackupTests : IDisposable
{
    private const int Backups = 2;
    private const int OrdersEachWay = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-backup-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_under_load_holds_all_that_was_acknowledged_and_can_be_continued_to_the_same_end()
    {
        var before = new List<IReadOnlyList<Acknowledged>>();
        IReadOnlyList<Acknowledged> all;
        IReadOnlyDictionary<(string, long), string> hashes;
        await using (var host = await ClearingHost.StartAsync(new(Data, null, Write: true), TimeProvider.System, Stop))
        {
            var load = new BackupUnderLoad(host);
            await load.SetUpAsync();
            var running = load.RunAsync(Enumerable.Range(0, OrdersEachWay));
            for (var i = 1; i <= Backups; i++)
            {
                await load.WaitForAcknowledgedAsync(i * OrdersEachWay * 3);
                before.Add(load.Network.Log);
                var done = await Yrd.RunAsync("backup", "--data", Data, "--to", Backup(i));
                done.ExitCode.ShouldBe(ExitCode.Ok, done.Error);
                done.Output.ShouldStartWith("3 books, ");
                done.Output.ShouldEndWith($"Prove it: yrd verify --data {Backup(i)}\n");
            }
            await running;
            await load.RunAsync([OrdersEachWay]);
            all = load.Network.Log;
            hashes = await BackupUnderLoad.HashesAsync(host.Store);
        }
        var balances = await BackupUnderLoad.BalancesAsync(["--data", Data]);
        for (var i = 1; i <= Backups; i++)
        {
            Directory.EnumerateFiles(Backup(i)).Select(Path.GetFileName).ShouldBe(["journal.db"]);
            await BackupUnderLoad.CheckAsync(
                new(Backup(i), null, Write: true), ["--data", Backup(i)], before[i - 1], all, hashes);
            (await BackupUnderLoad.BalancesAsync(["--data", Backup(i)])).ShouldBe(balances);
        }
    }

    [Fact]
    public async Task A_backup_of_another_process_that_replays_is_continued_by_the_same_replay()
    {
        var expected = new ExpectedOutcome("random-1");
        var replaying = ReplayAsync(expected.File);
        await BegunAsync();
        for (var i = 1; i <= Backups; i++)
        {
            (await Yrd.RunAsync("backup", "--data", Data, "--to", Backup(i))).ExitCode.ShouldBe(ExitCode.Ok);
        }
        expected.HoldsForOutcomes(await replaying);
        for (var i = 1; i <= Backups; i++)
        {
            (await Yrd.RunAsync("verify", "--data", Backup(i))).ExitCode.ShouldBe(ExitCode.Ok);
            expected.HoldsForOutcomes(await Yrd.RunAsync("replay", expected.File, "--json", "--parallel", "16", "--data", Backup(i)));
            await expected.HoldsAsync(["--data", Backup(i)]);
        }
    }

    [Fact]
    public async Task A_backup_goes_into_a_new_folder_only_and_needs_a_journal()
    {
        var nothing = await Yrd.RunAsync("backup", "--data", Data, "--to", Backup(1));
        nothing.ExitCode.ShouldBe(ExitCode.Failed);
        nothing.Error.ShouldBe($"yrd: There is no journal in {Data} (journal.db is missing).\n");
        Directory.Exists(Backup(1)).ShouldBeFalse();

        await (await JournalStores.OpenAsync(new(Data, null, Write: true), TimeProvider.System, Stop)).DisposeAsync();
        Directory.CreateDirectory(Backup(1));
        await File.WriteAllTextAsync(Path.Combine(Backup(1), "kept"), "", Stop);
        var full = await Yrd.RunAsync("backup", "--data", Data, "--to", Backup(1));
        full.ExitCode.ShouldBe(ExitCode.Failed);
        full.Error.ShouldBe($"yrd: The folder {Backup(1)} is not empty: a backup goes into a new one.\n");

        var postgres = await Yrd.RunAsync("backup", "--postgres", "Host=/none", "--to", Backup(2));
        postgres.ExitCode.ShouldBe(ExitCode.Usage);
        postgres.Error.ShouldContain("ops/backup.sh");
        (await Yrd.RunAsync("backup", "--data", Data)).ExitCode.ShouldBe(ExitCode.Usage);
    }

    /// <summary>Replays into the data folder in a process of its own.</summary>
    private async Task<YrdResult> ReplayAsync(string file)
    {
        string[] replay = [Path.Combine(AppContext.BaseDirectory, "yrd.dll"), "replay", file, "--json", "--data", Data];
        using var process = Process.Start(new ProcessStartInfo("dotnet", replay)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var error = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return new(process.ExitCode, await output, await error);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Backup(int number) => Path.Combine(_folder, $"backup-{number}");

    /// <summary>Waits until the replay has written something.</summary>
    private async Task BegunAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            (await tick.WaitForNextTickAsync(Stop)).ShouldBeTrue();
            try
            {
                await using var store = await JournalStores.OpenAsync(new(Data, null, Write: false), TimeProvider.System, Stop);
                if ((await store.BooksAsync(Stop)).Contains("fund:310000"))
                {
                    return;
                }
            }
            catch (JournalMissingException)
            {
                // Its writer is still creating it.
            }
        }
    }
}
