using System.Globalization;
using System.Text.Json.Nodes;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Registrations;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Registrations;

/// <summary>The register: imported contracts and our own, in the report and in the export.</summary>
public sealed class RegisterTests
{
    private const string Seller = "91330000MAXX0071X8", Buyer = "91340000MAXX00728C";

    /// <summary>The number that market.jsonl registers, on 2026-03-05, with 600,000.00 and 540,000.00.</summary>
    private const string OwnNumber = "2026330100000001";

    [Theory]
    [InlineData(ReplayData.Sqlite)]
    [InlineData(ReplayData.Postgres)]
    public async Task Imported_contracts_and_our_own_are_one_register_with_each_number_once(string database)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var market = Path.Combine(ScenarioFolder.Copies, "market.jsonl");
        (await Yrd.RunAsync(["replay", market, .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);
        var file = data.Write("registered.csv",
            string.Join(',', RegistrationFile.Columns),
            Row("A1", "2026-01-01", "service", "100.00", "80.00"),
            Row("A1", "2026-01-01", "service", "100.01", "80.00"),
            Row(OwnNumber, "2026-01-01", "service", "100.00", "80.00"),
            Row("A2", "2026-02-30", "service", "100.00", "80.00"),
            Row("A3", "2026-12-31", "'=loan", "100.00", "80.00"),
            Row("A4", "2026-12-31", "licence", "100.00", "100.01"),
            Row("A5", "2026-12-31", "licence", "99999999999999.00", "1.00"),
            "A6,2026-12-31",
            Row("'=A7", "2026-12-31", "licence", "1000.50", "1000.50", buyerRegion: "330200"),
            Row("A8", "2025-12-31", "licence", "7.00", "7.00"));

        var first = await Yrd.RunAsync(["import", "registrations", file, "--json", .. data.Options]);
        first.ExitCode.ShouldBe(ExitCode.Failed);
        first.Lines[..^1].Select(l => JsonNode.Parse(l)!).Select(r => $"{r["line"]} {r["code"]} {r["field"]}".TrimEnd()).ShouldBe(
        [
            "3 already_exists number", "4 already_exists number", "5 malformed date", "6 malformed type",
            "7 technology_value_exceeds_value technologyValue", "8 malformed contractValue", "9 malformed",
        ]);
        first.Lines[^1].ShouldBe("""{"rows":10,"registered":3,"refused":7}""");

        var report = await ReportAsync(2026, data);
        report["all"]!.ToJsonString().ShouldBe("""{"contracts":3,"contractValue":"601100.50","technologyValue":"541080.50"}""");
        report["betweenProvinces"]!["contractValue"]!.ToString().ShouldBe("600100.00");
        report["pairs"]!.AsArray().Select(p => $"{p!["from"]}>{p["to"]} {p["total"]!["contracts"]}")
            .ShouldBe(["330000>330000 1", "330000>340000 2"]);
        report["pairs"]![1]!["types"]!["development"]!["technologyValue"]!.ToString().ShouldBe("540000.00");
        (await ReportAsync(2025, data))["all"]!["contractValue"]!.ToString().ShouldBe("7.00");
        (await ReportAsync(2024, data))["all"]!["contracts"]!.GetValue<int>().ShouldBe(0);

        var export = await Yrd.RunAsync(["export", "--format", "registrations", "--year", "2026", "--bom", .. data.Options]);
        export.Output.ShouldStartWith("\uFEFFnumber,date,");
        export.Output.ShouldContain($"\r\n'=A7,2026-12-31,licence,{Seller},");
        export.Output.ShouldContain(
            $"\r\n{OwnNumber},2026-03-05,development,{Seller},Enterprise 1,330106,{Buyer},Enterprise 2,340111,600000.00,540000.00\r\n");
        export.Lines.Length.ShouldBe(4);

        // What was exported goes into another network, and again into the same one, without a change.
        var exported = data.Write("exported.csv", export.Output);
        (await Yrd.RunAsync(["import", "registrations", exported, .. data.Options])).Output
            .ShouldStartWith($"line 4: already_exists (number): The number is registered already");
        await using var other = await ReplayData.CreateAsync(database);
        (await Yrd.RunAsync(["import", "registrations", exported, .. other.Options])).Output
            .ShouldStartWith("3 rows: 3 in the register, 0 refused");
        (await ReportAsync(2026, other)).ToJsonString().ShouldBe(report.ToJsonString());
        (await Yrd.RunAsync(["verify", .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);
    }

    /// <summary>Found by a review: SQLite ended the query, PostgreSQL refused the cast, and the report was not available.</summary>
    [Theory]
    [InlineData(ReplayData.Sqlite)]
    [InlineData(ReplayData.Postgres)]
    public async Task A_year_may_come_to_more_than_64_bits_hold(string database)
    {
        const int contracts = 9_300;
        await using var data = await ReplayData.CreateAsync(database);
        var file = data.Write("large.csv", Enumerable.Range(0, contracts)
            .Select(i => Row($"L{i}", "2026-01-01", i % 2 == 0 ? "service" : "licence", "9999999999999.99", "9999999999999.99"))
            .Prepend(string.Join(',', RegistrationFile.Columns)));
        (await Yrd.RunAsync(["import", "registrations", file, "--json", .. data.Options])).Lines
            .ShouldBe([$$"""{"rows":{{contracts}},"registered":{{contracts}},"refused":0}"""]);

        var report = await ReportAsync(2026, data);
        report["all"]!.ToJsonString().ShouldBe(
            """{"contracts":9300,"contractValue":"92999999999999907.00","technologyValue":"92999999999999907.00"}""");
        report["types"]!["licence"]!["contractValue"]!.ToString().ShouldBe("46499999999999953.50");
        (await Yrd.RunAsync(["report", "contracts", "--year", "2026", .. data.Options])).Output.ShouldContain("92,999,999,999,999,907.00");
        (await Yrd.RunAsync(["verify", .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task The_sample_has_the_published_totals_of_2022()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var sample = await Yrd.RunAsync("sample", "registrations", "--year", "2022");
        var file = data.Write("sample.csv", sample.Output);

        var import = await Yrd.RunAsync(["import", "registrations", file, "--json", .. data.Options]);
        import.Lines.ShouldBe(["""{"rows":25273,"registered":25273,"refused":0}"""]);
        var report = await ReportAsync(2022, data);
        foreach (var total in new[] { "all", "betweenProvinces" })
        {
            report[total]!["contracts"]!.GetValue<int>().ShouldBe(25_273);
            report[total]!["contractValue"]!.ToString().ShouldBe("186345000000.00");
        }
        report["pairs"]!.AsArray().Count.ShouldBe(12);
        report["pairs"]!.AsArray().Sum(p => Yuan(p!["total"]!["contractValue"]!)).ShouldBe(186_345_000_000.00m);
        report["types"]!.AsObject().Sum(t => Yuan(t.Value!["technologyValue"]!)).ShouldBe(Yuan(report["all"]!["technologyValue"]!));
        report["types"]!.AsObject().Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("report", "contracts")]
    [InlineData("report", "contracts", "--year", "1")]
    [InlineData("export", "--format", "registrations", "--year", "9999")]
    [InlineData("import", "registrations", "no-such-file.csv")]
    [InlineData("import", "registrations", "no-such-file.csv", "--as", "nobody")]
    [InlineData("sample", "registrations", "--year", "2021")]
    [InlineData("sample", "--seed", "1")]
    public async Task Wrong_usage_is_said_and_nothing_is_done(params string[] line)
    {
        var result = await Yrd.RunAsync(line);
        result.ExitCode.ShouldBe(ExitCode.Usage);
        result.Error.ShouldNotBeEmpty();
    }

    private static async Task<JsonNode> ReportAsync(int year, ReplayData data)
    {
        var result = await Yrd.RunAsync(["report", "contracts", "--year", $"{year}", "--json", .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Ok, result.Error);
        return result.Json;
    }

    private static string Row(string number, string date, string type, string value, string technology, string buyerRegion = "340200") =>
        $"{number},{date},{type},{Seller},Institute,330106,{Buyer},Company,{buyerRegion},{value},{technology}";

    private static decimal Yuan(JsonNode amount) => decimal.Parse(amount.ToString(), CultureInfo.InvariantCulture);
}
