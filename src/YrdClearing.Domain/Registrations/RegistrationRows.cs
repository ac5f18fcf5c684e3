using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Registrations;

/// <summary>
/// A registration as its state row: the enterprise is the buyer, the provider the seller, the fund column holds the seller's region;
/// amounts are contract value and technology value.
/// </summary>
public static class RegistrationRows
{
    public const string Kind = "registration";

    public static IReadOnlyList<StateRow> Changed(RegistrationState? before, RegistrationState after) =>
    [
        new()
        {
            Id = RegistrationState.IdOf(after.Particulars.Number),
            Kind = Kind,
            Status = "Registered",
            Fund = after.Particulars.SellerRegion,
            Enterprise = after.Particulars.Buyer,
            Provider = after.Particulars.Seller,
            Amount = after.Particulars.ContractValue,
            Amount2 = after.Particulars.TechnologyValue,
            Body = DomainJson.Store(after.Particulars),
        },
    ];

    public static RegistrationState Read(IReadOnlyList<StateRow> rows) => new(DomainJson.Read<RegistrationParticulars>(rows[0].Body));
}
