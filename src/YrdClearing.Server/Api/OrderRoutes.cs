using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Api;

/// <summary>Service orders on vouchers.</summary>
internal static class OrderRoutes
{
    public static readonly Resource Orders = new(
        "orders", VoucherRows.OrderKind, "{order}", typeof(OrderView), rows => OrderView.Of(rows[0]))
    {
        Filters =
        [
            Filter.Status,
            Filter.Fund,
            Filter.Enterprise,
            Filter.Provider,
            new("claim", "claim", "Status of the order's claim."),
            new("voucher", "parent", "The voucher's id.", "voucher:"),
        ],
        Summary = "Service orders with the rules they were placed under.",
        IdExample = "O1",
        Example =
            """
            {"id":"O1","voucher":"V1","status":"Confirmed","fund":"310000","enterprise":"91310000MAXX00015X",
            "provider":"91330000MAXX00031U","hostFund":"330000","service":"testing","policy":"P-310000-1","route":"R3","rate":"0.5000",
            "placedAt":"2026-03-03T10:00:00+08:00","price":"80000.00",
            "contract":"2026310000010000","invoice":"26312000000000010001","invoiceAmount":"80000.00",
            "subsidy":"40000.00","own":"40000.00","claim":"Submitted"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("order.place",   "/orders",                 "/orders/{order}", Creates: true),
        new("order.accept",  "/orders/{order}/accept",  "/orders/{order}"),
        new("order.decline", "/orders/{order}/decline", "/orders/{order}"),
        new("order.deliver", "/orders/{order}/deliver", "/orders/{order}"),
        new("order.confirm", "/orders/{order}/confirm", "/orders/{order}"),
        new("order.dispute", "/orders/{order}/dispute", "/orders/{order}"),
        new("order.cancel",  "/orders/{order}/cancel",  "/orders/{order}"),
    ];
}
