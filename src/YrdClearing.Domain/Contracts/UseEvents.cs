using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>The buyer uses the technology; nothing is due yet.</summary>
[Stored("use.begun.1")]
public sealed record UseBegun(string Contract, string Milestone) : MilestoneEvent(Contract, Milestone);

/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The part.</param>
/// <param name="Due">Last day (+08:00) on which the buyer may pay.</param>
/// <param name="Evidence">As given.</param>
[Stored("use.triggered.1")]
public sealed record UseTriggered(string Contract, string Milestone, DateOnly Due, string Evidence) : MilestoneEvent(Contract, Milestone);

/// <summary>The last day is over and the escrow does not cover the part.</summary>
[Stored("use.payable.1")]
public sealed record UsePayable(string Contract, string Milestone) : MilestoneEvent(Contract, Milestone);

/// <summary>
/// The buyer defaulted: the compensation fund has paid its share of what was unpaid, which is released by this entry, and has the claim for
/// it; the rest stays due.
/// </summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Milestone">The part.</param>
/// <param name="Compensation">What the fund paid; null when that is nothing.</param>
/// <param name="Rest">What the part is from now on.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="HomeBook">The buyer's market's book, which has the fund.</param>
/// <param name="SellerBook">The seller's market's book, which pays the seller.</param>
[Stored("use.defaulted.1")]
public sealed record UseDefaulted(
    string Contract,
    string Milestone,
    MilestoneTerms? Compensation,
    MilestoneTerms Rest,
    string Seller,
    string Buyer,
    string HomeBook,
    string SellerBook) : MilestoneEvent(Contract, Milestone);

/// <summary>The buyer paid the fund back.</summary>
[Stored("subrogation.received.1")]
public sealed record SubrogationReceived(string Contract, string Buyer, Money Amount) : ContractEvent(Contract);

/// <summary>The fund bears it.</summary>
[Stored("subrogation.written-off.1")]
public sealed record SubrogationWrittenOff(string Contract, string Buyer, Money Amount, string Reason) : ContractEvent(Contract);
