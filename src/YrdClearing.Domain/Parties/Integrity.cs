using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>Whether a party is listed, <c>integrity:USCC</c>; a party that never was has no such state.</summary>
/// <param name="Party">USCC of an enterprise or a provider.</param>
/// <param name="Status">Listed or Cleared.</param>
/// <param name="Reason">That of the last change.</param>
public sealed record IntegrityState(string Party, IntegrityStatus Status, string Reason)
{
    public static string IdOf(string uscc) => "integrity:" + uscc;

    public bool IsListed => Status == IntegrityStatus.Listed;

    public static IntegrityState Evolve(IntegrityState? state, DomainEvent @event) => @event switch
    {
        IntegrityListed e => new(e.Party, IntegrityStatus.Listed, e.Reason),
        IntegrityCleared e => new(e.Party, IntegrityStatus.Cleared, e.Reason),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a listing."),
    };
}

public enum IntegrityStatus
{
    Listed,
    Cleared,
}
