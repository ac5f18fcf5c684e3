using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>
/// Where a cycle stands (domain.md, "Clearing and settlement"). Reconciled is passed through by calculate and never rests.
/// </summary>
public enum CycleStatus
{
    CutOff,
    Reconciled,
    Calculated,
    Confirmed,
    Instructed,
    PartlySettled,
    Settled,
    Closed,
}

/// <summary>Where one payment of a cycle stands.</summary>
public enum InstructionStatus
{
    Calculated,
    Instructed,
    Paid,
    Failed,
}

/// <summary>What moves a cycle.</summary>
public enum CycleTrigger
{
    /// <summary>A book reports what arose in it, or its mirror of another's.</summary>
    Report,

    /// <summary>Every book has reported and both mirrors of every pair agree.</summary>
    Reconcile,

    /// <summary>Netting leaves instructions.</summary>
    Calculate,

    /// <summary>Netting leaves nothing to pay, so there is nobody to confirm.</summary>
    CalculateNothing,

    /// <summary>A participant confirms, others are still to come.</summary>
    Confirm,

    /// <summary>The last participant confirms.</summary>
    ConfirmLast,

    Instruct,

    /// <summary>Nothing is to be paid: what is instructed is settled.</summary>
    InstructNothing,

    Pay,

    /// <summary>The last instruction is paid.</summary>
    PayLast,

    Fail,
    Close,
}

/// <summary>What moves one payment of a cycle.</summary>
public enum InstructionTrigger
{
    Instruct,
    Pay,
    Fail,
}

/// <summary>The lifecycles of a cycle and of its instructions (domain.md; scenario.md, Readings, "Cycles").</summary>
public static class CycleLifecycle
{
    public static readonly Lifecycle<CycleStatus, CycleTrigger> Cycle = new("Cycle", CycleStatus.CutOff,
        (CycleStatus.CutOff,        CycleTrigger.Report,           CycleStatus.CutOff),
        (CycleStatus.CutOff,        CycleTrigger.Reconcile,        CycleStatus.Reconciled),
        (CycleStatus.Reconciled,    CycleTrigger.Calculate,        CycleStatus.Calculated),
        (CycleStatus.Reconciled,    CycleTrigger.CalculateNothing, CycleStatus.Confirmed),
        (CycleStatus.Calculated,    CycleTrigger.Confirm,          CycleStatus.Calculated),
        (CycleStatus.Calculated,    CycleTrigger.ConfirmLast,      CycleStatus.Confirmed),
        (CycleStatus.Confirmed,     CycleTrigger.Instruct,         CycleStatus.Instructed),
        (CycleStatus.Confirmed,     CycleTrigger.InstructNothing,  CycleStatus.Settled),
        (CycleStatus.Instructed,    CycleTrigger.Fail,             CycleStatus.Instructed),
        (CycleStatus.Instructed,    CycleTrigger.Pay,              CycleStatus.PartlySettled),
        (CycleStatus.Instructed,    CycleTrigger.PayLast,          CycleStatus.Settled),
        (CycleStatus.PartlySettled, CycleTrigger.Fail,             CycleStatus.PartlySettled),
        (CycleStatus.PartlySettled, CycleTrigger.Pay,              CycleStatus.PartlySettled),
        (CycleStatus.PartlySettled, CycleTrigger.PayLast,          CycleStatus.Settled),
        (CycleStatus.Settled,       CycleTrigger.Close,            CycleStatus.Closed));

    public static readonly Lifecycle<InstructionStatus, InstructionTrigger> Instruction = new("Instruction", InstructionStatus.Calculated,
        (InstructionStatus.Calculated, InstructionTrigger.Instruct, InstructionStatus.Instructed),
        (InstructionStatus.Instructed, InstructionTrigger.Pay,      InstructionStatus.Paid),
        (InstructionStatus.Instructed, InstructionTrigger.Fail,     InstructionStatus.Failed),
        (InstructionStatus.Failed,     InstructionTrigger.Pay,      InstructionStatus.Paid),
        (InstructionStatus.Failed,     InstructionTrigger.Fail,     InstructionStatus.Failed));
}
