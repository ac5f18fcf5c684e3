using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

public abstract record IntegrityEvent : DomainEvent;

[Stored("integrity.listed.1")]
public sealed record IntegrityListed(string Party, string Reason) : IntegrityEvent;

[Stored("integrity.cleared.1")]
public sealed record IntegrityCleared(string Party, string Reason) : IntegrityEvent;
