using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

public enum ContractTrigger
{
    /// <summary>The first party signs the draft.</summary>
    Sign,

    /// <summary>The second party signs the draft.</summary>
    SignLast,

    /// <summary>A party signs an amendment that waits for it.</summary>
    SignAmendment,

    Register,
    Refuse,
    Fund,
    Deliver,
    Object,

    /// <summary>A milestone is accepted, others are still to come.</summary>
    Release,

    /// <summary>The last milestone is accepted.</summary>
    ReleaseLast,

    /// <summary>The buyer takes the technology into use (deferred plans).</summary>
    BeginUse,

    /// <summary>The trigger of a deferred plan is reported.</summary>
    TriggerUse,

    Dispute,
    Resolve,
    Amend,
    Terminate,
}

/// <summary>A technology contract's lifecycle (domain.md, "Technology contracts"; scenario.md, the table below "Codes").</summary>
public static class ContractLifecycle
{
    public static readonly Lifecycle<ContractStatus, ContractTrigger> Table = new("Contract", ContractStatus.Draft,
        (ContractStatus.Draft,      ContractTrigger.Sign,          ContractStatus.Draft),
        (ContractStatus.Draft,      ContractTrigger.SignLast,      ContractStatus.Signed),
        (ContractStatus.Signed,     ContractTrigger.SignAmendment, ContractStatus.Signed),
        (ContractStatus.Signed,     ContractTrigger.Register,      ContractStatus.Registered),
        (ContractStatus.Signed,     ContractTrigger.Refuse,        ContractStatus.NotRegistered),
        (ContractStatus.Signed,     ContractTrigger.Fund,          ContractStatus.Performing),
        (ContractStatus.Signed,     ContractTrigger.BeginUse,      ContractStatus.Performing),
        (ContractStatus.Signed,     ContractTrigger.Amend,         ContractStatus.Signed),
        (ContractStatus.Signed,     ContractTrigger.Terminate,     ContractStatus.Terminated),
        (ContractStatus.Registered, ContractTrigger.SignAmendment, ContractStatus.Registered),
        (ContractStatus.Registered, ContractTrigger.Fund,          ContractStatus.Performing),
        (ContractStatus.Registered, ContractTrigger.BeginUse,      ContractStatus.Performing),
        (ContractStatus.Registered, ContractTrigger.Amend,         ContractStatus.Registered),
        (ContractStatus.Registered, ContractTrigger.Terminate,     ContractStatus.Terminated),
        (ContractStatus.Performing, ContractTrigger.SignAmendment, ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Register,      ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Fund,          ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Deliver,       ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Object,        ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Release,       ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.ReleaseLast,   ContractStatus.Completed),
        (ContractStatus.Performing, ContractTrigger.BeginUse,      ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.TriggerUse,    ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Dispute,       ContractStatus.Disputed),
        (ContractStatus.Performing, ContractTrigger.Amend,         ContractStatus.Performing),
        (ContractStatus.Performing, ContractTrigger.Terminate,     ContractStatus.Terminated),
        (ContractStatus.Disputed,   ContractTrigger.Resolve,       ContractStatus.Performing),
        (ContractStatus.Disputed,   ContractTrigger.Terminate,     ContractStatus.Terminated));
}
