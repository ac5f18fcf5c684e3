using YrdClearing.Domain.Providers;

namespace YrdClearing.Server.Api;

/// <summary>Providers and their recognition per province.</summary>
internal static class ProviderRoutes
{
    public static readonly Resource Providers = new(
        "providers", ProviderRows.Kind, "{provider}", typeof(ProviderView), rows => ProviderView.Of(ProviderRows.Read(rows)))
    {
        Filters = [Filter.Status, new("fund", "fund", "Region code of the host fund.")],
        Summary = "Providers with the provinces that recognise them. Account numbers are masked, persons are not shown.",
        IdExample = "91320000MAXX00023W",
        Example =
            """
            {"provider":"91320000MAXX00023W","name":"Provider 2","fund":"320000","status":"Recognised","services":["testing","design"],
            "provinces":{"310000":"Effective"},"account":{"bankCode":"313651027012","number":"************0002","name":"Provider 2"}}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("provider.apply",     "/providers",                      "/providers/{provider}", Creates: true),
        new("provider.recognise", "/providers/{provider}/recognise", "/providers/{provider}"),
        new("provider.propose",   "/providers/{provider}/propose",   "/providers/{provider}"),
        new("provider.accept",    "/providers/{provider}/accept",    "/providers/{provider}"),
        new("provider.object",    "/providers/{provider}/object",    "/providers/{provider}"),
    ];
}
