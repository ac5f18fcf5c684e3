using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>Commands of the aggregate <c>bid:LISTING/BIDDER</c> in the book of the bidder's market.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
public abstract record BidCommand(string Listing, string Bidder) : Command;

/// <summary>The bank reports a bidder's deposit.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the bidder's market, which holds it.</param>
/// <param name="Amount">Exactly what the listing asks for.</param>
public sealed record DepositBid(string Listing, string Bidder, string Market, Money Amount) : BidCommand(Listing, Bidder);

/// <summary>The deal is with this bidder (a message of the listing).</summary>
[Stored("bid.record-won.1")]
public sealed record RecordBidWon(string Listing, string Bidder, string Contract) : BidCommand(Listing, Bidder);

/// <summary>The deposit goes back (a message of the listing).</summary>
[Stored("bid.record-released.1")]
public sealed record RecordBidReleased(string Listing, string Bidder) : BidCommand(Listing, Bidder);

internal static class BidCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("bid.deposit", "bank", "Reports a bidder's deposit for a listing; the bidder's market holds it.", "银行回报：竞买保证金到账。",
            f => new DepositBid(f.Id("listing"), f.Uscc("bidder"), f.Region("market"), f.Amount("amount")),
            """{"listing":"L1","bidder":"91340000MAXX00728C","market":"340000","amount":"20000.00"}"""),
    ];
}
