using Microsoft.Data.Sqlite;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Scenarios;

namespace YrdClearing.System.Tests.Journal;

/// <summary>
/// Journals written by earlier versions, kept as SQL text under <c>tests/journals/FORMAT</c> and never made anew: this version must read,
/// verify and continue them.
/// </summary>
public sealed class KeptJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-kept-").FullName;

    public static IEnumerable<TheoryDataRow<string>> Journals() =>
        Directory.EnumerateFiles(Folder, "*.sql", SearchOption.AllDirectories)
            .Select(f => new TheoryDataRow<string>(Path.GetRelativePath(Folder, f)));

    private static string Folder => Path.Combine(ScenarioFolder.Root, "tests", "journals");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Journals))]
    public async Task A_kept_journal_is_read_verified_and_continued(string journal)
    {
        Restore(journal);
        string[] data = ["--data", _folder];
        var expected = new ExpectedOutcome(Path.GetFileNameWithoutExtension(journal));

        (await Yrd.RunAsync(["verify", .. data])).ExitCode.ShouldBe(0);
        await expected.HoldsAsync(data);

        // Replayed again, every line answers what it answered then, and nothing is posted.
        expected.HoldsForOutcomes(await Yrd.RunAsync(["replay", expected.File, "--json", .. data]));
        await expected.HoldsAsync(data);

        var more = Path.Combine(_folder, "more.jsonl");
        await File.WriteAllTextAsync(more, """
            {"at":"2028-01-01T00:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"1.00"}
            {"as":"operator:network","do":"deadlines.run"}
            """, TestContext.Current.CancellationToken);
        (await Yrd.RunAsync(["replay", more, .. data])).ExitCode.ShouldBe(0);
        (await Yrd.RunAsync(["verify", .. data])).ExitCode.ShouldBe(0);
    }

    private void Restore(string journal)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(Folder, journal));
        command.ExecuteNonQuery();
    }
}
