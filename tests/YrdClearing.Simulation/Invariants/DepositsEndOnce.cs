using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Every deposit is whole: each fen of it is held, applied to the winner's contract, due, on its way or paid back, and in one of these
/// only. What a market's book holds for a bidder is what its deposits hold. Of an ended listing nothing is held in the end: the winner's
/// deposit is its contract's, every other one the bidder's.
/// </summary>
internal sealed class DepositsEndOnce(Observer observer) : Invariant("deposits are held, applied or returned once", observer)
{
    private const string Deposits = "liabilities:deposits:";

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var name = entry.Request.Event;
        if (name == "contract.deposit-taken.1" || name.StartsWith("bid.", StringComparison.Ordinal))
        {
            Check(entry, Model.Listings.Bid(data), data);
        }
        foreach (var account in entry.Accounts.Where(a => a.StartsWith(Deposits, StringComparison.Ordinal)))
        {
            var held = Model.Listings.Bids.Values
                .Where(b => b.Book == entry.Request.Book && b.Bidder == account[Deposits.Length..]).Sum(b => b.Held);
            var fen = -Model.Ledger.Fen(entry.Request.Book, account);
            Require(fen == held, $"{entry.Request.Book}/{entry.Seq}: {account} holds {fen} fen, its deposits {held}");
        }
    }

    public override void AtEnd()
    {
        foreach (var bid in Model.Listings.Bids.Values)
        {
            var listing = Model.Listings.Listings[bid.Listing];
            var isWinner = listing.Status == "Dealt" && bid.Bidder == listing.Winner;
            var applied = isWinner && bid.Contract == listing.Contract ? bid.Amount : 0;
            var held = listing.Status == "Open" ? bid.Amount : 0;
            Require(
                bid.Held == held && bid.Applied == applied,
                $"{bid}, though its listing is {listing.Status} with {listing.Winner ?? "nobody"}");
        }
    }

    private void Check(NumberedEntry entry, ModelBid bid, JsonElement data)
    {
        var listing = Model.Listings.Listings[bid.Listing];
        long[] places = [bid.Held, bid.Applied, bid.Due, bid.Instructed, bid.PaidBack];
        Require(
            bid.Amount == listing.Deposit && data.Fen("amount") == bid.Amount && bid.Book == entry.Request.Book
                && places.Sum() == bid.Amount && Array.TrueForAll(places, p => p >= 0),
            $"{entry.Request.Book}/{entry.Seq} {entry.Request.Event}: {bid}");
        if (bid.Contract is { } won)
        {
            var c = Model.Contracts.Contracts[won];
            Require(
                listing.Contract == won && c.Buyer == bid.Bidder && c.HomeBook == bid.Book
                    && (c.Title, c.Seller) == (listing.Title, listing.Seller),
                $"{entry.Request.Book}/{entry.Seq}: {bid} went to {won}, which is not its listing's deal with this bidder");
        }
    }
}
