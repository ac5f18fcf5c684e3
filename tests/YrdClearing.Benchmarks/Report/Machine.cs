using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Report;

/// <summary>Where and of what a run is.</summary>
internal sealed record Machine(
    string Commit, string Date, int Cores, string Processor, string MemoryGiB, string Os, string Dotnet, string Postgres, string Load)
{
    private const string AndChanges = " and changes";

    /// <summary>The date and the commit, for the name of a file: a run of changed code never takes the name of the commit's own.</summary>
    public string FileName => $"{Date[..10]}-{Commit.Replace(AndChanges, "-changed", StringComparison.Ordinal)}";

    public static async Task<Machine> OfAsync(PostgresCluster cluster)
    {
        var commit = await GitAsync("rev-parse", "--short=12", "HEAD");
        // Results of earlier runs and documents do not change what is measured.
        var changed = await GitAsync("status", "--porcelain", "--", ".", ":(exclude)tests/YrdClearing.Benchmarks/results", ":(exclude)*.md");
        return new(
            changed.Length > 0 ? commit + AndChanges : commit,
            TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            Environment.ProcessorCount,
            Find("/proc/cpuinfo", "model name"),
            (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024)).ToString("0.0", CultureInfo.InvariantCulture),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            "PostgreSQL " + await cluster.VersionAsync() + ", fsync on",
            File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "unknown");
    }

    private static string Find(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";

    private static async Task<string> GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Repository.Root, .. arguments]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return output.Trim();
    }
}
