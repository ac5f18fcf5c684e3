using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

public enum OrderTrigger
{
    Accept,
    Decline,
    Deliver,
    Confirm,
    Dispute,
    Cancel,

    /// <summary>Its claim is submitted; the order stays Confirmed through it.</summary>
    Claim,

    /// <summary>Its claim is rejected.</summary>
    Reject,

    /// <summary>Claim-by has passed without a claim under way.</summary>
    Lapse,
}

/// <summary>An order's lifecycle (domain.md, "Vouchers"; scenario.md, Readings, "Orders").</summary>
public static class OrderLifecycle
{
    public static readonly Lifecycle<OrderStatus, OrderTrigger> Table = new("ServiceOrder", OrderStatus.Placed,
        (OrderStatus.Placed,    OrderTrigger.Accept,  OrderStatus.Accepted),
        (OrderStatus.Placed,    OrderTrigger.Decline, OrderStatus.Declined),
        (OrderStatus.Placed,    OrderTrigger.Cancel,  OrderStatus.Cancelled),
        (OrderStatus.Accepted,  OrderTrigger.Deliver, OrderStatus.Delivered),
        (OrderStatus.Accepted,  OrderTrigger.Cancel,  OrderStatus.Cancelled),
        (OrderStatus.Delivered, OrderTrigger.Confirm, OrderStatus.Confirmed),
        (OrderStatus.Delivered, OrderTrigger.Dispute, OrderStatus.Disputed),
        (OrderStatus.Disputed,  OrderTrigger.Cancel,  OrderStatus.Cancelled),
        (OrderStatus.Confirmed, OrderTrigger.Claim,   OrderStatus.Confirmed),
        (OrderStatus.Confirmed, OrderTrigger.Reject,  OrderStatus.Rejected),
        (OrderStatus.Confirmed, OrderTrigger.Lapse,   OrderStatus.Lapsed));

    /// <summary>True for an order that lapses when claim-by has passed: Confirmed, and no claim is under way.</summary>
    public static bool MayLapse(OrderState order) =>
        Table.Allows(order.Status, OrderTrigger.Lapse) && ClaimLifecycle.MaySubmit(order.Claim);
}
