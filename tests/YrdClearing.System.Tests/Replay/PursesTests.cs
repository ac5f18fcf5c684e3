using System.Text.Json.Nodes;
using YrdClearing.Server.Sample;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Replay;

/// <summary>Lines that take from one fund's money pass one another only while there is enough for all of them.</summary>
public sealed class PursesTests
{
    private const string Fund = "320000";
    private const int Enterprises = 36;
    private static readonly string Provider = SampleCodes.Uscc(Fund, 1);

    [Theory]
    [InlineData(1, ReplayData.Sqlite)]
    [InlineData(2, ReplayData.Postgres)]
    public async Task With_too_little_budget_and_cash_a_parallel_replay_refuses_the_same_lines_as_a_serial_one(int seed, string database)
    {
        var lines = Script(new Random(seed));
        var serial = await OutcomesAsync(lines, parallel: 1, ReplayData.Sqlite);
        var parallel = await OutcomesAsync(lines, parallel: 64, database);
        serial.Outcomes.Count(o => o == "budget_insufficient").ShouldBeGreaterThan(3);
        serial.Outcomes.Count(o => o == "insufficient_cash").ShouldBeGreaterThan(3);
        parallel.Outcomes.ShouldBe(serial.Outcomes);
        parallel.Balances.ShouldBe(serial.Balances);
    }

    private static async Task<(List<string> Outcomes, string Balances)> OutcomesAsync(
        IEnumerable<string> lines, int parallel, string database)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var file = Path.Combine(data.Folder, "purses.jsonl");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var replayed = await Yrd.RunAsync(["replay", file, "--json", "--parallel", $"{parallel}", .. data.Options]);
        var outcomes = replayed.Lines.SkipLast(1).Select(l => JsonNode.Parse(l)!["outcome"]!.ToString()).ToList();
        return (outcomes, (await Yrd.RunAsync(["balances", "--json", .. data.Options])).Output);
    }

    /// <summary>
    /// Vouchers and payouts of one fund, whose money comes in small parts between those who take it, and is never enough for all.
    /// </summary>
    private static List<string> Script(Random random)
    {
        var lines = new List<string>
        {
            """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"320000","name":"Fund"}""",
            """{"as":"operator:network","do":"policy.publish","fund":"320000","version":"P","from":"2026-01-01","source":"test","route":"R2","rate":"0.50","annualCap":"900000.00","useDays":180,"claimDays":60}""",
            $$"""{"as":"operator:network","do":"provider.apply","provider":"{{Provider}}","name":"P","fund":"320000","services":["testing"],"account":{"bankCode":"313651021030","number":"6222","name":"P"} }""",
            $$"""{"as":"fund:320000/li","do":"provider.recognise","provider":"{{Provider}}"}""",
        };
        var all = Enumerable.Range(0, Enterprises).Select(i => (
            Number: i, Uscc: SampleCodes.Uscc(Fund, 100 + i), Face: random.Next(1, 40) * 1_000, Price: random.Next(1, 20) * 1_000)).ToList();
        lines.AddRange(all.Select(e =>
            $$"""{"as":"operator:network","do":"enterprise.register","enterprise":"{{e.Uscc}}","name":"E","region":"320500","sme":true}"""));
        lines.AddRange(all.Select(e =>
            $$"""{"as":"enterprise:{{e.Uscc}}","do":"voucher.apply","voucher":"V{{e.Number}}","enterprise":"{{e.Uscc}}","fund":"320000","amount":"{{e.Face}}.00"}"""));
        foreach (var e in all)
        {
            if (random.Next(3) == 0)
            {
                lines.Add($$"""{"as":"fund:320000/li","do":"fund.appropriate","fund":"320000","amount":"{{random.Next(1, 60) * 1_000}}.00"}""");
            }
            lines.Add($$"""{"as":"fund:320000/wang","do":"voucher.approve","voucher":"V{{e.Number}}"}""");
        }
        foreach (var step in (string[])["accept", "deliver", "confirm", "submit", "review", "approve"])
        {
            lines.AddRange(all.Select(e => Step(step, e.Number, e.Uscc, e.Price)).SelectMany(l => l));
        }
        foreach (var e in all)
        {
            if (random.Next(3) == 0)
            {
                lines.Add($$"""{"as":"bank:network","do":"fund.deposit","fund":"320000","amount":"{{random.Next(1, 6) * 1_000}}.00"}""");
            }
            lines.Add($$"""{"as":"fund:320000/chen","do":"payout.instruct","order":"O{{e.Number}}"}""");
            if (random.Next(4) == 0)
            {
                lines.Add($$"""{"as":"bank:network","do":"payout.fail","order":"O{{e.Number}}","reason":"r"}""");
            }
        }
        return lines;
    }

    private static IEnumerable<string> Step(string step, int n, string enterprise, int price) => step switch
    {
        "accept" =>
        [
            $$"""{"as":"enterprise:{{enterprise}}","do":"order.place","voucher":"V{{n}}","order":"O{{n}}","provider":"{{Provider}}","service":"testing","price":"{{price}}.00"}""",
            $$"""{"as":"provider:{{Provider}}","do":"order.accept","order":"O{{n}}"}""",
        ],
        "deliver" => [$$"""{"as":"provider:{{Provider}}","do":"order.deliver","order":"O{{n}}","contract":"c","invoice":"I{{n}}","invoiceAmount":"{{price}}.00"}"""],
        "confirm" => [$$"""{"as":"enterprise:{{enterprise}}","do":"order.confirm","order":"O{{n}}"}"""],
        "submit" => [$$"""{"as":"provider:{{Provider}}","do":"claim.submit","order":"O{{n}}"}"""],
        "review" => [$$"""{"as":"fund:320000/li","do":"claim.review","order":"O{{n}}"}"""],
        _ => [$$"""{"as":"fund:320000/zhao","do":"claim.approve","order":"O{{n}}"}"""],
    };
}
