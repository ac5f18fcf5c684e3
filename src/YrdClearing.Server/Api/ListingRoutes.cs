using YrdClearing.Domain.Listings;

namespace YrdClearing.Server.Api;

/// <summary>Listed titles, the deposits of their bidders, and the payouts of those that go back.</summary>
internal static class ListingRoutes
{
    private const string Listing = "/listings/{listing}";
    private const string Bid = "/bids/{listing}/{bidder}";

    public static readonly Resource Listings = new(
        "listings", ListingRows.Kind, "{listing}", typeof(ListingView), rows => ListingView.Of(ListingRows.Read(rows)))
    {
        Filters =
        [
            Filter.Status,
            new("market", "fund", "Region code of the market that listed the title."),
            new("seller", "provider", "USCC of the title's holder."),
        ],
        Summary = "Titles listed for bidders, with their bids and the contract that became the deal.",
        IdExample = "L1",
        Example =
            """
            {"id":"L1","status":"Dealt","title":"T1","type":"transfer","seller":"91330000MAXX0071X8","market":"330000",
            "deposit":"20000.00","closes":"2026-04-30","contract":"K1",
            "bids":[{"bidder":"91340000MAXX00728C","market":"340000","outcome":"Won"}]}
            """,
    };

    public static readonly Resource Bids = new(
        "bids", BidRows.Kind, "{listing}/{bidder}", typeof(BidView), rows => BidView.Of(BidRows.Read(rows)))
    {
        Filters =
        [
            Filter.Status,
            new("market", "fund", "Region code of the market that holds the deposit."),
            new("bidder", "enterprise", "USCC of the bidder."),
        ],
        Summary = "Bidders' deposits, each in its bidder's market, and where they went.",
        IdExample = "L1/91340000MAXX00728C",
        Example =
            """
            {"listing":"L1","bidder":"91340000MAXX00728C","market":"340000","amount":"20000.00","status":"Won","contract":"K1"}
            """,
    };

    public static readonly IReadOnlyList<CommandRoute> Commands =
    [
        new("listing.open",  "/listings",         Listing, Creates: true),
        new("listing.deal",  Listing + "/deal",   Listing),
        new("listing.close", Listing + "/close",  Listing),
        new("bid.deposit",   Listing + "/bids",   Bid, Creates: true),
    ];

    private static readonly string[] OfOthers = ["order", "contract", "milestone", "owner"];

    /// <summary>The same commands as those of an order's payout.</summary>
    public static readonly IReadOnlyList<CommandRoute> Payouts =
    [
        new("payout.instruct", Bid + "/payout/instruct", Bid) { Leaves = OfOthers },
        new("payout.confirm",  Bid + "/payout/confirm",  Bid) { Leaves = OfOthers },
        new("payout.fail",     Bid + "/payout/fail",     Bid) { Leaves = OfOthers },
    ];
}
