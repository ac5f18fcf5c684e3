using YrdClearing.Domain.Payouts;

namespace YrdClearing.Server.Api;

/// <summary>
/// Payouts of approved claims, named by the order's id, with what was clawed back and received again. Those of contracts are listed, too;
/// one of them is read and moved by its contract (<see cref="ContractRoutes"/>). What is due to a bidder is its bid's
/// (<see cref="ListingRoutes"/>).
/// </summary>
internal static class PayoutRoutes
{
    public static readonly Resource Payouts = new(
        "payouts", PayoutRows.Kind, "{order}", typeof(PayoutView), rows => PayoutView.Of(PayoutRows.Read(rows)))
    {
        Filters = [Filter.Status, new("fund", "fund", "Region code of the fund or market that pays.")],
        Summary = "Payouts of approved claims and released milestones.",
        IdExample = "O1",
        Example =
            """
            {"order":"O1","voucher":"V1","status":"Paid","payingFund":"330000","homeFund":"310000","payee":"91330000MAXX00031U",
            "amount":"40000.00","bankRef":"20260402-000017","clawedBack":"0.00","received":"0.00"}
            """,
    };

    private static readonly string[] OfContracts = ["contract", "milestone"];
    private static readonly string[] OfOthers = [.. OfContracts, "owner", "listing", "bidder"];

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("payout.instruct",  "/payouts/{order}/instruct", "/payouts/{order}") { Leaves = OfOthers },
        new("payout.confirm",   "/payouts/{order}/confirm",  "/payouts/{order}") { Leaves = OfOthers },
        new("payout.fail",      "/payouts/{order}/fail",     "/payouts/{order}") { Leaves = OfOthers },
        new("recovery.receive", "/recoveries",               "/payouts/{order}") { Leaves = OfContracts },
    ];
}
