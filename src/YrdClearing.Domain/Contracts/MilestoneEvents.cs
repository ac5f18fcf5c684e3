using System.Text.Json.Serialization;
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

/// <summary>A part of the plan has fallen due and is paid for out of the escrow: the one way for money to leave it to the seller.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="Terms">Amount, both parts of the fee.</param>
/// <param name="Seller">USCC.</param>
/// <param name="HomeBook">The buyer's market's book.</param>
/// <param name="SellerBook">The seller's market's book, which pays the seller.</param>
/// <param name="IsDeemed">True when it fell due without a word of the buyer: the objection days ended, or its day came.</param>
/// <param name="IsLast">True when the contract is complete with it.</param>
public abstract record ReleaseEvent(
    string Contract,
    string Milestone,
    MilestoneTerms Terms,
    string Seller,
    string HomeBook,
    string SellerBook,
    bool IsDeemed,
    bool IsLast) : MilestoneEvent(Contract, Milestone);

/// <summary>All of the net is the seller's.</summary>
[Stored("milestone.released.1")]
public sealed record MilestoneReleased(
    string Contract,
    string Milestone,
    MilestoneTerms Terms,
    string Seller,
    string HomeBook,
    string SellerBook,
    bool IsDeemed,
    bool IsLast) : ReleaseEvent(Contract, Milestone, Terms, Seller, HomeBook, SellerBook, IsDeemed, IsLast);

/// <summary>Owners get their parts of the net, or the contract is complete with it and the escrow holds more.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The milestone's id.</param>
/// <param name="Terms">Amount, both parts of the fee.</param>
/// <param name="Seller">USCC.</param>
/// <param name="HomeBook">The buyer's market's book.</param>
/// <param name="SellerBook">The seller's market's book, which pays the seller and the owners.</param>
/// <param name="IsDeemed">As for the first version.</param>
/// <param name="IsLast">As for the first version.</param>
/// <param name="Owners">Their parts; the rest of the net is the seller's.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="Surplus">What the escrow held above the last amount: it goes back to the buyer.</param>
[Stored("milestone.released.2")]
public sealed record PartReleased(
    string Contract,
    string Milestone,
    MilestoneTerms Terms,
    string Seller,
    string HomeBook,
    string SellerBook,
    bool IsDeemed,
    bool IsLast,
    IReadOnlyList<OwnerAmount> Owners,
    string Buyer,
    Money Surplus) : ReleaseEvent(Contract, Milestone, Terms, Seller, HomeBook, SellerBook, IsDeemed, IsLast)
{
    /// <summary>What the seller itself is paid.</summary>
    [JsonIgnore]
    public Money SellerNet => Terms.Net - OwnerAmount.Sum(Owners);
}

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

/// <summary>An owner's payment moved on in the seller's market.</summary>
[Stored("milestone.owner-payout-changed.1")]
public sealed record OwnerPayoutChanged(string Contract, string Milestone, string Owner, PayoutStatus Status)
    : MilestoneEvent(Contract, Milestone);
