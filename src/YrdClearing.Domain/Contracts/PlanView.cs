using System.Globalization;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>What a royalty says of the whole contract; what it says of a part stands there.</summary>
public sealed record PlanView(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Basis = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Form = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TierView>? Tiers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EntryFee = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Minimum = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cap = null)
{
    /// <summary>Null for a plan that says nothing but what stands with its parts.</summary>
    public static PlanView? Of(ContractPlan? plan) => plan switch
    {
        RoyaltyPlan r => new(
            PlanKinds.Of(r).Name,
            r.Basis.ToString().ToLowerInvariant(),
            r.Form.ToString().ToLowerInvariant(),
            [.. r.Tiers.Select(t => new TierView(t.Above.ToString(), MilestoneView.ShareText(t.Rate)))],
            r.EntryFee?.ToString(),
            r.Minimum?.ToString(),
            r.Cap?.ToString()),
        _ => null,
    };
}

/// <summary>The rate of what lies above an amount.</summary>
public sealed record TierView(string Above, string Rate);

/// <summary>A royalty's period within its contract; amounts are null while they are not known.</summary>
public sealed record PeriodView(
    string Status,
    string Ends,
    string ReportBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reported,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Base)
{
    public static PeriodView? Of(PeriodState? p) => p is null ? null : new(
        p.Status.ToString(),
        p.Ends.ToString("O", CultureInfo.InvariantCulture),
        p.ReportBy.ToString("O", CultureInfo.InvariantCulture),
        p.Reported?.ToString(),
        p.Base?.ToString());
}

/// <summary>An owner of the contract: its share of what each release leaves after the fee.</summary>
public sealed record OwnerView(string Party, string Share);

/// <summary>An owner's part of a release and where its payment stands.</summary>
public sealed record OwnerPartView(string Party, string Amount, string Payout);
