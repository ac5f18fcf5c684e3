using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>One version of a fund's rules: data with an effective date and a source, never constants (domain.md, "Vouchers").</summary>
public sealed record Policy
{
    /// <summary>Unique within its fund; every decision made under it stores this.</summary>
    public required string Version { get; init; }

    /// <summary>First day (+08:00) on which it is in force.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The public notice it comes from.</summary>
    public required string Source { get; init; }

    public required FundingRoute Route { get; init; }

    /// <summary>Subsidised share of the eligible amount.</summary>
    public required Rate Rate { get; init; }

    /// <summary>Rates for orders whose host lies in another province, by that province.</summary>
    public IReadOnlyDictionary<string, Rate> CorridorRates { get; init; } = new Dictionary<string, Rate>();

    /// <summary>What one enterprise may be granted in a calendar year.</summary>
    public required Money AnnualCap { get; init; }

    /// <summary>Days from approval to the voucher's use-by.</summary>
    public required int UseDays { get; init; }

    /// <summary>Days from use-by to claim-by.</summary>
    public required int ClaimDays { get; init; }

    /// <summary>The most that one order may be subsidised with; null for no cap.</summary>
    public Money? OrderCap { get; init; }

    /// <summary>What happens to an order whose subsidy exceeds what the voucher has.</summary>
    public CapMode CapMode { get; init; }

    public IReadOnlyList<string> ExcludedServices { get; init; } = [];

    /// <summary>The most that the home book may owe to all others at an approval; null for no cap.</summary>
    public Money? NetDebitCap { get; init; }

    /// <summary>The corridor's rate where the host's province is another one and has a rate of its own, else <see cref="Rate"/>.</summary>
    public Rate RateFor(string homeProvince, string hostProvince) =>
        hostProvince != homeProvince && CorridorRates.TryGetValue(hostProvince, out var rate) ? rate : Rate;
}

/// <summary>Who pays whom (domain.md, "Vouchers").</summary>
public enum FundingRoute
{
    /// <summary>Reimburse: home pays its own enterprise afterwards.</summary>
    R1,

    /// <summary>Direct: home pays the provider, wherever it is.</summary>
    R2,

    /// <summary>Advance: the host's fund pays the provider and home owes the host.</summary>
    R3,
}

/// <summary>What happens when a subsidy exceeds what the voucher has.</summary>
public enum CapMode
{
    /// <summary>The order is refused.</summary>
    Reject,

    /// <summary>The subsidy is cut to what there is.</summary>
    Clamp,
}
