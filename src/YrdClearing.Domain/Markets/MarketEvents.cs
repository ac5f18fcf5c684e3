using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

public abstract record MarketEvent : DomainEvent;

/// <summary>The first entry of the market's book.</summary>
[Stored("market.opened.1")]
public sealed record MarketOpeningRecorded(string Market, string Name, MarketTerms Terms) : MarketEvent;

/// <summary>The fund that pays in the place of buyers who default holds more.</summary>
[Stored("compensation.deposited.1")]
public sealed record CompensationDeposited(string Market, Money Amount) : MarketEvent;
