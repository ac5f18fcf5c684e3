namespace YrdClearing.Domain.Funds;

/// <summary>Opening a fund needs nothing of other aggregates.</summary>
public sealed record FundOpeningFacts;
