using YrdClearing.Domain.Registrations;

namespace YrdClearing.Server.Api;

/// <summary>Contracts that other systems registered.</summary>
internal static class RegistrationRoutes
{
    public static readonly Resource Registrations = new(
        "registrations", RegistrationRows.Kind, "{number}", typeof(RegistrationView),
        rows => RegistrationView.Of(RegistrationRows.Read(rows)))
    {
        Filters =
        [
            new("seller", "provider", "USCC of the seller."),
            new("buyer", "enterprise", "USCC of the buyer."),
            new("sellerRegion", "fund", "Region code of the seller."),
        ],
        Summary = "Technology contracts that other systems registered; those registered here are among the contracts.",
        IdExample = "2022310000000001",
        Example = """
            {"number":"2022310000000001","date":"2022-03-31","type":"development","seller":"91330000MAXX0071X8",
            "sellerName":"Example Institute","sellerRegion":"330100","buyer":"91340000MAXX00728C","buyerName":"Example Company",
            "buyerRegion":"340200","contractValue":"600000.00","technologyValue":"550000.00"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new(RegistrationCommands.Record, "/registrations", "/registrations/{number}", Creates: true),
    ];
}
