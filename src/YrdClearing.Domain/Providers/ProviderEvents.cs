using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Providers;

public abstract record ProviderEvent : DomainEvent;

/// <summary>Persons and the account's number stand here only as keyed hashes.</summary>
[Stored("provider.applied.1")]
public sealed record ProviderApplied(
    string Provider,
    string Name,
    string Fund,
    IReadOnlyList<string> Services,
    string? LegalRepHash,
    string? ControllerHash,
    PayeeAccount Account) : ProviderEvent;

/// <summary>Orders of the named province's vouchers may come: that of the host.</summary>
[Stored("provider.recognised.1")]
public sealed record ProviderRecognised(string Provider, string Province) : ProviderEvent;

[Stored("provider.proposed.1")]
public sealed record ProviderProposed(string Provider, string Province) : ProviderEvent;

[Stored("provider.accepted.1")]
public sealed record ProviderAccepted(string Provider, string Province) : ProviderEvent;

[Stored("provider.objected.1")]
public sealed record ProviderObjected(string Provider, string Province, string Reason) : ProviderEvent;
