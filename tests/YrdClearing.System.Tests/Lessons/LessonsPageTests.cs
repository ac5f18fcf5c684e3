using System.Text.RegularExpressions;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>The page of lessons names tests that exist.</summary>
public sealed partial class LessonsPageTests
{
    [Fact]
    public void Every_lesson_names_tests_that_exist()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(ScenarioFolder.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(f => TestName().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var lessons = File.ReadLines(Path.Combine(ScenarioFolder.Root, "ops", "lessons.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(l => Quoted().Matches(l.Split(" | ")[1]).Select(m => m.Groups["name"].Value).ToList())
            .ToList();
        lessons.Count.ShouldBe(24);
        lessons.ShouldAllBe(l => l.Count > 0);
        lessons.SelectMany(l => l).Except(tests).ShouldBeEmpty();
    }

    [GeneratedRegex(@"public (async Task|void|Task) (?<name>[A-Z]\w+)\(")]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<name>[A-Z][a-zA-Z0-9]*_[a-zA-Z0-9_]+)`")]
    private static partial Regex Quoted();
}
