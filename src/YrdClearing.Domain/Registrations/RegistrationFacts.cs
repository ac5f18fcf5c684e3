namespace YrdClearing.Domain.Registrations;

/// <summary>What a decision on a registration needs of other aggregates.</summary>
/// <param name="ActorMarketOpened">The actor is a market that was opened.</param>
public sealed record RegistrationFacts(bool ActorMarketOpened);
