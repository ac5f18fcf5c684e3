using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>The opening of a fund, <c>opening:REGION</c>: what makes the region's fund exist for the whole network.</summary>
/// <param name="Fund">Region code.</param>
/// <param name="Name">The fund's name.</param>
public sealed record FundOpeningState(string Fund, string Name)
{
    public static string IdOf(string region) => "opening:" + region;

    public static FundOpeningState Evolve(FundOpeningState? state, DomainEvent @event) => @event switch
    {
        FundOpened e => new(e.Fund, e.Name),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a fund's opening."),
    };
}
