using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>What happened to a milestone.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
public abstract record MilestoneEvent(string Contract, string Milestone) : ContractEvent(Contract);

/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="AcceptBy">Last day (+08:00) on which the buyer may object.</param>
[Stored("milestone.delivered.1")]
public sealed record MilestoneDelivered(string Contract, string Milestone, DateOnly AcceptBy) : MilestoneEvent(Contract, Milestone);

[Stored("milestone.objected.1")]
public sealed record MilestoneObjected(string Contract, string Milestone, string Reason) : MilestoneEvent(Contract, Milestone);

/// <summary>Accepted, and paid for out of the escrow.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="Terms">Amount, both parts of the fee.</param>
/// <param name="Seller">USCC.</param>
/// <param name="HomeBook">The buyer's market's book.</param>
/// <param name="SellerBook">The seller's market's book, which pays the seller.</param>
/// <param name="IsDeemed">True when it fell due without a word of the buyer: the objection days ended, or its day came.</param>
/// <param name="IsLast">True when the contract is complete with it.</param>
[Stored("milestone.released.1")]
public sealed record MilestoneReleased(
    string Contract,
    string Milestone,
    MilestoneTerms Terms,
    string Seller,
    string HomeBook,
    string SellerBook,
    bool IsDeemed,
    bool IsLast) : MilestoneEvent(Contract, Milestone);

/// <summary>A ruling gives the buyer money back; the seller owes it.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="HomeBook">The buyer's market's book.</param>
/// <param name="SellerBook">The seller's market's book.</param>
/// <param name="Amount">Given back now.</param>
/// <param name="Total">Given back so far, this included.</param>
/// <param name="Reason">As given.</param>
[Stored("milestone.refunded.1")]
public sealed record MilestoneRefunded(
    string Contract,
    string Milestone,
    string Seller,
    string Buyer,
    string HomeBook,
    string SellerBook,
    Money Amount,
    Money Total,
    string Reason) : MilestoneEvent(Contract, Milestone);

/// <summary>The seller's payment moved on in the seller's market.</summary>
[Stored("milestone.payout-changed.1")]
public sealed record MilestonePayoutChanged(string Contract, string Milestone, PayoutStatus Status) : MilestoneEvent(Contract, Milestone);
