using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

public sealed class CommandStreamTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string JsonLines = "application/x-ndjson";

    [Fact]
    public async Task A_stream_is_answered_line_by_line_in_order_and_a_refusal_does_not_stop_it()
    {
        var lines = await SendAsync(
            """
            // opening
            {"id":"s1","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"320000","name":"Fund"}

            {"id":"s2","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"0.00"}
            {"as":"bank:network","do":"fund.deposit","fund":"320000","amount":"1.00"}
            {"id":"s4","at":"2026-03-02T08:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"1.00"}
            {"id":"s5","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"2.00"}
            {"id":"s5","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"2.00"}
            not json
            """);
        lines.Select(l => (l["line"]!.GetValue<int>(), l["outcome"]!.GetValue<string>())).ShouldBe(
        [
            (2, "ok"), (4, "invalid_amount"), (5, "malformed"), (6, "malformed"), (7, "ok"), (8, "ok"), (9, "malformed"),
        ]);
        lines[4]["receipt"]!["at"]!.GetValue<string>().ShouldBe("2026-03-02T09:00:00+08:00");
        lines[5]["receipt"]!.ToJsonString().ShouldBe(lines[4]["receipt"]!.ToJsonString());
        lines[1]["problem"]!["detailZh"]!.GetValue<string>().ShouldContain("金额");
        lines[2]["problem"]!["field"]!.GetValue<string>().ShouldBe("id");
    }

    [Fact]
    public async Task Two_thousand_lines_sent_before_any_answer_is_read_are_all_answered()
    {
        await SendAsync(
            """{"id":"m0","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"340000","name":"Fund"}""");
        var body = new StringBuilder();
        for (var i = 1; i <= 2000; i++)
        {
            body.Append($$"""{"id":"m{{i}}","as":"bank:network","do":"fund.deposit","fund":"340000","amount":"0.01"}""").Append('\n');
        }
        var lines = await SendAsync(body.ToString());
        lines.Count.ShouldBe(2000);
        lines.ShouldAllBe(l => l["outcome"]!.GetValue<string>() == "ok");
        lines.Select(l => l["id"]!.GetValue<string>()).ShouldBe(Enumerable.Range(1, 2000).Select(i => $"m{i}"));
        var balances = (await server.GetAsync("/api/v1/books/fund:340000/balances")).Json["balances"]!;
        balances["assets:cash"]!.GetValue<string>().ShouldBe("20.00");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_malformed_and_the_next_one_counts()
    {
        var lines = await SendAsync(
            "{\"id\":\"l1\"" + new string(' ', 100_000) + "}\n"
            + """{"id":"l2","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"330000","name":"Fund"}""");
        lines.Select(l => l["outcome"]!.GetValue<string>()).ShouldBe(["malformed", "ok"]);
    }

    [Fact]
    public async Task The_receipt_of_a_line_is_spelled_like_that_of_a_single_command()
    {
        const string Line =
            """{"id":"r1","at":"2026-03-02T09:00:00.5+08:00","as":"operator:network","do":"fund.open","fund":"370000","name":"Fund"}""";
        var single = await server.PostAsync("/api/v1/commands", Line, null, null);
        single.Status.ShouldBe(HttpStatusCode.Created, single.Text);
        var streamed = await server.PostAsync("/api/v1/commands", Line, null, null, JsonLines);
        streamed.Text.ShouldBe($$"""{"line":1,"id":"r1","do":"fund.open","outcome":"ok","receipt":{{single.Text}}}""" + "\n");
    }

    [Fact]
    public async Task A_stream_above_the_limit_is_refused_as_a_whole()
    {
        var body = new byte[ApiLimits.MaxStreamBytes + 1];
        Array.Fill(body, (byte)' ');
        (await server.PostAsync("/api/v1/commands", body, null, null, JsonLines))
            .ShouldBeRefused(HttpStatusCode.RequestEntityTooLarge, "malformed");
    }

    /// <summary>Found by reading: Kestrel hung up on a client that waited for an answer for more than five seconds.</summary>
    [Fact]
    public async Task A_client_that_pauses_between_its_lines_gets_the_answer_to_each()
    {
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        await stream.SendAsync(
            """{"id":"p1","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"350000","name":"Fund"}"""
            + "\n");
        await stream.ReadUntilAsync("\"p1\"", TimeSpan.FromSeconds(30));
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        await stream.SendAsync("""{"id":"p2","as":"bank:network","do":"fund.deposit","fund":"350000","amount":"1.00"}""");
        await stream.EndAsync();
        await stream.ReadUntilAsync(OpenStream.End, TimeSpan.FromSeconds(30));
        stream.Outcomes.ShouldBe([(1, "ok"), (2, "ok")]);
    }

    /// <summary>Found by reading: what replay takes from a file was refused when the same file was sent.</summary>
    [Fact]
    public async Task A_byte_order_mark_at_the_start_of_a_body_is_no_part_of_its_command_and_a_second_one_is()
    {
        const string commands = "/api/v1/commands";
        string Open(string fund) =>
            $$"""{"id":"b-{{fund}}","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"{{fund}}","name":"F"}""";
        (await server.PostAsync(commands, "\uFEFF" + Open("360000"), null, null)).ShouldBeAccepted();
        (await server.PostAsync(commands, "\uFEFF\uFEFF" + Open("370100"), null, null))
            .ShouldBeRefused(HttpStatusCode.BadRequest, "malformed");
        (await server.PostAsync("/api/v1/funds/360000/deposit", "\uFEFF{\"amount\":\"1.00\"}", "bank:network", "b-d")).ShouldBeAccepted();
        (await server.PostAsync("/api/v1/deadlines/run", "\uFEFF", "operator:network", "b-r")).ShouldBeAccepted();
        var lines = await SendAsync($"\uFEFF// opening\n{Open("360100")}\n\uFEFF{Open("360200")}");
        lines.Select(l => (l["line"]!.GetValue<int>(), l["outcome"]!.GetValue<string>())).ShouldBe([(2, "ok"), (3, "malformed")]);
        (await SendAsync("\uFEFF" + Open("360300"))).ShouldHaveSingleItem()["outcome"]!.GetValue<string>().ShouldBe("ok");
    }

    private async Task<List<JsonNode>> SendAsync(string body)
    {
        var answer = await server.PostAsync("/api/v1/commands", body, null, null, JsonLines);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.ContentType.ShouldBe(JsonLines);
        return answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
    }
}
