using System.Globalization;

namespace YrdClearing.Domain.Funds;

/// <summary>A fund as readers see it.</summary>
public sealed record FundView(string Fund, string Name, IReadOnlyList<PolicyView> Policies)
{
    public static FundView Of(FundState fund) => new(fund.Region, fund.Name, [.. fund.Policies.Select(p => PolicyView.Of(fund.Region, p))]);
}

/// <summary>A policy as readers see it, in the words of <c>policy.publish</c>.</summary>
/// <remarks>Amounts in CNY with two decimals, rates with four, dates ISO.</remarks>
public sealed record PolicyView(
    string Fund,
    string Version,
    string From,
    string Source,
    string Route,
    string Rate,
    IReadOnlyDictionary<string, string> CorridorRates,
    string AnnualCap,
    int UseDays,
    int ClaimDays,
    string? OrderCap,
    string CapMode,
    IReadOnlyList<string> ExcludedServices,
    string? NetDebitCap)
{
    public static PolicyView Of(string fund, Policy p) => new(
        fund,
        p.Version,
        p.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        p.Source,
        p.Route.ToString(),
        p.Rate.ToString(),
        p.CorridorRates.ToDictionary(r => r.Key, r => r.Value.ToString()),
        p.AnnualCap.ToString(),
        p.UseDays,
        p.ClaimDays,
        p.OrderCap?.ToString(),
        p.CapMode == Funds.CapMode.Clamp ? "clamp" : "reject",
        p.ExcludedServices,
        p.NetDebitCap?.ToString());
}
