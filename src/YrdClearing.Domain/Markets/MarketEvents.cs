using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

public abstract record MarketEvent : DomainEvent;

/// <summary>The first entry of the market's book.</summary>
[Stored("market.opened.1")]
public sealed record MarketOpeningRecorded(string Market, string Name, MarketTerms Terms) : MarketEvent;
