using YrdClearing.Domain.Parties;

namespace YrdClearing.Server.Api;

/// <summary>Listings that block a party in the whole network.</summary>
internal static class IntegrityRoutes
{
    public static readonly Resource Listings = new(
        "integrity", IntegrityRows.Kind, "{party}", typeof(IntegrityView), rows => IntegrityView.Of(IntegrityRows.Read(rows)))
    {
        Noun = "listing",
        Filters = [Filter.Status],
        Summary = "Parties that are or were listed.",
        IdExample = "91310000MAXX00015X",
        Example = """{"party":"91310000MAXX00015X","status":"Listed","reason":"false statements in an application"}""",
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("integrity.list",  "/integrity/{party}/list",  "/integrity/{party}"),
        new("integrity.clear", "/integrity/{party}/clear", "/integrity/{party}"),
    ];
}
