using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>What happened to a contract. Amounts are explicit: a reader adds them up without a rule.</summary>
/// <param name="Contract">The contract's id.</param>
public abstract record ContractEvent(string Contract) : DomainEvent
{
    /// <summary>Where the contract stands now; null when the event leaves it as it was.</summary>
    public ContractStanding? After { get; init; }
}

/// <summary>The seller's market drafted it; its fee and split are those of every release.</summary>
public abstract record DraftEvent(
    string Contract,
    ContractType Type,
    string? Title,
    string Seller,
    string Buyer,
    string SellerMarket,
    string BuyerMarket,
    MarketTerms Terms,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    IReadOnlyList<MilestoneTerms> Milestones) : ContractEvent(Contract);

/// <summary>With a plan of milestones.</summary>
[Stored("contract.drafted.1")]
public sealed record ContractDrafted(
    string Contract,
    ContractType Type,
    string? Title,
    string Seller,
    string Buyer,
    string SellerMarket,
    string BuyerMarket,
    MarketTerms Terms,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    IReadOnlyList<MilestoneTerms> Milestones)
    : DraftEvent(Contract, Type, Title, Seller, Buyer, SellerMarket, BuyerMarket, Terms, Value, TechnologyValue, ObjectionDays, Milestones);

/// <summary>With a plan of any other kind, or with owners.</summary>
[Stored("contract.drafted.2")]
public sealed record ContractDraftedWithPlan(
    string Contract,
    ContractType Type,
    string? Title,
    string Seller,
    string Buyer,
    string SellerMarket,
    string BuyerMarket,
    MarketTerms Terms,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    IReadOnlyList<MilestoneTerms> Milestones,
    ContractPlan Plan,
    IReadOnlyList<OwnerShare>? Owners = null)
    : DraftEvent(Contract, Type, Title, Seller, Buyer, SellerMarket, BuyerMarket, Terms, Value, TechnologyValue, ObjectionDays, Milestones);

/// <summary>An open licence was accepted: the contract begins signed by both.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Type">A licence.</param>
/// <param name="Title">The title's id.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="SellerMarket">Region code of the market that published the offer.</param>
/// <param name="BuyerMarket">Region code.</param>
/// <param name="Terms">Fee and split.</param>
/// <param name="Value">As published.</param>
/// <param name="TechnologyValue">As published.</param>
/// <param name="ObjectionDays">As published.</param>
/// <param name="Milestones">Parts of the plan.</param>
/// <param name="Plan">As published, of any kind.</param>
/// <param name="Offer">The open licence's id.</param>
/// <param name="Encumbrance">The how manyth of all contracts that ever encumbered the title this one is.</param>
[Stored("contract.licence-accepted.1")]
public sealed record LicenceAccepted(
    string Contract,
    ContractType Type,
    string? Title,
    string Seller,
    string Buyer,
    string SellerMarket,
    string BuyerMarket,
    MarketTerms Terms,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    IReadOnlyList<MilestoneTerms> Milestones,
    ContractPlan Plan,
    string Offer,
    int Encumbrance)
    : DraftEvent(Contract, Type, Title, Seller, Buyer, SellerMarket, BuyerMarket, Terms, Value, TechnologyValue, ObjectionDays, Milestones);

/// <param name="Contract">The contract's id.</param>
/// <param name="Party">Who signed.</param>
/// <param name="Title">The title that the second signature encumbers; null otherwise.</param>
/// <param name="Encumbrance">The how manyth of all contracts that ever encumbered the title this one is; null otherwise.</param>
[Stored("contract.signed.1")]
public sealed record ContractSigned(string Contract, ContractParty Party, string? Title = null, int? Encumbrance = null)
    : ContractEvent(Contract);

/// <summary>The technology value found at registration replaces the draft's.</summary>
[Stored("contract.registered.1")]
public sealed record ContractRegistered(string Contract, string Number, Money TechnologyValue) : ContractEvent(Contract);

[Stored("contract.registration-refused.1")]
public sealed record RegistrationRefused(string Contract, string Reason) : ContractEvent(Contract);

/// <summary>The bank brought the buyer's money into escrow.</summary>
[Stored("contract.funded.1")]
public sealed record ContractFunded(string Contract, Money Amount) : ContractEvent(Contract);

/// <summary>A bidder's deposit was taken over: what the contract has room for is escrow, the rest is due to the buyer.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Listing">The listing that the contract is the deal of.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="Amount">The whole deposit.</param>
/// <param name="Rest">The part that goes back.</param>
[Stored("contract.deposit-taken.1")]
public sealed record DepositTaken(string Contract, string Listing, string Buyer, Money Amount, Money Rest) : ContractEvent(Contract);

[Stored("contract.disputed.1")]
public sealed record ContractDisputed(string Contract, ContractParty Party, string Reason) : ContractEvent(Contract);

/// <summary>It goes on; the objection days of what is Delivered begin anew and end with <paramref name="AcceptBy"/>.</summary>
[Stored("contract.resolved.1")]
public sealed record ContractResolved(string Contract, string Reason, DateOnly AcceptBy) : ContractEvent(Contract);

/// <summary>New terms, in the place of any that waited for signatures.</summary>
[Stored("contract.amendment-proposed.1")]
public sealed record AmendmentProposed(string Contract, Money Value, Money TechnologyValue, IReadOnlyList<PlannedMilestone> Plan)
    : ContractEvent(Contract);

/// <summary>The same with a plan of any kind but milestones.</summary>
[Stored("contract.amendment-proposed.2")]
public sealed record AmendmentProposedWithPlan(string Contract, Money Value, Money TechnologyValue, ContractPlan Plan)
    : ContractEvent(Contract);

/// <summary>The first of the two signatures.</summary>
[Stored("contract.amendment-signed.1")]
public sealed record AmendmentSigned(string Contract, ContractParty Party) : ContractEvent(Contract);

/// <summary>The second signature: the new terms are in force.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Party">Who signed last.</param>
/// <param name="Value">New value.</param>
/// <param name="TechnologyValue">New technology value.</param>
/// <param name="Milestones">In the place of all that were not released.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="Surplus">What the escrow held above the new value: it goes back to the buyer.</param>
public abstract record AmendmentEvent(
    string Contract,
    ContractParty Party,
    Money Value,
    Money TechnologyValue,
    IReadOnlyList<MilestoneTerms> Milestones,
    string Buyer,
    Money Surplus) : ContractEvent(Contract);

/// <summary>With a plan of milestones.</summary>
[Stored("contract.amended.1")]
public sealed record ContractAmended(
    string Contract,
    ContractParty Party,
    Money Value,
    Money TechnologyValue,
    IReadOnlyList<MilestoneTerms> Milestones,
    string Buyer,
    Money Surplus) : AmendmentEvent(Contract, Party, Value, TechnologyValue, Milestones, Buyer, Surplus);

/// <summary>With a plan of any other kind.</summary>
[Stored("contract.amended.2")]
public sealed record ContractAmendedWithPlan(
    string Contract,
    ContractParty Party,
    Money Value,
    Money TechnologyValue,
    IReadOnlyList<MilestoneTerms> Milestones,
    string Buyer,
    Money Surplus,
    ContractPlan Plan) : AmendmentEvent(Contract, Party, Value, TechnologyValue, Milestones, Buyer, Surplus);

/// <summary>The rest of the escrow goes back to the buyer.</summary>
[Stored("contract.terminated.1")]
public sealed record ContractTerminated(string Contract, string Buyer, Money Rest, string Reason) : ContractEvent(Contract);

/// <summary>The buyer's market told the bank to pay all that was due to the buyer.</summary>
[Stored("contract.refund-instructed.1")]
public sealed record BuyerRefundInstructed(string Contract, string Buyer, Money Amount) : ContractEvent(Contract);

[Stored("contract.refund-paid.1")]
public sealed record BuyerRefundPaid(string Contract, string Buyer, Money Amount, string? BankRef) : ContractEvent(Contract);

/// <summary>The bank returned the payment: it is due again.</summary>
[Stored("contract.refund-failed.1")]
public sealed record BuyerRefundFailed(string Contract, string Buyer, Money Amount, string Reason) : ContractEvent(Contract);
