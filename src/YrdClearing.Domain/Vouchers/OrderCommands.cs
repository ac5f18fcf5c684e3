using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Orders a service of a provider and reserves its subsidy on the voucher.</summary>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="Order">The order's id, unique in the network.</param>
/// <param name="Provider">USCC.</param>
/// <param name="Service">One that the provider offers.</param>
/// <param name="Price">The whole price.</param>
public sealed record PlaceOrder(string Voucher, string Order, string Provider, string Service, Money Price) : NamedVoucherCommand(Voucher);

/// <summary>The provider takes the order.</summary>
public sealed record AcceptOrder(string Order) : OrderCommand(Order);

/// <summary>The provider refuses the order; its reservation is released.</summary>
public sealed record DeclineOrder(string Order) : OrderCommand(Order);

/// <summary>The provider reports the service done and what it invoiced; the subsidy may fall, never rise.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Contract">The contract's number, any text.</param>
/// <param name="Invoice">The invoice's number: one supports one claim in the whole network.</param>
/// <param name="InvoiceAmount">At most the price.</param>
public sealed record DeliverOrder(string Order, string Contract, string Invoice, Money InvoiceAmount) : OrderCommand(Order);

/// <summary>The enterprise agrees to what was delivered.</summary>
public sealed record ConfirmOrder(string Order) : OrderCommand(Order);

/// <summary>The enterprise does not agree to what was delivered.</summary>
public sealed record DisputeOrder(string Order) : OrderCommand(Order);

/// <summary>Ends an order before its confirmation; its reservation is released.</summary>
public sealed record CancelOrder(string Order, string Reason) : OrderCommand(Order);

/// <summary>A Confirmed order past its voucher's claim-by ends and its reservation is released (deadlines only).</summary>
[Stored("order.lapse.1")]
public sealed record LapseOrder(string Order) : OrderCommand(Order);

internal static class OrderCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("order.place", "the voucher's enterprise", "Orders a service and reserves its subsidy on the voucher.", "企业下单，占用创新券额度。",
            f => new PlaceOrder(f.Id("voucher"), f.Id("order"), f.Uscc("provider"), f.Text("service"), f.Amount("price")),
            """{"voucher":"V1","order":"O1","provider":"91330000MAXX00031U","service":"testing","price":"80000.00"}"""),
        new("order.accept", "the order's provider", "Takes an order.", "服务机构接单。",
            f => new AcceptOrder(f.Id("order")),
            """{"order":"O1"}"""),
        new("order.decline", "the order's provider", "Refuses an order and releases its reservation.", "服务机构拒单，释放额度。",
            f => new DeclineOrder(f.Id("order")),
            """{"order":"O1"}"""),
        new("order.deliver", "the order's provider", "Reports the service done, with contract and invoice.", "服务机构交付，提交合同和发票。",
            f => new DeliverOrder(f.Id("order"), f.Text("contract"), ReadInvoice(f), f.Amount("invoiceAmount")),
            """{"order":"O1","contract":"2026310000010000","invoice":"26312000000000010001","invoiceAmount":"80000.00"}"""),
        new("order.confirm", "the order's enterprise", "Agrees to what was delivered.", "企业确认服务完成。",
            f => new ConfirmOrder(f.Id("order")),
            """{"order":"O1"}"""),
        new("order.dispute", "the order's enterprise", "Does not agree to what was delivered.", "企业对交付提出异议。",
            f => new DisputeOrder(f.Id("order")),
            """{"order":"O1"}"""),
        new("order.cancel", "the order's enterprise or its voucher's fund", "Ends an order and releases its reservation.", "取消订单，释放额度。",
            f => new CancelOrder(f.Id("order"), f.Text("reason")),
            """{"order":"O1","reason":"no longer needed"}"""),
    ];

    private static string ReadInvoice(Fields f)
    {
        var invoice = f.Text("invoice");
        f.Must("invoice", InvoiceKey.IsNumber(invoice), "must not be blank");
        return invoice;
    }
}
