using System.Net;

namespace YrdClearing.System.Tests.Api;

/// <summary>The register over HTTP.</summary>
public sealed class RegistrationTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Registration = """
        {"number":"A 1/b","date":"2022-03-31","type":"licence","seller":"91330000MAXX0071X8","sellerName":"S","sellerRegion":"330106",
        "buyer":"91340000MAXX00728C","buyerName":"B","buyerRegion":"340200","contractValue":"100.00","technologyValue":"80.00"}
        """;

    [Fact]
    public async Task A_recorded_contract_is_listed_and_counted_as_json_and_as_csv()
    {
        var recorded = await server.PostAsync("/api/v1/registrations", Registration, "operator:network", "a1");
        recorded.ShouldBeAccepted();
        // A number may hold a slash, which a path keeps escaped.
        (await server.GetAsync(recorded.Location!)).Json["number"]!.GetValue<string>().ShouldBe("A 1/b");
        (await server.PostAsync("/api/v1/registrations", Registration, "operator:network", "a2"))
            .ShouldBeRefused(HttpStatusCode.Conflict, "already_exists");

        var list = (await server.GetAsync("/api/v1/registrations?seller=91330000MAXX0071X8")).Json["items"]!.AsArray();
        list.ShouldHaveSingleItem()!["technologyValue"]!.GetValue<string>().ShouldBe("80.00");
        var report = await server.GetAsync("/api/v1/reports/contracts?year=2022");
        report.Json["betweenProvinces"]!.ToJsonString().ShouldBe("""{"contracts":1,"contractValue":"100.00","technologyValue":"80.00"}""");
        report.Json["pairs"]![0]!["types"]!["licence"]!["contracts"]!.GetValue<int>().ShouldBe(1);
        var csv = await server.GetAsync("/api/v1/reports/contracts?year=2022", "text/csv");
        csv.ContentType.ShouldBe("text/csv");
        csv.Text.Split("\r\n")[..3].ShouldBe(
        [
            "seller,buyer,type,contracts,contractValue,technologyValue",
            "330000,340000,licence,1,100.00,80.00",
            "330000,340000,all,1,100.00,80.00",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?year=")]
    [InlineData("?year=22")]
    [InlineData("?year=2022&year=2023")]
    [InlineData("?year=2022&type=licence")]
    public async Task A_year_that_is_none_is_refused(string query) =>
        (await server.GetAsync("/api/v1/reports/contracts" + query)).ShouldBeRefused(HttpStatusCode.BadRequest, "malformed");
}
