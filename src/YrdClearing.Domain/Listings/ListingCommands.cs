using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>Commands of the aggregate <c>listing:ID</c> in the book <c>network</c>.</summary>
/// <param name="Listing">The listing's id, unique in the network.</param>
public abstract record ListingCommand(string Listing) : Command;

/// <summary>A market (whoever asks) lists a title for its holder.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Title">A title that is not listed already.</param>
/// <param name="Type">A transfer or a licence.</param>
/// <param name="Seller">USCC of the holder.</param>
/// <param name="Deposit">What each bidder deposits.</param>
/// <param name="Closes">Last day for deposits.</param>
public sealed record OpenListing(string Listing, string Title, ContractType Type, string Seller, Money Deposit, DateOnly Closes)
    : ListingCommand(Listing);

/// <summary>The deal is struck: a contract on the title with one of the bidders is signed.</summary>
public sealed record DealListing(string Listing, string Contract) : ListingCommand(Listing);

/// <summary>The listing ends without a deal.</summary>
public sealed record CloseListing(string Listing, string Reason) : ListingCommand(Listing);

/// <summary>A bidder's deposit is held (a message of the bid).</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the market that holds it.</param>
[Stored("listing.record-bid.1")]
public sealed record RecordBid(string Listing, string Bidder, string Market) : ListingCommand(Listing);

public static class ListingCommands
{
    /// <summary>What a listed title may be sold as.</summary>
    private static readonly string[] Types = ["transfer", "licence"];

    /// <summary>Commands on listings and bids.</summary>
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("listing.open", "any market", "Lists a title for its holder; a title is listed once at a time.", "技术权益挂牌，征集受让方或被许可方。",
            f => new OpenListing(
                f.Id("listing"), f.Id("title"), Enum.Parse<ContractType>(f.Word("type", Types) is "licence" ? "Licence" : "Transfer"),
                f.Uscc("seller"), f.Amount("deposit"), f.Deadline("closes")),
            """
            {"listing":"L1","title":"T1","type":"transfer","seller":"91330000MAXX0071X8","deposit":"20000.00","closes":"2026-04-30"}
            """),
        new("listing.deal", "the market that listed it",
            "Strikes the deal: the deposit of the contract's buyer becomes its escrow, all others go back.", "成交：受让方保证金转为合同托管资金，其余保证金退还。",
            f => new DealListing(f.Id("listing"), f.Id("contract")), """{"listing":"L1","contract":"K1"}"""),
        new("listing.close", "the market that listed it", "Ends the listing without a deal; all deposits go back.", "终止挂牌，全部保证金退还。",
            f => new CloseListing(f.Id("listing"), f.Text("reason")), """{"listing":"L1","reason":"no bid was good enough"}"""),
        .. BidCommands.Specs,
    ];
}
