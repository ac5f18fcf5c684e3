using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

public abstract record EnterpriseEvent : DomainEvent;

/// <summary>Persons and the account's number stand here only as keyed hashes.</summary>
[Stored("enterprise.registered.1")]
public sealed record EnterpriseRegistered(
    string Enterprise, string Name, string Region, bool Sme, string? LegalRepHash, string? ControllerHash, PayeeAccount? Account)
    : EnterpriseEvent;
