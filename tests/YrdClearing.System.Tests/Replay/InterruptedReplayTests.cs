using System.Diagnostics;
using System.Text.Json.Nodes;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Replay;

/// <summary>A replay that is killed again and again, each time with SIGKILL at another moment, ends as an undisturbed one.</summary>
public sealed class InterruptedReplayTests
{
    private const int Kills = 20;
    private const int Seed = 7;

    [Theory]
    [InlineData(ReplayData.Sqlite, 1)]
    [InlineData(ReplayData.Postgres, 16)]
    public async Task A_replay_killed_twenty_times_ends_as_an_undisturbed_one(string database, int parallel)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var scenario = Path.Combine(ScenarioFolder.Copies, "random-2.jsonl");
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(scenario, ".expected.json")))!;
        string[] command = ["replay", scenario, "--json", "--parallel", $"{parallel}", .. data.Options];
        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Somewhere between the lines that are new in this run, or (every fifth time) while it is still starting.
            var lines = kill % 5 == 0 ? 0 : (kill - 1) * 1000 / Kills + random.Next(1000 / Kills);
            await KillAfterAsync(lines, TimeSpan.FromMilliseconds(random.Next(1500)), command);
        }
        var last = await Yrd.RunAsync(command);
        last.ExitCode.ShouldBe(ExitCode.Ok, last.Error);
        var outcomes = last.Lines[..^1].Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        outcomes.ForEach(o => o.Remove("seq"));
        new JsonArray([.. outcomes]).ToJsonString().ShouldBe(expected["outcomes"]!.ToJsonString());
        var balances = await Yrd.RunAsync(["balances", "--json", .. data.Options]);
        JsonNode.DeepEquals(balances.Json, expected["balances"]).ShouldBeTrue(balances.Output);
    }

    /// <summary>Starts a process of its own and kills it when it has printed so many lines, or after the time when there are none.</summary>
    private static async Task KillAfterAsync(int lines, TimeSpan time, string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "yrd.dll"), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(lines == 0 ? time : TimeSpan.FromMinutes(1));
        try
        {
            for (var read = 0; (lines == 0 || read < lines) && await process.StandardOutput.ReadLineAsync(timeout.Token) is not null; read++)
            {
            }
        }
        catch (OperationCanceledException)
        {
        }
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
