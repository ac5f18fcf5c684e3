using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// A contract as its state row: the enterprise is the buyer, the provider the seller, the fund column names the buyer's market; amounts are
/// value, escrow and released.
/// </summary>
public static class ContractRows
{
    public const string Kind = "contract";

    public static IReadOnlyList<StateRow> Changed(ContractState? before, ContractState after) =>
    [
        new()
        {
            Id = ContractState.IdOf(after.Id),
            Kind = Kind,
            Status = after.Status.ToString(),
            Fund = after.BuyerMarket,
            Enterprise = after.Buyer,
            Provider = after.Seller,
            Amount = after.Value,
            Amount2 = after.Standing.Escrow,
            Amount3 = after.Released,
            Due = after.Status == ContractStatus.Performing ? after.Milestones.Min(m => m.WaitsFor) : null,
            Body = DomainJson.Store(after),
        },
    ];

    public static ContractState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<ContractState>(rows[0].Body);
}
