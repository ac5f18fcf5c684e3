using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>Where a period of a royalty stands.</summary>
public enum PeriodStatus
{
    /// <summary>Not reported yet.</summary>
    Open,

    /// <summary>The buyer gave its base; the seller's market may look at it within the objection days.</summary>
    Reported,

    /// <summary>The seller's market confirmed or corrected the base; the buyer may dispute within the objection days.</summary>
    Inspected,

    /// <summary>Its amount is final and waits for the escrow to cover it.</summary>
    Payable,

    /// <summary>Released out of the escrow.</summary>
    Paid,
}

public enum PeriodTrigger
{
    Report,
    Inspect,

    /// <summary>The objection days are over and the escrow does not cover it yet.</summary>
    FallDue,

    /// <summary>It is released: by the buyer, or because the objection days are over and the escrow covers it.</summary>
    Pay,
}

/// <summary>A royalty period's lifecycle (domain.md, "Technology contracts").</summary>
public static class RoyaltyLifecycle
{
    public static readonly Lifecycle<PeriodStatus, PeriodTrigger> Table = new("RoyaltyPeriod", PeriodStatus.Open,
        (PeriodStatus.Open,      PeriodTrigger.Report,  PeriodStatus.Reported),
        (PeriodStatus.Open,      PeriodTrigger.Inspect, PeriodStatus.Inspected),
        (PeriodStatus.Reported,  PeriodTrigger.Inspect, PeriodStatus.Inspected),
        (PeriodStatus.Reported,  PeriodTrigger.FallDue, PeriodStatus.Payable),
        (PeriodStatus.Reported,  PeriodTrigger.Pay,     PeriodStatus.Paid),
        (PeriodStatus.Inspected, PeriodTrigger.Inspect, PeriodStatus.Inspected),
        (PeriodStatus.Inspected, PeriodTrigger.FallDue, PeriodStatus.Payable),
        (PeriodStatus.Inspected, PeriodTrigger.Pay,     PeriodStatus.Paid),
        (PeriodStatus.Payable,   PeriodTrigger.Pay,     PeriodStatus.Paid));
}
