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

    /// <summary>The same for an instalment: its day comes without a delivery, and there is nothing to object to but by a dispute.</summary>
    public static readonly Lifecycle<MilestoneStatus, MilestoneTrigger> OfInstalment = new("Instalment", MilestoneStatus.Pending,
        (MilestoneStatus.Pending,   MilestoneTrigger.Accept,  MilestoneStatus.Released),
        (MilestoneStatus.Released,  MilestoneTrigger.Refund,  MilestoneStatus.Released));

    /// <summary>The lifecycle of a part, as its plan began it.</summary>
    public static Lifecycle<MilestoneStatus, MilestoneTrigger> Of(MilestoneState part) => part.Due is null ? Table : OfInstalment;
}
