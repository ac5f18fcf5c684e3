using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Api;

/// <summary>Vouchers with their orders.</summary>
internal static class VoucherRoutes
{
    public static readonly Resource Vouchers = new(
        "vouchers", VoucherRows.Kind, "{voucher}", typeof(VoucherView), rows => VoucherView.Of(VoucherRows.Read(rows)))
    {
        HasParts = true,
        Filters = [Filter.Status, Filter.Fund, Filter.Enterprise],
        Summary = "Vouchers with what is available, reserved and redeemed, and their orders.",
        IdExample = "V1",
        Example =
            """
            {"id":"V1","status":"PartlyUsed","fund":"310000","enterprise":"91310000MAXX00015X","amount":"100000.00","available":"60000.00",
            "reserved":"40000.00","redeemed":"0.00","useBy":"2026-08-29","claimBy":"2026-11-27","policy":"P-310000-1",
            "orders":[{"id":"O1","status":"Confirmed","provider":"91330000MAXX00031U","service":"testing","price":"80000.00",
            "subsidy":"40000.00","own":"40000.00","claim":"Submitted"}]}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("voucher.apply",   "/vouchers",                   "/vouchers/{voucher}", Creates: true),
        new("voucher.approve", "/vouchers/{voucher}/approve", "/vouchers/{voucher}"),
        new("voucher.reject",  "/vouchers/{voucher}/reject",  "/vouchers/{voucher}"),
        new("voucher.return",  "/vouchers/{voucher}/return",  "/vouchers/{voucher}"),
        new("voucher.revoke",  "/vouchers/{voucher}/revoke",  "/vouchers/{voucher}"),
    ];
}
