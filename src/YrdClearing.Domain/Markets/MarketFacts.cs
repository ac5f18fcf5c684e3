namespace YrdClearing.Domain.Markets;

/// <summary>A market's decisions need nothing of other aggregates.</summary>
public sealed record MarketFacts;
