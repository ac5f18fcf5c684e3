using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Scenarios;

/// <summary>
/// Every scenario, examples and random ones, replays through the real pipeline to its expected end, on both databases, one by one and in
/// parallel.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string[] Examples =
    [
        "all-prices", "bids", "cross-province", "deferred", "instalments", "local", "market", "market-random-1", "open-licence",
        "random-1", "random-2", "refusals", "royalty",
    ];

    /// <summary>Serial and parallel, on one database each at least; the examples of the project on both.</summary>
    public static IEnumerable<TheoryDataRow<string, string, int>> Runs() =>
        from name in Names()
        from database in new[] { ReplayData.Sqlite, ReplayData.Postgres }
        from parallel in new[] { 1, 64 }
        where Examples.Contains(name) || (database == ReplayData.Sqlite) == (parallel == 1)
        select new TheoryDataRow<string, string, int>(name, database, parallel);

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_scenario_ends_in_its_outcomes_and_in_what_it_says_is_there(string name, string database, int parallel)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var expected = new ExpectedOutcome(name);
        expected.HoldsForOutcomes(await Yrd.RunAsync(["replay", expected.File, "--json", "--parallel", $"{parallel}", .. data.Options]));
        await expected.HoldsAsync(data.Options);
    }

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

    private static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(ScenarioFolder.Copies, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);
}
