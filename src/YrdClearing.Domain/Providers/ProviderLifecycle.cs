using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Providers;

public enum ProviderTrigger
{
    Recognise,
}

public enum RecognitionTrigger
{
    Accept,
    Object,
}

/// <summary>A provider, and its recognition in one province, which begins with a proposal (domain.md, "Vouchers").</summary>
public static class ProviderLifecycle
{
    public static readonly Lifecycle<ProviderStatus, ProviderTrigger> Table = new("Provider", ProviderStatus.Applied,
        (ProviderStatus.Applied, ProviderTrigger.Recognise, ProviderStatus.Recognised));

    public static readonly Lifecycle<RecognitionStatus, RecognitionTrigger> Recognition = new("Recognition", RecognitionStatus.Pending,
        (RecognitionStatus.Pending,   RecognitionTrigger.Accept, RecognitionStatus.Effective),
        (RecognitionStatus.Effective, RecognitionTrigger.Object, RecognitionStatus.Suspended),
        (RecognitionStatus.Suspended, RecognitionTrigger.Accept, RecognitionStatus.Effective));
}
