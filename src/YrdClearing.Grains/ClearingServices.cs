using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>What grains share in one process: the journal, its committer, the clock and the key of personal hashes.</summary>
public sealed record ClearingServices(JournalStore Store, Committer Committer, TimeProvider Clock, PersonalHash PersonalHash)
{
    /// <summary>Where orders belong.</summary>
    public OrderKeys Orders { get; } = new(Store);
}
