namespace YrdClearing.Domain.Rights;

/// <param name="HolderRegistered">The holder is a registered enterprise; a provider alone is not enough.</param>
/// <param name="ActorMarketOpened">The actor is a market that was opened.</param>
public sealed record TitleFacts(bool HolderRegistered, bool ActorMarketOpened)
{
    /// <summary>For messages, which need nothing of other aggregates.</summary>
    public static readonly TitleFacts None = new(false, false);
}
