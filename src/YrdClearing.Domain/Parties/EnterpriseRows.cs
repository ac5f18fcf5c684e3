using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>An enterprise as its state row.</summary>
public static class EnterpriseRows
{
    public const string Kind = "enterprise";

    public static IReadOnlyList<StateRow> Changed(EnterpriseState? before, EnterpriseState after) =>
    [
        new()
        {
            Id = EnterpriseState.IdOf(after.Uscc),
            Kind = Kind,
            Status = "Registered",
            Enterprise = after.Uscc,
            Body = DomainJson.Store(after),
        },
    ];

    public static EnterpriseState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<EnterpriseState>(rows[0].Body);
}
