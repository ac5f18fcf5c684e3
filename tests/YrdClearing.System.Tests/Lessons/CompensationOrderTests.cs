using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by reading: deadlines took a market's contracts side by side and by id, so that chance said for whom the last money of a
/// compensation fund was. They are taken by draft.
/// </summary>
public sealed class CompensationOrderTests
{
    private const string Seller = "91330000MAXX0071X8";
    private const string Buyer = "91340000MAXX00728C";
    private const int Contracts = 8;
    private const int Covered = 3;

    [Theory]
    [InlineData(ReplayData.Sqlite)]
    [InlineData(ReplayData.Postgres)]
    public async Task A_compensation_fund_that_is_too_small_pays_for_the_contracts_that_were_drafted_first(string database)
    {
        await using var data = await ReplayData.CreateAsync(database);
        // The last one drafted has the first id.
        var contracts = Enumerable.Range(0, Contracts).Select(i => $"K{Contracts - i}").ToList();
        var file = data.Write(
            "defaults.jsonl",
            [
                """
                {"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"market.open","market":"340000","name":"M",
                "feeRate":"0","sellerShare":"1"}
                """.ReplaceLineEndings(""),
                Registration(Seller, "330106"),
                Registration(Buyer, "340111"),
                $$"""{"as":"bank:network","do":"compensation.deposit","market":"340000","amount":"{{50 * Covered}}.00"}""",
                .. contracts.SelectMany(UntilTriggered),
                """{"at":"2026-03-04T00:00:00+08:00","as":"operator:network","do":"deadlines.run"}""",
            ]);
        var replayed = await Yrd.RunAsync(["replay", file, .. data.Options]);
        replayed.ExitCode.ShouldBe(ExitCode.Ok, replayed.Output + replayed.Error);

        var parts = new List<string?>();
        foreach (var contract in contracts)
        {
            var shown = await Yrd.RunAsync(["show", "contract", contract, "--json", .. data.Options]);
            parts.Add((string?)shown.Json["milestones"]![0]!["id"]);
        }
        parts.ShouldBe([.. Enumerable.Repeat("compensation", Covered), .. Enumerable.Repeat("use", Contracts - Covered)]);
    }

    private static string Registration(string party, string region) =>
        $$"""{"as":"operator:network","do":"enterprise.register","enterprise":"{{party}}","name":"N","region":"{{region}}","sme":true}""";

    /// <summary>A contract of 50.00 whose price falls due on the day after and which nobody has paid.</summary>
    private static string[] UntilTriggered(string contract) =>
    [
        $$$"""
        {"as":"market:340000/xu","do":"contract.draft","contract":"{{{contract}}}","type":"service","seller":"{{{Seller}}}","buyer":"{{{Buyer}}}",
        "buyerMarket":"340000","value":"50.00","technologyValue":"50.00","objectionDays":0,
        "plan":{"kind":"deferred","trigger":"first sale","dueDays":1,"compensationShare":"1.00"}}
        """.ReplaceLineEndings(""),
        $$"""{"as":"enterprise:{{Seller}}","do":"contract.sign","contract":"{{contract}}"}""",
        $$"""{"as":"enterprise:{{Buyer}}","do":"contract.sign","contract":"{{contract}}"}""",
        $$"""{"as":"enterprise:{{Buyer}}","do":"use.begin","contract":"{{contract}}"}""",
        $$"""{"as":"enterprise:{{Buyer}}","do":"use.trigger","contract":"{{contract}}","evidence":"invoice"}""",
    ];
}
