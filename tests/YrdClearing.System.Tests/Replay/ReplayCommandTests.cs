using System.Text;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Tests.Commands;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Replay;

public sealed class ReplayCommandTests
{
    private const string Open =
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"310000","name":"Shanghai"}""";

    [Fact]
    public async Task Bad_input_gets_its_code_line_by_line_and_changes_nothing()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = data.Write("bad.jsonl");
        var bad = BadInputs.All.Where(b => b.LineFits).ToList();
        await using (var stream = File.Create(file))
        {
            foreach (var line in bad.Select(b => b.Utf8).Prepend(Encoding.UTF8.GetBytes(Open)))
            {
                await stream.WriteAsync(line);
                stream.WriteByte((byte)'\n');
            }
        }
        var result = await Yrd.RunAsync(["replay", file, "--json", .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Failed);
        var outcomes = result.Lines[1..^1].Select(l => JsonNode.Parse(l)!["outcome"]!.ToString()).ToList();
        outcomes.ShouldBe(bad.Select(b => b.Code));
        result.Lines[^1].ShouldBe($$"""{"lines":{{bad.Count + 1}},"accepted":1,"rejected":{{bad.Count}},"unexpected":{{bad.Count}}}""");
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(bad.Count);
        (await Yrd.RunAsync(["balances", "--json", .. data.Options])).Json.ToJsonString().ShouldBe("""{"fund:310000":{}}""");
    }

    [Fact]
    public async Task A_difference_names_file_line_command_field_and_code_and_exits_1()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = data.Write(
            "wrong.jsonl",
            "// the second deposit is malformed",
            Open,
            """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00","expect":"invalid_amount"}""",
            """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":5}""",
            """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":5,"expect":"malformed"}""");
        var result = await Yrd.RunAsync(["replay", file, .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Failed);
        result.Output.ShouldStartWith("4 lines: 2 accepted, 2 refused, 2 not as expected");
        result.Error.Split('\n').ShouldBe(
        [
            "wrong.jsonl:3: fund.deposit: ok, expected invalid_amount.",
            "wrong.jsonl:4: fund.deposit: malformed (amount), expected ok. The field 'amount' must be a string, not a number.",
            "",
        ]);
    }

    [Fact]
    public async Task Several_files_are_several_streams_with_one_summary()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var first = data.Write("first.jsonl", Open, """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00"}""");
        var second = data.Write(
            "second.jsonl",
            """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00","expect":"malformed"}""",
            """{"at":"2026-01-01T00:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"6.00"}""");
        var result = await Yrd.RunAsync(["replay", first, second, "--json", "--parallel", "8", .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Ok, result.Error);
        result.Lines.ShouldBe(
        [
            """{"line":1,"do":"fund.open","outcome":"ok","seq":"network/1"}""",
            """{"line":2,"do":"fund.deposit","outcome":"ok","seq":"fund:310000/2"}""",
            """{"line":1,"do":"fund.deposit","outcome":"malformed"}""",
            """{"line":2,"do":"fund.deposit","outcome":"ok","seq":"fund:310000/3"}""",
            """{"lines":4,"accepted":3,"rejected":1,"unexpected":0}""",
        ]);
    }

    [Fact]
    public async Task Replayed_again_a_finished_line_keeps_its_first_outcome_and_posts_nothing()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = data.Write(
            "again.jsonl",
            Open,
            """{"as":"fund:310000/li","do":"voucher.approve","voucher":"V1","expect":"not_found"}""",
            """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00"}""",
            """{"id":"D-1","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"7.00","expect":"not_found"}""");
        var first = await Yrd.RunAsync(["replay", file, "--json", .. data.Options]);
        first.ExitCode.ShouldBe(ExitCode.Ok, first.Error);

        // Opened meanwhile: the refused deposit would be accepted now, were it executed again.
        var meanwhile = data.Write("meanwhile.jsonl", Open.Replace("310000", "320000"));
        (await Yrd.RunAsync(["replay", meanwhile, .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);

        var again = await Yrd.RunAsync(["replay", file, "--json", .. data.Options]);
        again.Output.ShouldBe(first.Output);
        var balances = (await Yrd.RunAsync(["balances", "--json", .. data.Options])).Json;
        balances.ToJsonString().ShouldBe("""{"fund:310000":{"assets:cash":"5.00","equity:treasury":"-5.00"},"fund:320000":{}}""");
    }

    [Fact]
    public async Task The_same_name_with_more_lines_goes_on_where_it_ended()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        const string Deposit = """{"as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00"}""";
        await Yrd.RunAsync(["replay", data.Write("grows.jsonl", Open, Deposit), .. data.Options]);
        var result = await Yrd.RunAsync(["replay", data.Write("grows.jsonl", Open, Deposit, Deposit), "--json", .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Ok, result.Error);
        result.Lines[2].ShouldBe("""{"line":3,"do":"fund.deposit","outcome":"ok","seq":"fund:310000/3"}""");
        var other = await Yrd.RunAsync(["replay", data.Write("grows.jsonl", Open, Deposit.Replace("5.00", "6.00")), .. data.Options]);
        other.Error.ShouldContain("grows.jsonl:2: fund.deposit: command_id_reused (id), expected ok.");
    }

    [Fact]
    public async Task A_second_replay_into_data_in_use_is_refused()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = data.Write("open.jsonl", Open);
        await using var host = await YrdClearing.Server.ClearingHost.StartAsync(
            new(data.Options[1], null, Write: true), TimeProvider.System, TestContext.Current.CancellationToken);
        var result = await Yrd.RunAsync(["replay", file, .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Failed);
        result.Error.ShouldContain("in use");
    }

    [Fact]
    public async Task Balances_are_given_as_of_a_time_a_day_and_a_sequence()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        string Deposit(string at) => """{"at":"AT","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"5.00"}""".Replace("AT", at);
        var file = data.Write(
            "times.jsonl", Open, Deposit("2026-03-02T23:59:59.999999+08:00"), Deposit("2026-03-03T00:00:00+08:00"), Deposit("2026-03-04T00:00:00+08:00"));
        (await Yrd.RunAsync(["replay", file, .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);
        async Task<string?> Cash(params string[] options) => (await Yrd.RunAsync(["balances", "--json", .. options, .. data.Options]))
            .Json["fund:310000"]?["assets:cash"]?.ToString();
        (await Cash()).ShouldBe("15.00");
        (await Cash("--as-of", "2026-03-02")).ShouldBe("5.00");
        (await Cash("--as-of", "2026-03-03T00:00:00+08:00")).ShouldBe("10.00");
        (await Cash("--as-of", "2026-03-02T16:00:00Z")).ShouldBe("10.00");
        (await Cash("--book", "fund:310000", "--as-of", "2")).ShouldBe("5.00");
        (await Cash("--book", "fund:310000", "--as-of", "1")).ShouldBeNull();
        (await Cash("--as-of", "2026-03-01")).ShouldBeNull();
        var unknown = await Yrd.RunAsync(["balances", "--book", "fund:990000", .. data.Options]);
        (unknown.ExitCode, unknown.Error).ShouldBe((ExitCode.Failed, "yrd: There is no book fund:990000." + Environment.NewLine));
        (await Yrd.RunAsync(["balances", .. data.Options])).Output.ShouldContain("fund:310000  assets:cash        15.00");
    }
}
