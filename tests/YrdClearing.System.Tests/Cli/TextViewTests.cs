using System.Text.Json;
using YrdClearing.Server.Cli;

namespace YrdClearing.System.Tests.Cli;

/// <summary>What <c>show</c> prints for people.</summary>
public sealed class TextViewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-show-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Found by trying: of a royalty only the entry fee has a day and only periods have a period, which ended the command; the day of a use
    /// was left out, since the part before it has none.
    /// </summary>
    [Theory]
    [InlineData("royalty", "entry", "2026-03-31")]
    [InlineData("royalty", "P1", "reportBy 2026-07-30")]
    [InlineData("deferred", "use", "2026-05-01")]
    public async Task A_contract_is_shown_as_text_with_all_that_its_parts_have(string scenario, string part, string has)
    {
        var replayed = await Yrd.RunAsync(
            "replay", Path.Combine(ScenarioFolder.Copies, scenario + ".jsonl"), "--data", _folder);
        replayed.ExitCode.ShouldBe(ExitCode.Ok, replayed.Error);
        var shown = await Yrd.RunAsync("show", "contract", "K1", "--data", _folder);
        shown.ExitCode.ShouldBe(ExitCode.Ok, shown.Error);
        shown.Lines.Single(l => l.StartsWith($"  {part} ", StringComparison.Ordinal)).ShouldContain(has);
    }

    [Fact]
    public void A_table_has_a_column_for_all_that_any_row_has_where_that_row_has_it()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var view = JsonDocument.Parse(
            """
            {"id":"K1","parts":[
                {"id":"entry","amount":"2.00","status":"Due"},
                {"id":"P1","share":"0.50","amount":"10.00","due":"2026-03-31","status":"Due","by":null},
                {"note":"late","id":"P2","amount":"3.00","status":"Paid"}]}
            """);
        TextView.Write(text, view.RootElement);
        text.ToString().Split('\n').ShouldBe(
        [
            "id  K1",
            "",
            "parts",
            "  note  id     share  amount  due         status  by",
            "  ----  -----  -----  ------  ----------  ------  --",
            "        entry           2.00              Due",
            "        P1      0.50   10.00  2026-03-31  Due     -",
            "  late  P2              3.00              Paid",
            "",
        ]);
    }
}
