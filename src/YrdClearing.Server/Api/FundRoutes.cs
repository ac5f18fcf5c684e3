using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>Funds and their policies.</summary>
internal static class FundRoutes
{
    private const string PolicyExample =
        """
        {"fund":"310000","version":"P-310000-1","from":"2026-01-01","source":"notice of 2026","route":"R3","rate":"0.5000",
        "corridorRates":{"320000":"0.4000"},"annualCap":"300000.00","useDays":180,"claimDays":90,"orderCap":"100000.00","capMode":"clamp",
        "excludedServices":["training"],"netDebitCap":"5000000.00"}
        """;

    public static readonly Resource Funds = new(
        "funds", FundRows.Kind, "{fund}", typeof(FundView), rows => FundView.Of(FundRows.Read(rows)))
    {
        HasParts = true,
        Summary = "Funds that grant vouchers, with their policies.",
        IdExample = "310000",
        Example = $$"""{"fund":"310000","name":"Shanghai innovation voucher fund","policies":[{{PolicyExample}}]}""",
    };

    public static readonly Resource Policies = new(
        "policies", FundRows.PolicyKind, "{fund}/{version}", typeof(PolicyView),
        rows => PolicyView.Of(rows[0].Fund!, DomainJson.Read<Policy>(rows[0].Body)))
    {
        Filters = [Filter.Fund],
        Summary = "Published versions of the funds' rules.",
        IdExample = "310000/P-310000-1",
        Example = PolicyExample,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("fund.open",        "/funds",                    "/funds/{fund}", Creates: true),
        new("policy.publish",   "/funds/{fund}/policies",    "/policies/{fund}/{version}", Creates: true),
        new("fund.appropriate", "/funds/{fund}/appropriate", "/funds/{fund}"),
        new("fund.deposit",     "/funds/{fund}/deposit",     "/funds/{fund}"),
    ];
}
