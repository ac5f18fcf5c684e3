using YrdClearing.Domain.Markets;

namespace YrdClearing.Server.Api;

/// <summary>Technology markets.</summary>
internal static class MarketRoutes
{
    public static readonly Resource Markets = new(
        "markets", MarketRows.Kind, "{market}", typeof(MarketView), rows => MarketView.Of(MarketRows.Read(rows)))
    {
        Summary = "Technology markets with the fee of those that sell through them.",
        IdExample = "310000",
        Example = """{"market":"310000","name":"Shanghai technology market","feeRate":"0.0100","sellerShare":"0.6000"}""",
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("market.open",          "/markets",                             "/markets/{market}", Creates: true),
        new("compensation.deposit", "/markets/{market}/compensation-fund",  "/markets/{market}"),
    ];
}
