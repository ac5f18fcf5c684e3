using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Markets;

public abstract record MarketOpeningEvent : DomainEvent;

/// <summary>The network has a market for this region; its book is <c>market:REGION</c>.</summary>
[Stored("opening.market-opened.1")]
public sealed record MarketOpened(string Market, string Name, MarketTerms Terms) : MarketOpeningEvent;
