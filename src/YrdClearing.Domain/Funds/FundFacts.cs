namespace YrdClearing.Domain.Funds;

/// <summary>A fund's decisions need nothing of other aggregates.</summary>
public sealed record FundFacts;
