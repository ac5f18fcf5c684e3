using YrdClearing.Domain.Parties;

namespace YrdClearing.Server.Api;

/// <summary>Enterprises that are known to the network.</summary>
internal static class EnterpriseRoutes
{
    public static readonly Resource Enterprises = new(
        "enterprises", EnterpriseRows.Kind, "{enterprise}", typeof(EnterpriseView), rows => EnterpriseView.Of(EnterpriseRows.Read(rows)))
    {
        Summary = "Registered enterprises. Account numbers are masked, persons are not shown.",
        IdExample = "91310000MAXX00015X",
        Example =
            """
            {"enterprise":"91310000MAXX00015X","name":"Enterprise 1","region":"310104","sme":true,
            "account":{"bankCode":"313651027012","number":"************0001","name":"Enterprise 1"}}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("enterprise.register", "/enterprises", "/enterprises/{enterprise}", Creates: true),
    ];
}
