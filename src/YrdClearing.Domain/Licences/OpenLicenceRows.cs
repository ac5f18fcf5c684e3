using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Licences;

/// <summary>An open licence as its state row: the provider is the seller, the fund column names the market that published it.</summary>
public static class OpenLicenceRows
{
    public const string Kind = "open-licence";

    public static IReadOnlyList<StateRow> Changed(OpenLicenceState? before, OpenLicenceState after) =>
    [
        new()
        {
            Id = OpenLicenceState.IdOf(after.Id),
            Kind = Kind,
            Status = after.Status.ToString(),
            Fund = after.Market,
            Provider = after.Seller,
            Amount = after.Value,
            Body = DomainJson.Store(after),
        },
    ];

    public static OpenLicenceState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<OpenLicenceState>(rows[0].Body);
}
