using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>A fund, <c>fund:REGION</c>. Its money is in its book's accounts, not here.</summary>
/// <param name="Region">Region code, six digits.</param>
/// <param name="Name">The fund's name.</param>
/// <param name="Policies">In the order of their publication.</param>
public sealed record FundState(string Region, string Name, IReadOnlyList<Policy> Policies)
{
    public static string IdOf(string region) => "fund:" + region;

    /// <summary>
    /// The policy in force on a day (+08:00): that with the latest <see cref="Policy.From"/> on or before it, of equal dates the last
    /// published; null when none is (<c>no_policy</c>).
    /// </summary>
    public Policy? PolicyFor(DateOnly day)
    {
        Policy? found = null;
        foreach (var policy in Policies)
        {
            if (policy.From <= day && (found is null || policy.From >= found.From))
            {
                found = policy;
            }
        }
        return found;
    }

    /// <summary>The policy of that version; null when it was never published here.</summary>
    public Policy? PolicyOf(string version) => Policies.FirstOrDefault(p => p.Version == version);

    public static FundState Evolve(FundState? state, DomainEvent @event) => @event switch
    {
        FundOpeningRecorded e => new(e.Fund, e.Name, []),
        PolicyPublished e => state! with { Policies = [.. state.Policies, e.Policy] },
        FundAppropriated or FundDeposited => state!,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a fund."),
    };
}
