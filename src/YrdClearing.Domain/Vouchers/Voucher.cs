using System.Collections.Immutable;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>A voucher with its orders and their claims, <c>voucher:ID</c>.</summary>
public sealed record VoucherState
{
    public required string Id { get; init; }

    /// <summary>Region code of the fund that grants it: the home fund.</summary>
    public required string Fund { get; init; }

    /// <summary>USCC.</summary>
    public required string Enterprise { get; init; }

    /// <summary>Face amount.</summary>
    public required Money Amount { get; init; }

    /// <summary>Status and what there is of it.</summary>
    public required VoucherStanding Standing { get; init; }

    /// <summary>Last day (+08:00) on which orders may be placed; null until approved.</summary>
    public DateOnly? UseBy { get; init; }

    /// <summary>Last day (+08:00) on which claims may be submitted; null until approved.</summary>
    public DateOnly? ClaimBy { get; init; }

    /// <summary>Version of the policy it was approved under; null until approved.</summary>
    public string? Policy { get; init; }

    /// <summary>The calendar year whose quota it takes: that of its approval; null until approved.</summary>
    public int? QuotaYear { get; init; }

    /// <summary>In the order of their placement.</summary>
    public ImmutableList<OrderState> Orders { get; init; } = [];

    public VoucherStatus Status => Standing.Status;

    public string HomeBook => Books.Fund(Fund);

    public static string IdOf(string voucher) => "voucher:" + voucher;

    /// <summary>The order with this id; null when it is not one of this voucher.</summary>
    public OrderState? Find(string order)
    {
        foreach (var placed in Orders)
        {
            if (placed.Id == order)
            {
                return placed;
            }
        }
        return null;
    }

    public static VoucherState Evolve(VoucherState? state, DomainEvent @event) => @event switch
    {
        VoucherApplied e => new()
        {
            Id = e.Voucher,
            Fund = e.Fund,
            Enterprise = e.Enterprise,
            Amount = e.Amount,
            Standing = new(VoucherStatus.Applied, Money.Zero, Money.Zero, Money.Zero),
        },
        VoucherApproved e => state! with
        {
            Standing = e.After, UseBy = e.UseBy, ClaimBy = e.ClaimBy, Policy = e.Policy, QuotaYear = e.QuotaYear,
        },
        VoucherRejected   => state! with { Standing = state.Standing with { Status = VoucherStatus.Rejected } },
        VoucherReturned e => state! with { Standing = e.After },
        VoucherRevoked e  => state! with { Standing = e.After },
        VoucherExpired e  => state! with { Standing = e.After },
        OrderPlaced e     => state! with { Standing = e.After ?? state.Standing, Orders = state.Orders.Add(OrderState.Placed(e)) },
        OrderEvent e      => state!.With(e),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a voucher."),
    };

    private VoucherState With(OrderEvent e)
    {
        var order = Find(e.Order) ?? throw new InvalidOperationException($"Voucher {Id} has no order {e.Order}.");
        return this with { Standing = e.After ?? Standing, Orders = Orders.SetItem(order.Ordinal, OrderState.Evolve(order, e)) };
    }
}

/// <summary>
/// Where a voucher stands and what there is of its amount. Over all: face = available + reserved + redeemed + clawed back + given back.
/// </summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Available">Neither reserved nor redeemed nor given back.</param>
/// <param name="Reserved">For orders whose claim is not approved yet.</param>
/// <param name="Redeemed">Approved less clawed back.</param>
public sealed record VoucherStanding(VoucherStatus Status, Money Available, Money Reserved, Money Redeemed);

public enum VoucherStatus
{
    Applied,
    Rejected,

    /// <summary>Nothing is reserved or redeemed.</summary>
    Issued,

    /// <summary>Something is reserved or redeemed.</summary>
    PartlyUsed,

    /// <summary>Something was redeemed, nothing is left and nothing reserved.</summary>
    Exhausted,

    /// <summary>Given back by the enterprise.</summary>
    Returned,

    /// <summary>Taken back by the fund.</summary>
    Revoked,

    /// <summary>Past use-by, with nothing reserved or redeemed.</summary>
    Expired,

    /// <summary>Past use-by, with something reserved or redeemed.</summary>
    Lapsed,
}
