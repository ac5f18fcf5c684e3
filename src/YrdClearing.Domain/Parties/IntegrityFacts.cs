namespace YrdClearing.Domain.Parties;

/// <param name="PartyRegistered">The party is a registered enterprise or has applied as a provider.</param>
/// <param name="ActorFundOpened">The actor is a fund that was opened.</param>
public sealed record IntegrityFacts(bool PartyRegistered, bool ActorFundOpened);
