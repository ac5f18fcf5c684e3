using Scalar.AspNetCore;

namespace YrdClearing.Server.Api;

/// <summary>The HTTP API: every route there is, in one place.</summary>
public static class ApiEndpoints
{
    /// <summary>What stands before every call of the API.</summary>
    public const string Root = "/api/v1";

    /// <summary>Where the OpenAPI document is.</summary>
    public const string OpenApiPath = "/openapi/v1.json";

    /// <summary>Where people browse it; the page loads nothing from elsewhere.</summary>
    public const string DocsPath = "/docs";

    /// <summary>The page must work without the internet, and must not send anything there.</summary>
    private const string OnlyFromHere = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

    private static readonly Resource[] Resources =
    [
        FundRoutes.Funds,
        FundRoutes.Policies,
        EnterpriseRoutes.Enterprises,
        ProviderRoutes.Providers,
        IntegrityRoutes.Listings,
        VoucherRoutes.Vouchers,
        OrderRoutes.Orders,
        ClaimRoutes.Claims,
        PayoutRoutes.Payouts,
        CycleRoutes.Cycles,
        MarketRoutes.Markets,
        TitleRoutes.Titles,
        ContractRoutes.Contracts,
        ListingRoutes.Listings,
        ListingRoutes.Bids,
        RegistrationRoutes.Registrations,
        OpenLicenceRoutes.Offers,
    ];

    public static void Map(WebApplication app, ListenAddress listen)
    {
        app.UseMiddleware<RequestLog>();
        if (!listen.AllowsRemote)
        {
            app.UseMiddleware<OwnNames>();
        }
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments(DocsPath))
            {
                http.Response.Headers.ContentSecurityPolicy = OnlyFromHere;
            }
            return next(http);
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint();
        app.UseRouting();
        app.UseMiddleware<LargeAnswers>();
        var api = app.MapGroup(Root);
        foreach (var resource in Resources)
        {
            ResourceEndpoints.Map(api, resource);
        }
        BookRoutes.Map(api);
        StatementRoutes.Map(api);
        ReportRoutes.Map(api);
        EventRoutes.Map(api);
        CommandEndpoints.Map(api);
        HealthRoutes.Map(app);
        app.MapOpenApi(OpenApiPath);
        app.MapScalarApiReference(DocsPath, options =>
        {
            options.Title = "YrdClearing";
            options.OpenApiRoutePattern = OpenApiPath;
            options.DefaultFonts = false;
            options.ProxyUrl = "";
            options.Telemetry = false;
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.Agent = new() { Disabled = true };
            options.Mcp = new() { Disabled = true };
        });
    }
}
