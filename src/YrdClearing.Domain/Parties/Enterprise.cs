using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>An enterprise, <c>enterprise:USCC</c>.</summary>
/// <param name="Uscc">Unified social credit code.</param>
/// <param name="Name">The enterprise's name.</param>
/// <param name="Region">Where it is at home, six digits of any level.</param>
/// <param name="Sme">True for a small or medium-sized enterprise.</param>
/// <param name="LegalRepHash">Keyed hash of the legal representative; null when none was given.</param>
/// <param name="ControllerHash">Keyed hash of the controller; null when none was given.</param>
/// <param name="Account">Where a subsidy is paid to; null when none was given.</param>
public sealed record EnterpriseState(
    string Uscc, string Name, string Region, bool Sme, string? LegalRepHash, string? ControllerHash, PayeeAccount? Account)
{
    public static string IdOf(string uscc) => "enterprise:" + uscc;

    public static EnterpriseState Evolve(EnterpriseState? state, DomainEvent @event) => @event switch
    {
        EnterpriseRegistered e => new(e.Enterprise, e.Name, e.Region, e.Sme, e.LegalRepHash, e.ControllerHash, e.Account),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of an enterprise."),
    };
}
