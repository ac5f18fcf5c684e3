using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Providers;

/// <summary>A provider as readers see it: no person, no hash, the account's number masked; provinces by code.</summary>
public sealed record ProviderView(
    string Provider,
    string Name,
    string Fund,
    string Status,
    IReadOnlyList<string> Services,
    IReadOnlyDictionary<string, string> Provinces,
    PayeeAccountView Account)
{
    public static ProviderView Of(ProviderState p) => new(
        p.Uscc,
        p.Name,
        p.Fund,
        p.Status.ToString(),
        p.Services,
        p.Provinces.ToDictionary(q => q.Key, q => q.Value.ToString()),
        PayeeAccountView.Of(p.Account));
}
