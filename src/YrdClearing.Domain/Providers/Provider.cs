using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;

namespace YrdClearing.Domain.Providers;

/// <summary>A provider, <c>provider:USCC</c>, with its recognition in each province.</summary>
/// <param name="Uscc">Unified social credit code.</param>
/// <param name="Name">The provider's name.</param>
/// <param name="Fund">Its host fund's region code.</param>
/// <param name="Services">What it offers.</param>
/// <param name="LegalRepHash">Keyed hash of the legal representative; null when none was given.</param>
/// <param name="ControllerHash">Keyed hash of the controller; null when none was given.</param>
/// <param name="Account">Where a subsidy is paid to.</param>
/// <param name="Status">Applied or Recognised.</param>
/// <param name="Provinces">Recognition by province; the own one is Effective from the provider's recognition on.</param>
public sealed record ProviderState(
    string Uscc,
    string Name,
    string Fund,
    IReadOnlyList<string> Services,
    string? LegalRepHash,
    string? ControllerHash,
    PayeeAccount Account,
    ProviderStatus Status,
    IReadOnlyDictionary<string, RecognitionStatus> Provinces)
{
    public static string IdOf(string uscc) => "provider:" + uscc;

    /// <summary>The province of its host fund.</summary>
    public string Province => Regions.ProvinceOf(Fund);

    /// <summary>The recognition in a province; null when it was never proposed there.</summary>
    public RecognitionStatus? In(string province) => Provinces.TryGetValue(province, out var status) ? status : null;

    /// <summary>True when orders of that province's vouchers may come (else <c>provider_not_effective</c>).</summary>
    public bool EffectiveFor(string province) => Status == ProviderStatus.Recognised && In(province) == RecognitionStatus.Effective;

    public static ProviderState Evolve(ProviderState? state, DomainEvent @event) => @event switch
    {
        ProviderApplied e => new(
            e.Provider, e.Name, e.Fund, e.Services, e.LegalRepHash, e.ControllerHash, e.Account, ProviderStatus.Applied,
            new Dictionary<string, RecognitionStatus>()),
        ProviderRecognised e => (state! with { Status = ProviderStatus.Recognised }).With(e.Province, RecognitionStatus.Effective),
        ProviderProposed e => state!.With(e.Province, RecognitionStatus.Pending),
        ProviderAccepted e => state!.With(e.Province, RecognitionStatus.Effective),
        ProviderObjected e => state!.With(e.Province, RecognitionStatus.Suspended),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a provider."),
    };

    /// <summary>Provinces are kept sorted, so that the same state has the same stored bytes.</summary>
    private ProviderState With(string province, RecognitionStatus status)
    {
        var provinces = new SortedDictionary<string, RecognitionStatus>(Provinces.ToDictionary(), StringComparer.Ordinal);
        provinces[province] = status;
        return this with { Provinces = provinces };
    }
}

public enum ProviderStatus
{
    Applied,
    Recognised,
}

/// <summary>Recognition of one provider in one province (domain.md: recognition is per pair).</summary>
public enum RecognitionStatus
{
    Pending,
    Effective,
    Suspended,
}
