using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

public enum MilestoneTrigger
{
    Deliver,

    /// <summary>By the buyer, or deemed when the objection days are over or an instalment's day has come.</summary>
    Accept,

    Object,

    /// <summary>A ruling gives the buyer money back; what was released stays released.</summary>
    Refund,

    /// <summary>The buyer takes the technology into use (deferred plans).</summary>
    BeginUse,

    /// <summary>The trigger is reported (deferred plans).</summary>
    TriggerUse,

    /// <summary>The last day is over and the buyer has not paid (deferred plans).</summary>
    FallDue,

    /// <summary>The compensation fund steps in (deferred plans).</summary>
    Default,
}

/// <summary>A milestone's lifecycle (scenario.md, "Milestones"); an amendment puts others in the place of those not released.</summary>
public static class MilestoneLifecycle
{
    public static readonly Lifecycle<MilestoneStatus, MilestoneTrigger> Table = new("Milestone", MilestoneStatus.Pending,
        (MilestoneStatus.Pending,   MilestoneTrigger.Deliver, MilestoneStatus.Delivered),
        (MilestoneStatus.Delivered, MilestoneTrigger.Accept,  MilestoneStatus.Released),
        (MilestoneStatus.Delivered, MilestoneTrigger.Object,  MilestoneStatus.Objected),
        (MilestoneStatus.Objected,  MilestoneTrigger.Deliver, MilestoneStatus.Delivered),
        (MilestoneStatus.Released,  MilestoneTrigger.Refund,  MilestoneStatus.Released));

    /// <summary>
    /// The same for an instalment: its day comes without a delivery, and there is nothing to object to but by a dispute. A royalty's period
    /// takes these steps, too, once <see cref="RoyaltyLifecycle"/> lets it.
    /// </summary>
    public static readonly Lifecycle<MilestoneStatus, MilestoneTrigger> OfInstalment = new("Instalment", MilestoneStatus.Pending,
        (MilestoneStatus.Pending,   MilestoneTrigger.Accept,  MilestoneStatus.Released),
        (MilestoneStatus.Released,  MilestoneTrigger.Refund,  MilestoneStatus.Released));

    /// <summary>The same for use first, pay later: Released is Paid, by the escrow or, after a default, what the fund left.</summary>
    public static readonly Lifecycle<MilestoneStatus, MilestoneTrigger> OfUse = new("DeferredUse", MilestoneStatus.Pending,
        (MilestoneStatus.Pending,   MilestoneTrigger.BeginUse,   MilestoneStatus.InUse),
        (MilestoneStatus.InUse,     MilestoneTrigger.TriggerUse, MilestoneStatus.Triggered),
        (MilestoneStatus.Triggered, MilestoneTrigger.FallDue,    MilestoneStatus.Payable),
        (MilestoneStatus.Triggered, MilestoneTrigger.Accept,     MilestoneStatus.Released),
        (MilestoneStatus.Payable,   MilestoneTrigger.Accept,     MilestoneStatus.Released),
        (MilestoneStatus.Payable,   MilestoneTrigger.Default,    MilestoneStatus.Defaulted),
        (MilestoneStatus.Defaulted, MilestoneTrigger.Accept,     MilestoneStatus.Released),
        (MilestoneStatus.Released,  MilestoneTrigger.Refund,     MilestoneStatus.Released));

    /// <summary>The lifecycle of a part, as its plan began it.</summary>
    public static Lifecycle<MilestoneStatus, MilestoneTrigger> Of(MilestoneState part) =>
        part.IsDeferred                             ? OfUse :
        part.Due is null && part.Period is null     ? Table :
        OfInstalment;
}
