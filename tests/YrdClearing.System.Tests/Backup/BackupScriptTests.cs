using System.Diagnostics;

namespace YrdClearing.System.Tests.Backup;

/// <summary>What <c>ops/backup.sh</c> refuses, and that nothing is overwritten.</summary>
public sealed class BackupScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-script-").FullName;

    private string Archive => Path.Combine(_folder, "archive");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_segment_is_archived_once_asked_for_twice_and_never_overwritten_by_another()
    {
        var segment = Path.Combine(_folder, "segment");
        await File.WriteAllTextAsync(segment, "first");
        (await RunAsync("archive", segment, "000000010000000000000001", Archive)).ExitCode.ShouldBe(0);
        (await RunAsync("archive", segment, "000000010000000000000001", Archive)).ExitCode.ShouldBe(0);

        await File.WriteAllTextAsync(segment, "second");
        var other = await RunAsync("archive", segment, "000000010000000000000001", Archive);
        other.ExitCode.ShouldBe(1);
        other.Error.ShouldContain("is there already, with another content");
        Directory.EnumerateFiles(Archive).Select(File.ReadAllText).ShouldBe(["first"]);
    }

    [Fact]
    public async Task Only_a_base_backup_is_restored_and_only_into_a_new_folder()
    {
        var (backup, target) = (Path.Combine(_folder, "base"), Path.Combine(_folder, "target"));
        Directory.CreateDirectory(backup);
        Directory.CreateDirectory(Archive);
        var none = await RunAsync("restore", backup, Archive, target);
        none.ExitCode.ShouldBe(1);
        none.Error.ShouldContain("is no base backup");
        Directory.Exists(target).ShouldBeFalse();

        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(Path.Combine(target, "PG_VERSION"), "15");
        await File.WriteAllTextAsync(Path.Combine(backup, "backup_label"), "");
        (await RunAsync("restore", backup, Archive, target)).Error.ShouldContain("is not empty");
        (await RunAsync("base", "host=/none", target)).Error.ShouldContain("is not empty");
        Directory.EnumerateFiles(target).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("archive one")]
    [InlineData("base somewhere")]
    [InlineData("restore")]
    [InlineData("delete all")]
    public async Task Anything_else_gets_the_usage_and_does_nothing(string arguments)
    {
        var usage = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        usage.ExitCode.ShouldBe(2);
        usage.Error.ShouldContain("ops/backup.sh restore BASE ARCHIVE DIR [TIME]");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo("sh", [Path.Combine(ScenarioFolder.Root, "ops", "backup.sh"), .. arguments])
        {
            RedirectStandardError = true,
        })!;
        var error = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, error);
    }
}
