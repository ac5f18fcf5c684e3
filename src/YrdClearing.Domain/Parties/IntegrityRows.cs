using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Parties;

/// <summary>A listing as its state row.</summary>
public static class IntegrityRows
{
    public const string Kind = "integrity";

    public static IReadOnlyList<StateRow> Changed(IntegrityState? before, IntegrityState after) =>
    [
        new()
        {
            Id = IntegrityState.IdOf(after.Party),
            Kind = Kind,
            Status = after.Status.ToString(),
            Body = DomainJson.Store(after),
        },
    ];

    public static IntegrityState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<IntegrityState>(rows[0].Body);
}
