using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>What grains share in one process: the journal, its committer, the clock and the key of personal hashes.</summary>
public sealed record ClearingServices(JournalStore Store, Committer Committer, TimeProvider Clock, PersonalHash PersonalHash)
{
    /// <summary>
    /// Where messages are taken to their targets: not on the sender's book, which would then decide for its receivers between its batches.
    /// </summary>
    public TaskScheduler Deliveries { get; init; } = TaskScheduler.Default;

    /// <inheritdoc cref="Outbox.WindowMessages"/>
    public int OutboxWindow { get; init; } = Outbox.WindowMessages;

    /// <summary>Where orders belong.</summary>
    public KnownKeys<OrderKey> Orders { get; } = new(Store, OrderKey.Of, OrderKey.Parse);

    /// <summary>Where contracts belong.</summary>
    public KnownKeys<ContractKey> Contracts { get; } = new(Store, ContractKey.Of, ContractKey.Parse);
}
