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

    /// <summary>The day (+08:00) on which an instalment falls due, or on which use first, pay later must be paid at the latest; null for a
    /// milestone, which falls due by acceptance, and before the trigger.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>True for the part of a deferred plan, which falls due after its trigger.</summary>
    public bool IsDeferred { get; init; }

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
    public DateOnly? WaitsFor =>
        IsReleased      ? null :
        IsDeferred      ? Due :
        AcceptBy ?? Due?.AddDays(-1);

    internal MilestoneState Release() =>
        this with { Status = MilestoneStatus.Released, AcceptBy = null, Payout = PayoutLifecycle.Table.Initial };

    internal static MilestoneState Planned(MilestoneTerms terms) => new() { Terms = terms, Status = MilestoneLifecycle.Table.Initial };
}

public enum MilestoneStatus
{
    Pending,
    Delivered,

    /// <summary>The buyer objected; the seller may deliver again.</summary>
    Objected,

    /// <summary>The technology is in use, nothing is due yet (deferred plans).</summary>
    InUse,

    /// <summary>The buyer has until its day to pay (deferred plans).</summary>
    Triggered,

    /// <summary>Its day is over and it is not paid (deferred plans).</summary>
    Payable,

    /// <summary>The compensation fund has paid its share; this is the rest, which the buyer still owes (deferred plans).</summary>
    Defaulted,

    /// <summary>Accepted, by the buyer or by the end of the objection days.</summary>
    Released,
}
