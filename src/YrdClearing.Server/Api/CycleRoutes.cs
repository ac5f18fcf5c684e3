using YrdClearing.Domain.Settlement;

namespace YrdClearing.Server.Api;

/// <summary>Clearing cycles: cut-off, netting, confirmation, settlement.</summary>
internal static class CycleRoutes
{
    public static readonly Resource Cycles = new(
        "cycles", CycleRows.Kind, "{cycle}", typeof(CycleView), rows => CycleView.Of(CycleRows.Read(rows)!))
    {
        HasParts = true,
        Filters = [Filter.Status],
        Summary = "Clearing cycles with obligations, positions and payment instructions.",
        IdExample = "C-2026-03",
        Example =
            """
            {"id":"C-2026-03","status":"Instructed","mode":"multilateral","gross":"65000.00","net":"15000.00",
            "obligations":[{"from":"310000","to":"320000","amount":"25000.00"},{"from":"320000","to":"310000","amount":"40000.00"}],
            "positions":{"310000":"15000.00","320000":"-15000.00"},
            "instructions":[{"from":"320000","to":"310000","amount":"15000.00","status":"Instructed"}],"network":"vouchers"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("cycle.cut-off",   "/cycles",                   "/cycles/{cycle}", Creates: true),
        new("cycle.calculate", "/cycles/{cycle}/calculate", "/cycles/{cycle}"),
        new("cycle.confirm",   "/cycles/{cycle}/confirm",   "/cycles/{cycle}"),
        new("cycle.instruct",  "/cycles/{cycle}/instruct",  "/cycles/{cycle}"),
        new("cycle.pay",       "/cycles/{cycle}/pay",       "/cycles/{cycle}"),
        new("cycle.fail",      "/cycles/{cycle}/fail",      "/cycles/{cycle}"),
        new("cycle.close",     "/cycles/{cycle}/close",     "/cycles/{cycle}"),
    ];
}
