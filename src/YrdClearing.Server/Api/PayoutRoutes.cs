using YrdClearing.Domain.Payouts;

namespace YrdClearing.Server.Api;

/// <summary>Payouts of approved claims, named by the order's id, with what was clawed back and received again.</summary>
internal static class PayoutRoutes
{
    public static readonly Resource Payouts = new(
        "payouts", PayoutRows.Kind, "{order}", typeof(PayoutView), rows => PayoutView.Of(PayoutRows.Read(rows)))
    {
        Filters = [Filter.Status, new("fund", "fund", "Region code of the fund that pays.")],
        Summary = "Payouts of approved claims.",
        IdExample = "O1",
        Example =
            """
            {"order":"O1","voucher":"V1","status":"Paid","payingFund":"330000","homeFund":"310000","payee":"91330000MAXX00031U",
            "amount":"40000.00","bankRef":"20260402-000017","clawedBack":"0.00","received":"0.00"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("payout.instruct",  "/payouts/{order}/instruct", "/payouts/{order}"),
        new("payout.confirm",   "/payouts/{order}/confirm",  "/payouts/{order}"),
        new("payout.fail",      "/payouts/{order}/fail",     "/payouts/{order}"),
        new("recovery.receive", "/recoveries",               "/payouts/{order}"),
    ];
}
