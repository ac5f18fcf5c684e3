using System.Net;

namespace YrdClearing.System.Tests.Api;

/// <summary>An open licence accepted by many at the same moment: each of them has its contract, none takes another's encumbrance.</summary>
public sealed class OpenLicenceRaceTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const int Buyers = 16;

    private static readonly string[] Setup =
    [
        """{"as":"operator:network","do":"market.open","market":"330000","name":"n","feeRate":"0.02","sellerShare":"0.70"}""",
        Register(Network.OtherEnterprise),
        Register(Network.Enterprise),
        $$"""{"as":"market:330000/li","do":"title.register","title":"T1","holder":"{{Network.OtherEnterprise}}","kind":"patent"}""",
        $$"""
        {"as":"market:330000/li","do":"licence.offer","offer":"OL1","title":"T1","seller":"{{Network.OtherEnterprise}}","value":"100.00",
        "technologyValue":"100.00","objectionDays":10,"plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1"}]} }
        """,
    ];

    [Fact]
    public async Task Acceptances_at_the_same_moment_are_all_accepted()
    {
        for (var i = 0; i < Setup.Length; i++)
        {
            (await server.CommandAsync(At(Setup[i]), $"setup-{i}")).ShouldBeAccepted();
        }
        var answers = await Task.WhenAll(Enumerable.Range(1, Buyers).Select(i => server.CommandAsync(
            At($$"""
            {"as":"enterprise:{{Network.Enterprise}}","do":"licence.accept","contract":"K{{i}}","offer":"OL1",
            "buyer":"{{Network.Enterprise}}","buyerMarket":"330000"}
            """),
            $"accept-{i}")));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Created || a.Status == HttpStatusCode.Accepted);
        var title = (await server.GetAsync("/api/v1/titles/T1")).Json;
        title["encumbrances"]!.AsArray().Count.ShouldBe(Buyers);
    }

    private static string Register(string enterprise) =>
        $$"""{"as":"operator:network","do":"enterprise.register","enterprise":"{{enterprise}}","name":"n","region":"330106","sme":false}""";

    private static string At(string line) => """{"at":"2026-03-02T09:00:00+08:00",""" + line[1..];
}
