using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

public enum IntegrityTrigger
{
    List,
    Clear,
}

/// <summary>A party's listing may come and go again; it begins with the first one.</summary>
public static class IntegrityLifecycle
{
    public static readonly Lifecycle<IntegrityStatus, IntegrityTrigger> Table = new("IntegrityRecord", IntegrityStatus.Listed,
        (IntegrityStatus.Listed,  IntegrityTrigger.Clear, IntegrityStatus.Cleared),
        (IntegrityStatus.Cleared, IntegrityTrigger.List,  IntegrityStatus.Listed));
}
