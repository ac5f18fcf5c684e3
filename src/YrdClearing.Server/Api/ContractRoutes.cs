using YrdClearing.Domain.Contracts;

namespace YrdClearing.Server.Api;

/// <summary>Technology contracts with their milestones, and the payouts that they lead to.</summary>
internal static class ContractRoutes
{
    private const string Contract = "/contracts/{contract}";
    private const string Milestone = Contract + "/milestones/{milestone}";
    private const string Period = Contract + "/periods/{period}";

    public static readonly Resource Contracts = new(
        "contracts", ContractRows.Kind, "{contract}", typeof(ContractView), rows => ContractView.Of(ContractRows.Read(rows)))
    {
        Filters =
        [
            Filter.Status,
            new("buyerMarket", "fund", "Region code of the buyer's market."),
            new("buyer", "enterprise", "USCC of the buyer."),
            new("seller", "provider", "USCC of the seller."),
        ],
        Summary = "Technology contracts with their escrow, milestones and what is due to the buyer.",
        IdExample = "K1",
        Example =
            """
            {"id":"K1","status":"Performing","type":"development","title":null,"seller":"91330000MAXX0071X8","buyer":"91340000MAXX00728C",
            "sellerMarket":"330000","buyerMarket":"340000","number":"2026330100000001","value":"600000.00","technologyValue":"540000.00",
            "objectionDays":15,"funded":"240000.00","escrow":"0.00","released":"240000.00","signed":["seller","buyer"],
            "amendment":{"value":"500000.00","technologyValue":"450000.00","signed":["seller"]},
            "refund":{"due":"0.00","instructed":"0.00","paid":"0.00"},
            "milestones":[{"id":"M1","share":"0.40","amount":"240000.00","fee":"4800.00","net":"235200.00","status":"Released",
            "acceptBy":null,"refunded":"0.00","payout":"Paid"},{"id":"M2","share":"0.60","amount":"360000.00","fee":"7200.00",
            "net":"352800.00","status":"Delivered","acceptBy":"2026-05-21","refunded":"0.00","payout":null}]}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("contract.draft",     "/contracts",             Contract, Creates: true),
        new("contract.sign",      Contract + "/sign",       Contract),
        new("contract.register",  Contract + "/register",   Contract),
        new("contract.refuse",    Contract + "/refuse",     Contract),
        new("contract.fund",      Contract + "/fund",       Contract),
        new("use.begin",         Contract + "/use/begin",   Contract),
        new("use.trigger",       Contract + "/use/trigger", Contract),
        new("subrogation.receive",   Contract + "/subrogation/receipts",   Contract),
        new("subrogation.write-off", Contract + "/subrogation/write-offs", Contract),
        new("contract.dispute",   Contract + "/dispute",    Contract),
        new("contract.resolve",   Contract + "/resolve",    Contract),
        new("contract.amend",     Contract + "/amend",      Contract),
        new("contract.terminate", Contract + "/terminate",  Contract),
        new("milestone.deliver",  Milestone + "/deliver",   Contract),
        new("milestone.accept",   Milestone + "/accept",    Contract),
        new("milestone.object",   Milestone + "/object",    Contract),
        new("contract.refund",    Milestone + "/refund",    Contract),
        new("royalty.report",     Period + "/report",       Contract),
        new("royalty.inspect",    Period + "/inspect",      Contract),
    ];

    private static readonly string[] OfOthers = ["order", "listing", "bidder"];

    /// <summary>
    /// The same commands as those of an order's payout; <c>refund</c> for the milestone is what is due to the buyer, and a body may name the
    /// owner whose part it is.
    /// </summary>
    public static readonly IReadOnlyList<CommandRoute> Payouts =
    [
        new("payout.instruct",  Milestone + "/payout/instruct", Contract) { Leaves = OfOthers },
        new("payout.confirm",   Milestone + "/payout/confirm",  Contract) { Leaves = OfOthers },
        new("payout.fail",      Milestone + "/payout/fail",     Contract) { Leaves = OfOthers },
        new("recovery.receive", Milestone + "/recoveries",      Contract) { Leaves = ["order"] },
    ];
}
