using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The period's id.</param>
/// <param name="Base">As the buyer reported it.</param>
/// <param name="AcceptBy">Last day (+08:00) on which the seller's market may inspect it.</param>
[Stored("royalty.reported.1")]
public sealed record RoyaltyReported(string Contract, string Milestone, Money Base, DateOnly AcceptBy)
    : MilestoneEvent(Contract, Milestone);

/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The period's id.</param>
/// <param name="Base">As the seller's market found it.</param>
/// <param name="Reason">As given.</param>
/// <param name="AcceptBy">Last day (+08:00) before it falls due without a word of the buyer.</param>
[Stored("royalty.inspected.1")]
public sealed record RoyaltyInspected(string Contract, string Milestone, Money Base, string Reason, DateOnly AcceptBy)
    : MilestoneEvent(Contract, Milestone);

/// <summary>The amount is final; it waits for the escrow.</summary>
[Stored("royalty.payable.1")]
public sealed record RoyaltyPayable(string Contract, string Milestone, MilestoneTerms Terms) : MilestoneEvent(Contract, Milestone);
