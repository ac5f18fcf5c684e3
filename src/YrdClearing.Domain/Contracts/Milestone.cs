using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>One milestone of a contract's plan.</summary>
public sealed record MilestoneState
{
    public required MilestoneTerms Terms { get; init; }

    public MilestoneStatus Status { get; init; }

    /// <summary>Last day (+08:00) on which the buyer may object; null but while Delivered.</summary>
    public DateOnly? AcceptBy { get; init; }

    /// <summary>The day (+08:00) on which an instalment falls due; null for a milestone, which falls due by acceptance.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Given back to the buyer so far, fee included.</summary>
    public Money Refunded { get; init; }

    /// <summary>Where the seller's payment stands; null until released.</summary>
    public PayoutStatus? Payout { get; init; }

    [JsonIgnore]
    public string Id => Terms.Id;

    [JsonIgnore]
    public bool IsReleased => Status == MilestoneStatus.Released;

    /// <summary>The last day (+08:00) that passes before a run of deadlines releases it; null when none ever does as things stand.</summary>
    [JsonIgnore]
    public DateOnly? WaitsFor => IsReleased ? null : AcceptBy ?? Due?.AddDays(-1);

    internal static MilestoneState Planned(MilestoneTerms terms) => new() { Terms = terms, Status = MilestoneLifecycle.Table.Initial };
}

public enum MilestoneStatus
{
    Pending,
    Delivered,

    /// <summary>The buyer objected; the seller may deliver again.</summary>
    Objected,

    /// <summary>Accepted, by the buyer or by the end of the objection days.</summary>
    Released,
}
