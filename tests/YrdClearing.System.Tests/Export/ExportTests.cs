using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;
using YrdClearing.System.Tests.Verify;

namespace YrdClearing.System.Tests.Export;

/// <summary>What other tools read of the journal, with the real hledger.</summary>
public sealed class ExportTests(PlayedJournal journal) : IClassFixture<PlayedJournal>
{
    [Fact]
    public Task Hledger_checks_the_journal_and_gives_the_same_balances() => AgreesAsync(journal.Original, "market-random-1");

    [Fact]
    public async Task Hledger_agrees_on_both_networks_with_every_kind_of_price()
    {
        const string scenario = "all-prices";
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var replayed = await Yrd.RunAsync(["replay", Path.Combine(ScenarioFolder.Copies, scenario + ".jsonl"), .. data.Options]);
        replayed.ExitCode.ShouldBe(0, replayed.Error);
        await AgreesAsync(data.Options[1], scenario);
    }

    private async Task AgreesAsync(string data, string scenario)
    {
        var file = Path.Combine(journal.Copy(), "journal.hledger");
        var exported = await Yrd.RunAsync("export", "--data", data, "--format", "hledger");
        exported.ExitCode.ShouldBe(0, exported.Error);
        await File.WriteAllTextAsync(file, exported.Output, TestContext.Current.CancellationToken);

        await RunAsync("hledger", "-f", file, "check");
        var csv = await RunAsync("hledger", "-f", file, "balance", "--flat", "--no-total", "-O", "csv");

        var balances = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Trim('"', '\r').Split("\",\""))
            .ToDictionary(row => row[0], row => decimal.Parse(row[1]["CNY ".Length..], CultureInfo.InvariantCulture));
        balances.ShouldBe(Expected(scenario), ignoreOrder: true);
    }

    [Fact]
    public async Task An_entry_without_postings_stands_as_a_comment_with_its_number()
    {
        var text = await ExportAsync("--book", "network");
        text.ShouldContain("\n; 2026-", Case.Sensitive);
        text.ShouldContain(" (1) opening.fund-opened.1 opening:");
        text.ShouldNotContain("assets:cash");
    }

    [Fact]
    public async Task Csv_has_a_row_for_each_posting_that_adds_up_to_zero()
    {
        var text = await ExportAsync("--format", "csv");
        var rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();

        string.Join(' ', rows[0]).ShouldBe("book seq at recorded actor command cause aggregate event account amount currency");
        var amounts = rows.Skip(1).Select(row => row[10]).Where(a => a.Length > 0).ToList();
        amounts.Count.ShouldBeGreaterThan(100);
        amounts.Sum(a => decimal.Parse(a, CultureInfo.InvariantCulture)).ShouldBe(0);
    }

    [Fact]
    public async Task No_command_of_the_csv_is_a_formula_and_its_amounts_are_numbers()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = Path.Combine(journal.Copy(), "=1+1.jsonl");
        File.Copy(Path.Combine(ScenarioFolder.Copies, "local.jsonl"), file);
        (await Yrd.RunAsync(["replay", file, .. data.Options])).ExitCode.ShouldBe(0);
        var rows = (await Yrd.RunAsync(["export", "--format", "csv", .. data.Options])).Output
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToList();

        rows.Select(r => r[5]).Where(c => c.Length > 0).ShouldAllBe(c => c.StartsWith("'=1+1.jsonl:"));
        rows.ShouldContain(r => r[10].StartsWith('-'));

        var hledger = await Yrd.RunAsync(["export", "--format", "hledger", .. data.Options]);
        hledger.Output.ShouldNotContain("'=1+1.jsonl");
    }

    [Fact]
    public async Task A_book_that_does_not_exist_is_an_error()
    {
        var result = await Yrd.RunAsync("export", "--data", journal.Original, "--book", "fund:999999");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("fund:999999");
    }

    private static Dictionary<string, decimal> Expected(string scenario)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ScenarioFolder.Copies, scenario + ".expected.json")));
        return expected.RootElement.GetProperty("balances").EnumerateObject()
            .SelectMany(book => book.Value.EnumerateObject().Select(a => (Name: $"{book.Name}:{a.Name}", Amount: a.Value.GetString()!)))
            .ToDictionary(a => a.Name, a => decimal.Parse(a.Amount, CultureInfo.InvariantCulture));
    }

    private async Task<string> ExportAsync(params string[] options)
    {
        var result = await Yrd.RunAsync(["export", "--data", journal.Original, .. options]);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8"; // hledger reads files in the locale's encoding
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }
}
