using YrdClearing.Domain.Licences;

namespace YrdClearing.Server.Api;

/// <summary>Open licences; an acceptance is a contract.</summary>
internal static class OpenLicenceRoutes
{
    private const string Offer = "/open-licences/{offer}";

    public static readonly Resource Offers = new(
        "open-licences", OpenLicenceRows.Kind, "{offer}", typeof(OpenLicenceView), rows => OpenLicenceView.Of(OpenLicenceRows.Read(rows)))
    {
        Noun = "open licence",
        Filters =
        [
            Filter.Status,
            new("market", "fund", "Region code of the market that published it."),
            new("seller", "provider", "USCC of the title's holder."),
        ],
        Summary = "Standing offers to license a title at published terms.",
        IdExample = "OL1",
        Example =
            """
            {"id":"OL1","status":"Offered","title":"T1","seller":"91330000MAXX0071X8","market":"330000","value":"30000.00",
            "technologyValue":"30000.00","objectionDays":10,"plan":"milestones"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("licence.offer",    "/open-licences",      Offer, Creates: true),
        new("licence.withdraw", Offer + "/withdraw",   Offer),
        new("licence.accept",   Offer + "/accept",     "/contracts/{contract}", Creates: true),
    ];
}
