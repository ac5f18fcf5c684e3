using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Api;

/// <summary>Claims: the request for the subsidy of one order, named by the order's id.</summary>
internal static class ClaimRoutes
{
    public static readonly Resource Claims = new(
        "claims", VoucherRows.OrderKind, "{order}", typeof(ClaimView), rows => ClaimView.Of(rows[0]))
    {
        Noun = "claim",
        Requires = "claim",
        Filters =
        [
            new("status", "claim", "The claim's status."),
            Filter.Fund,
            Filter.Enterprise,
            Filter.Provider,
            new("voucher", "parent", "The voucher's id.", "voucher:"),
        ],
        Summary = "Claims with their reviewer, payee and paying book.",
        IdExample = "O1",
        Example =
            """
            {"order":"O1","voucher":"V1","status":"Reviewed","fund":"310000","payingFund":"330000","enterprise":"91310000MAXX00015X",
            "provider":"91330000MAXX00031U","payee":"91330000MAXX00031U","route":"R3","invoice":"26312000000000010001",
            "amount":"40000.00","clawedBack":"0.00","reviewer":"fund:330000/wu"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("claim.submit",    "/claims",                   "/claims/{order}", Creates: true),
        new("claim.review",    "/claims/{order}/review",    "/claims/{order}"),
        new("claim.approve",   "/claims/{order}/approve",   "/claims/{order}"),
        new("claim.return",    "/claims/{order}/return",    "/claims/{order}"),
        new("claim.reject",    "/claims/{order}/reject",    "/claims/{order}"),
        new("claim.claw-back", "/claims/{order}/claw-back", "/claims/{order}"),
    ];
}
