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

    /// <summary>A royalty's period; null for any other part.</summary>
    public PeriodState? Period { get; init; }

    /// <summary>What owners have a part of, once released; null when the contract has none.</summary>
    public IReadOnlyList<OwnerPart>? Owners { get; init; }

    /// <summary>Given back to the buyer so far, fee included.</summary>
    public Money Refunded { get; init; }

    /// <summary>Where the seller's payment stands; null until released.</summary>
    public PayoutStatus? Payout { get; init; }

    [JsonIgnore]
    public string Id => Terms.Id;

    [JsonIgnore]
    public bool IsReleased => Status == MilestoneStatus.Released;

    /// <summary>The last day (+08:00) that passes before a run of deadlines releases it; null when none does as things stand.</summary>
    [JsonIgnore]
    public DateOnly? WaitsFor =>
        IsReleased                                      ? null :
        IsDeferred                                      ? Due :
        Period is { Status: PeriodStatus.Payable }      ? Period.Ends :
        AcceptBy ?? Due?.AddDays(-1);

    internal MilestoneState Release() =>
        this with { Status = MilestoneStatus.Released, AcceptBy = null, Payout = PayoutLifecycle.Table.Initial };

    internal MilestoneState Released(ReleaseEvent e) => Release() with
    {
        Terms = e.Terms,
        Period = Period is null ? null : Period with { Status = PeriodStatus.Paid },
        Owners = e is PartReleased { Owners: { Count: > 0 } owners }
            ? [.. owners.Select(o => new OwnerPart(o.Party, o.Amount, PayoutLifecycle.Table.Initial))]
            : null,
    };

    internal MilestoneState With(OwnerPayoutChanged e) => this with
    {
        Owners = [.. Owners!.Select(o => o.Party == e.Owner ? o with { Payout = e.Status } : o)],
    };

    internal static MilestoneState Planned(MilestoneTerms terms) => new() { Terms = terms, Status = MilestoneLifecycle.Table.Initial };
}

/// <summary>A royalty's period within its contract.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Ends">Its last day (+08:00); the buyer may report from the next one on.</param>
/// <param name="ReportBy">Last day on which only the buyer may say what the base is.</param>
/// <param name="Reported">As the buyer reported it; null when it did not.</param>
/// <param name="Base">What counts: as reported, or as the seller's market found it; null while Open.</param>
public sealed record PeriodState(
    PeriodStatus Status, DateOnly Ends, DateOnly ReportBy, Money? Reported = null, Money? Base = null)
{
    /// <summary>True when its amount does not change any more.</summary>
    [JsonIgnore]
    public bool IsFinal => Status is PeriodStatus.Payable or PeriodStatus.Paid;
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
