using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Scenarios;

/// <summary>
/// Every scenario, examples and random ones, replays through the real pipeline to its expected end, on both databases, one by one and in
/// parallel.
/// </summary>
public abstract class ScenarioTests
{
    /// <summary>Those of the project.</summary>
    private protected static readonly string[] Examples =
    [
        "all-prices", "bids", "cross-province", "deferred", "instalments", "local", "market", "market-random-1", "open-licence",
        "random-1", "random-2", "refusals", "royalty",
    ];

    /// <summary>One by one and in parallel, on one database each at least; the examples of the project on both.</summary>
    private protected static IEnumerable<TheoryDataRow<string, int>> RunsOn(string database) =>
        from name in Names()
        from parallel in new[] { 1, 64 }
        where Examples.Contains(name) || (database == ReplayData.Sqlite) == (parallel == 1)
        select new TheoryDataRow<string, int>(name, parallel);

    private protected static async Task EndsAsExpectedAsync(string name, string database, int parallel)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var expected = new ExpectedOutcome(name);
        expected.HoldsForOutcomes(await Yrd.RunAsync(["replay", expected.File, "--json", "--parallel", $"{parallel}", .. data.Options]));
        await expected.HoldsAsync(data.Options);
    }

    private protected static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(ScenarioFolder.Copies, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);
}

public sealed class ScenariosOnSqliteTests : ScenarioTests
{
    public static IEnumerable<TheoryDataRow<string, int>> Runs() => RunsOn(ReplayData.Sqlite);

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_scenario_ends_in_its_outcomes_and_in_what_it_says_is_there(string name, int parallel) =>
        EndsAsExpectedAsync(name, ReplayData.Sqlite, parallel);

    [Fact]
    public void The_copies_are_the_originals_where_those_are_at_hand()
    {
        Examples.Except(Names()).ShouldBeEmpty();
        if (ScenarioFolder.Originals is not { } originals)
        {
            return;
        }
        foreach (var name in Directory.EnumerateFiles(originals).Select(f => Path.GetFileName(f)))
        {
            File.ReadAllBytes(Path.Combine(ScenarioFolder.Copies, name)).ShouldBe(File.ReadAllBytes(Path.Combine(originals, name)), name);
        }
    }
}

public sealed class ScenariosOnPostgresTests : ScenarioTests
{
    public static IEnumerable<TheoryDataRow<string, int>> Runs() => RunsOn(ReplayData.Postgres);

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_scenario_ends_in_its_outcomes_and_in_what_it_says_is_there(string name, int parallel) =>
        EndsAsExpectedAsync(name, ReplayData.Postgres, parallel);
}
