using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Providers;

/// <summary>A provider as its state row; the recognition per province is inside.</summary>
public static class ProviderRows
{
    public const string Kind = "provider";

    public static IReadOnlyList<StateRow> Changed(ProviderState? before, ProviderState after) =>
    [
        new()
        {
            Id = ProviderState.IdOf(after.Uscc),
            Kind = Kind,
            Status = after.Status.ToString(),
            Fund = after.Fund,
            Provider = after.Uscc,
            Body = DomainJson.Store(after),
        },
    ];

    public static ProviderState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<ProviderState>(rows[0].Body);
}
