using YrdClearing.Server.Cli;

namespace YrdClearing.System.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "Required command")]
    [InlineData("sell", "sell")]
    [InlineData("replay", "FILE")]
    [InlineData("replay no-such-file.jsonl", "no-such-file.jsonl")]
    [InlineData("balances --everything", "--everything")]
    [InlineData("balances --as-of 57", "--book")]
    [InlineData("balances --as-of yesterday", "yesterday")]
    [InlineData("balances --as-of 9999-12-31", "9999-12-31")]
    [InlineData("balances --data a --postgres b", "--postgres")]
    [InlineData("balances --postgres postgres://yrd:secret@localhost/clearing", "Host=")]
    [InlineData("balances --postgres Databse=clearing", "Host=")]
    [InlineData("balances --postgres Database=clearing", "Host=")]
    [InlineData("balances --data=", "--data")]
    [InlineData("backup --data a --to=", "--to")]
    [InlineData("export --format registrations --book fund:310000", "--book")]
    [InlineData("export --format csv --year 2022", "--year")]
    [InlineData("export --format hledger --bom", "--bom")]
    [InlineData("show", "KIND")]
    [InlineData("show elephant E1", "elephant")]
    [InlineData("serve --log=", "--log")]
    [InlineData("serve --listen nowhere", "nowhere")]
    [InlineData("serve --listen 0.0.0.0:5080", "--allow-remote")]
    public async Task Wrong_usage_is_said_on_standard_error_and_exits_2(string line, string inMessage)
    {
        var result = await Yrd.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        result.ExitCode.ShouldBe(ExitCode.Usage, result.Error);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldStartWith("yrd: ");
        result.Error.ShouldContain(inMessage);
        result.Error.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("balances")]
    [InlineData("show voucher V1")]
    public async Task Without_a_journal_reading_fails_and_makes_none(string line)
    {
        var data = Path.Combine(_folder, "nothing");
        var result = await Yrd.RunAsync([.. line.Split(' '), "--data", data]);
        result.ExitCode.ShouldBe(ExitCode.Failed);
        result.Error.ShouldContain("nothing");
        Directory.Exists(data).ShouldBeFalse();
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("balances")]
    [InlineData("show")]
    [InlineData("serve")]
    [InlineData("commands")]
    public async Task Help_shows_examples_and_exit_codes(string command)
    {
        var result = await Yrd.RunAsync(command, "--help");
        result.ExitCode.ShouldBe(ExitCode.Ok);
        result.Output.ShouldContain("Examples:");
        result.Output.ShouldContain("  yrd " + command);
        result.Output.ShouldContain("Exit codes");
    }

    [Fact]
    public async Task The_reference_of_commands_is_printed_for_people_and_for_machines()
    {
        (await Yrd.RunAsync("commands")).Output.ShouldContain("## voucher.approve");
        var commands = (await Yrd.RunAsync("commands", "--json")).Json.AsArray();
        commands.ShouldContain(c => c!["do"]!.ToString() == "order.place" && c["fields"]!.AsArray().Count == 5);
    }

    [Fact]
    public void A_table_aligns_chinese_and_amounts()
    {
        var table = new TextTable(new("名称"), new("amount", IsRight: true));
        table.Add("上海", "1.00");
        table.Add("x", "1200.00");
        var text = new StringWriter();
        table.Write(text);
        text.ToString().Split(Environment.NewLine).ShouldBe(
        [
            "名称   amount",
            "----  -------",
            "上海     1.00",
            "x     1200.00",
            "",
        ]);
    }
}
