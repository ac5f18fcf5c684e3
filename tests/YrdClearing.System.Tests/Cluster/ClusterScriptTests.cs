using System.Diagnostics;
using Npgsql;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Cluster;

/// <summary><c>ops/cluster.sh</c> with three real silos and a PostgreSQL of their own.</summary>
public sealed class ClusterScriptTests : IAsyncLifetime
{
    /// <summary>Ports of this process; silos talk 6,000 above.</summary>
    private static readonly int FirstPort = 15_000 + Environment.ProcessId % 1_000 * 4;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("yrd-silos-");

    public async ValueTask InitializeAsync()
    {
        // The database's user passes through.
        using var chmod = Process.Start("chmod", ["711", _folder.FullName]);
        await chmod.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _folder.Delete(recursive: true);
    }

    /// <summary>Found by reading: it gave up a silo that works, though the new build on the next ones may be what helps.</summary>
    [Fact]
    public async Task Messages_that_have_stopped_do_not_hold_up_a_rolling_restart()
    {
        await WriteUndeliverableAsync();
        (await RunAsync("start")).ExitCode.ShouldBe(0);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        ScriptRun status;
        while (!(status = await RunAsync("status")).Output.Contains("silo 1: degraded", StringComparison.Ordinal))
        {
            await Task.Delay(200, patience.Token);
        }
        status.ExitCode.ShouldBe(1, "not all is well");

        var started = await RunAsync("start");
        started.ExitCode.ShouldBe(0, started.Error);
        started.Error.ShouldContain("messages between books have stopped");

        var restarted = await RunAsync("rolling-restart");
        restarted.ExitCode.ShouldBe(0, restarted.Error);
        restarted.Output.Split('\n').Count(l => l.EndsWith(" stopped", StringComparison.Ordinal)).ShouldBe(3, restarted.Output);
    }

    /// <summary>Before there is a silo: it would take the book over while its entry is written.</summary>
    private async Task WriteUndeliverableAsync()
    {
        var cluster = await RunAsync("postgres.sh", "start", Path.Combine(_folder.FullName, "postgres"));
        cluster.ExitCode.ShouldBe(0, cluster.Error);
        var admin = cluster.Output.Trim();
        await using (var source = NpgsqlDataSource.Create(admin))
        {
            await using var create = source.CreateCommand("CREATE DATABASE yrd");
            await create.ExecuteNonQueryAsync();
        }
        await HealthTests.WriteUndeliverableAsync(
            new(null, new NpgsqlConnectionStringBuilder(admin) { Database = "yrd" }.ToString(), Write: true));
    }

    private Task<ScriptRun> RunAsync(string action) => RunAsync("cluster.sh", action, _folder.FullName);

    private static async Task<ScriptRun> RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(ScenarioFolder.Root, "ops", file), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["YRD_DLL"] = Path.Combine(AppContext.BaseDirectory, "yrd.dll");
        start.Environment["YRD_FIRST_PORT"] = $"{FirstPort}";
        using var script = Process.Start(start)!;
        var error = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return new(script.ExitCode, output, await error);
    }

    private sealed record ScriptRun(int ExitCode, string Output, string Error);
}
