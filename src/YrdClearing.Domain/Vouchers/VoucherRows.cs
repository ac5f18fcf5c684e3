using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>A voucher as its own row and one for each order.</summary>
public static class VoucherRows
{
    public const string Kind = "voucher";
    public const string OrderKind = "order";

    /// <summary>
    /// The rows that differ from <paramref name="before"/>, the voucher's own first. A new order writes that too, even when it reserves
    /// nothing: its version is what two placements at once would collide on.
    /// </summary>
    public static IReadOnlyList<StateRow> Changed(VoucherState? before, VoucherState after)
    {
        var rows = new List<StateRow>();
        if (before is null || after.Orders.Count > before.Orders.Count || after with { Orders = before.Orders } != before)
        {
            rows.Add(RowOf(after));
        }
        for (var i = 0; i < after.Orders.Count; i++)
        {
            if (before is null || i >= before.Orders.Count || after.Orders[i] != before.Orders[i])
            {
                rows.Add(RowOf(after, after.Orders[i]));
            }
        }
        return rows;
    }

    /// <summary>The voucher of its own row (the first) and its orders' rows in any order.</summary>
    public static VoucherState Read(IReadOnlyList<StateRow> rows) => ReadOwn(rows[0]) with
    {
        Orders = [.. rows.Skip(1).Select(ReadOrder).OrderBy(o => o.Ordinal)],
    };

    /// <summary>A voucher without its orders.</summary>
    public static VoucherState ReadOwn(StateRow row) => DomainJson.Read<VoucherState>(row.Body);

    public static OrderState ReadOrder(StateRow row) => DomainJson.Read<OrderState>(row.Body);

    private static StateRow RowOf(VoucherState voucher) => new()
    {
        Id = VoucherState.IdOf(voucher.Id),
        Kind = Kind,
        Status = Enum.GetName(voucher.Status)!,
        Fund = voucher.Fund,
        Enterprise = voucher.Enterprise,
        Amount = voucher.Amount,
        Amount2 = voucher.Standing.Available,
        Amount3 = voucher.Standing.Reserved,
        Due = VoucherLifecycle.MayExpire(voucher.Status) ? voucher.UseBy : null,
        Body = DomainJson.Store(voucher with { Orders = [] }),
    };

    private static StateRow RowOf(VoucherState voucher, OrderState order) => new()
    {
        Id = OrderState.IdOf(order.Id),
        Kind = OrderKind,
        Parent = VoucherState.IdOf(voucher.Id),
        Status = Enum.GetName(order.Status)!,
        Fund = voucher.Fund,
        Enterprise = voucher.Enterprise,
        Provider = order.Provider,
        Claim = order.Claim is { } claim ? Enum.GetName(claim) : null,
        Amount = order.Price,
        Amount2 = order.Subsidy,
        Amount3 = order.ClawedBack,
        Due = OrderLifecycle.MayLapse(order) ? voucher.ClaimBy : null,
        Body = DomainJson.Store(order),
    };
}
