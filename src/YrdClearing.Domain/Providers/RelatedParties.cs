using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Providers;

/// <summary>Whether an enterprise may not buy from a provider because they are one interest (scenario.md).</summary>
public static class RelatedParties
{
    /// <summary>Equal USCCs, or equal legal representatives, or equal controllers; an absent one equals nothing.</summary>
    public static bool Are(EnterpriseState enterprise, ProviderState provider) =>
        enterprise.Uscc == provider.Uscc
        || (enterprise.LegalRepHash is not null && enterprise.LegalRepHash == provider.LegalRepHash)
        || (enterprise.ControllerHash is not null && enterprise.ControllerHash == provider.ControllerHash);
}
