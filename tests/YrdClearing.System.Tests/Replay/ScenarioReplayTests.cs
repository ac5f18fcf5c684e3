using System.Text.Json.Nodes;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Replay;

/// <summary>The example scenarios through the command line, the real pipeline and back, as scenario.md says the tool answers.</summary>
public sealed class ScenarioReplayTests
{
    public static TheoryData<string, string, int> Runs => new()
    {
        { "local", ReplayData.Sqlite, 1 },
        { "local", ReplayData.Postgres, 64 },
        { "cross-province", ReplayData.Sqlite, 64 },
        { "cross-province", ReplayData.Postgres, 1 },
        { "refusals", ReplayData.Sqlite, 64 },
        { "refusals", ReplayData.Postgres, 1 },
        { "random-1", ReplayData.Sqlite, 1 },
        { "random-1", ReplayData.Sqlite, 64 },
        { "random-1", ReplayData.Postgres, 64 },
        { "random-2", ReplayData.Sqlite, 64 },
        { "random-2", ReplayData.Postgres, 1 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_scenario_gives_its_outcomes_balances_vouchers_and_cycles(string name, string database, int parallel)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var scenario = Path.Combine(ScenarioFolder.Copies, name + ".jsonl");
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(scenario, ".expected.json")))!.AsObject();

        var replayed = await Yrd.RunAsync(["replay", scenario, "--json", "--parallel", $"{parallel}", .. data.Options]);
        replayed.ExitCode.ShouldBe(ExitCode.Ok, replayed.Error);
        ShouldHaveOutcomes(replayed, expected);

        var balances = await Yrd.RunAsync(["balances", "--json", .. data.Options]);
        JsonNode.DeepEquals(balances.Json, expected["balances"]).ShouldBeTrue(balances.Output);
        foreach (var kind in new[] { "voucher", "cycle" })
        {
            foreach (var (id, shape) in expected[kind + "s"]!.AsObject())
            {
                var shown = (await Yrd.RunAsync(["show", kind, id, "--json", .. data.Options])).Json;
                foreach (var (member, value) in shape!.AsObject())
                {
                    JsonNode.DeepEquals(shown[member], value).ShouldBeTrue($"{kind} {id}: {member} is {shown[member]}");
                }
            }
        }
    }

    private static void ShouldHaveOutcomes(YrdResult replayed, JsonObject expected)
    {
        var lines = replayed.Lines.Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        var summary = lines[^1];
        lines.RemoveAt(lines.Count - 1);
        summary["lines"]!.GetValue<int>().ShouldBe(lines.Count);
        summary["unexpected"]!.GetValue<int>().ShouldBe(0);
        foreach (var line in lines)
        {
            line.ContainsKey("seq").ShouldBe(line["outcome"]!.ToString() == "ok", line.ToJsonString());
            line.Remove("seq");
        }
        if (expected["outcomes"] is { } outcomes)
        {
            new JsonArray([.. lines]).ToJsonString().ShouldBe(outcomes.ToJsonString());
            JsonNode.DeepEquals(summary, expected["summary"]).ShouldBeTrue(summary.ToJsonString());
        }
    }
}
