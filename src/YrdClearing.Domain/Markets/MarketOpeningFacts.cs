namespace YrdClearing.Domain.Markets;

/// <summary>Opening a market needs nothing of other aggregates.</summary>
public sealed record MarketOpeningFacts;
