using System.Text.Json.Nodes;

namespace YrdClearing.System.Tests.Api;

/// <summary>
/// Ids that a path cannot carry, for what they name is read all the same. Found by reading: the resource of a receipt led nowhere.
/// </summary>
public sealed class PathTests(NetworkServer server) : IClassFixture<NetworkServer>
{
    [Theory]
    [InlineData("cycles", "id", "..", "..",
        """{"as":"clearing:network","do":"cycle.cut-off","cycle":"..","mode":"gross"}""")]
    [InlineData("vouchers", "id", ".", ".",
        $$"""
        {"as":"enterprise:{{Network.Enterprise}}","do":"voucher.apply","voucher":".","enterprise":"{{Network.Enterprise}}",
        "fund":"310000","amount":"1.00"}
        """)]
    [InlineData("policies", "version", "310000/..", "..",
        """
        {"as":"operator:network","do":"policy.publish","fund":"310000","version":"..","from":"2027-01-01","source":"s","route":"R3","rate":"0.50",
        "annualCap":"1.00","useDays":1,"claimDays":1}
        """)]
    [InlineData("registrations", "number", "a%252F%2Bb/c", "a%2F+b/c",
        """
        {"as":"operator:network","do":"registration.record","number":"a%2F+b/c","date":"2022-03-31","type":"licence",
        "seller":"91330000MAXX0071X8","sellerName":"S","sellerRegion":"330106","buyer":"91340000MAXX00728C","buyerName":"B",
        "buyerRegion":"340200","contractValue":"100.00","technologyValue":"80.00"}
        """)]
    public async Task What_has_an_id_that_a_path_cannot_carry_is_read_by_the_resource_of_its_receipt(
        string list, string member, string inQuery, string expected, string command)
    {
        var receipt = (await server.CommandAsync(command, $"path-{list}")).ShouldBeAccepted();
        receipt["resource"].ShouldStartWith($"/api/v1/{list}?id=");
        receipt.Location.ShouldBe(receipt["resource"]);
        foreach (var path in new[] { receipt["resource"], $"/api/v1/{list}?id={inQuery}" })
        {
            var page = (await server.GetAsync(path)).Json;
            page["items"]!.AsArray().ShouldHaveSingleItem()![member]!.GetValue<string>().ShouldBe(expected);
            page["next"].ShouldBeNull();
        }
        var line = (await server.PostAsync("/api/v1/commands", Line(command, $"path-{list}"), null, null, "application/x-ndjson")).Json;
        line["receipt"]!["resource"]!.GetValue<string>().ShouldBe(receipt["resource"]);
    }

    private static string Line(string command, string id)
    {
        var line = JsonNode.Parse(command)!;
        line["id"] = id;
        return line.ToJsonString();
    }
}
