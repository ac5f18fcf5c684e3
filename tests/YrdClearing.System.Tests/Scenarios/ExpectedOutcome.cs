using System.Text.Json.Nodes;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests;

/// <summary>What a scenario must end in: the file beside it.</summary>
internal sealed class ExpectedOutcome
{
    private readonly JsonObject _expected;

    public ExpectedOutcome(string scenario)
    {
        File = Path.Combine(ScenarioFolder.Copies, scenario + ".jsonl");
        _expected = JsonNode.Parse(global::System.IO.File.ReadAllText(Path.ChangeExtension(File, ".expected.json")))!.AsObject();
    }

    /// <summary>The scenario's own file.</summary>
    public string File { get; }

    /// <summary>Compares every line that <c>replay --json</c> printed, and its summary, with what the scenario says.</summary>
    public void HoldsForOutcomes(YrdResult replayed)
    {
        replayed.ExitCode.ShouldBe(ExitCode.Ok, replayed.Error);
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
        if (_expected["outcomes"] is { } outcomes)
        {
            new JsonArray([.. lines]).ToJsonString().ShouldBe(outcomes.ToJsonString());
            JsonNode.DeepEquals(summary, _expected["summary"]).ShouldBeTrue(summary.ToJsonString());
        }
    }

    /// <summary>Compares balances, vouchers, cycles, contracts, titles, listings and bids, and proves the journal.</summary>
    /// <param name="data">--data FOLDER or --postgres CONNECTION.</param>
    public async Task HoldsAsync(string[] data)
    {
        var balances = await Yrd.RunAsync(["balances", "--json", .. data]);
        JsonNode.DeepEquals(balances.Json, _expected["balances"]).ShouldBeTrue(balances.Output);
        var options = data[0] == "--data" ? new StoreOptions(data[1], null, Write: false) : new(null, data[1], Write: false);
        await using (var store = await JournalStores.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            foreach (var kind in new[] { "voucher", "cycle", "contract", "title", "listing", "bid" })
            {
                await ShowsAsync(store, kind, data);
            }
        }
        var verified = await Yrd.RunAsync(["verify", .. data]);
        verified.ExitCode.ShouldBe(ExitCode.Ok, verified.Output + verified.Error);
    }

    /// <summary>
    /// Each one as <c>yrd show</c> reads it, and the first by the command itself: to open the journal for each of hundreds took two thirds of
    /// these tests' time.
    /// </summary>
    private async Task ShowsAsync(JournalStore store, string kind, string[] data)
    {
        var isFirst = true;
        foreach (var (id, shape) in _expected[kind + "s"]?.AsObject() ?? [])
        {
            var read = await ShowCommand.ReadAsync(store, kind, id, TestContext.Current.CancellationToken);
            var shown = JsonObject.Create(read)!;
            foreach (var (member, value) in shape!.AsObject())
            {
                JsonNode.DeepEquals(shown[member], value).ShouldBeTrue($"{kind} {id}: {member} is {shown[member]}");
            }
            if (isFirst)
            {
                var told = await Yrd.RunAsync(["show", kind, id, "--json", .. data]);
                JsonNode.DeepEquals(told.Json, shown).ShouldBeTrue(told.Output + told.Error);
            }
            isFirst = false;
        }
    }
}
