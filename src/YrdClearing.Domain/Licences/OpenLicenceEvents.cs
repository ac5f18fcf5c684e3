using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Licences;

/// <summary>What happened to an open licence.</summary>
/// <param name="Offer">The offer's id.</param>
public abstract record OpenLicenceEvent(string Offer) : DomainEvent;

/// <summary>The seller's standing signature: whoever accepts has a contract at these terms.</summary>
[Stored("licence.offered.1")]
public sealed record LicenceOffered(
    string Offer,
    string Title,
    string Seller,
    string Market,
    MarketTerms Terms,
    Money Value,
    Money TechnologyValue,
    int ObjectionDays,
    ContractPlan Plan) : OpenLicenceEvent(Offer);

[Stored("licence.withdrawn.1")]
public sealed record LicenceWithdrawn(string Offer, string Reason) : OpenLicenceEvent(Offer);
