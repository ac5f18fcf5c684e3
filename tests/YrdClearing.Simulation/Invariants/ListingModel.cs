using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>A title that is or was offered to bidders.</summary>
internal sealed class ModelListing
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required bool IsTransfer { get; init; }
    public required string Seller { get; init; }
    public required string Market { get; init; }

    /// <summary>What each bidder deposits, fen.</summary>
    public required long Deposit { get; init; }

    /// <summary>Open, Dealt or Closed.</summary>
    public string Status { get; set; } = "Open";

    /// <summary>The contract that the deal is.</summary>
    public string? Contract { get; set; }

    /// <summary>USCC of the deal's buyer.</summary>
    public string? Winner { get; set; }
}

/// <summary>A bidder's deposit and where each fen of it is.</summary>
internal sealed class ModelBid
{
    public required string Listing { get; init; }
    public required string Bidder { get; init; }

    /// <summary>The market's book that holds it.</summary>
    public required string Book { get; init; }

    public required long Amount { get; init; }
    public string Status { get; set; } = "Deposited";

    /// <summary>The contract whose escrow it is to become; null for all but the winner's.</summary>
    public string? Contract { get; set; }

    public long Held { get; set; }

    /// <summary>Became a contract's escrow, or what that had no room for and is due to its buyer.</summary>
    public long Applied { get; set; }

    /// <summary>To be paid back to the bidder.</summary>
    public long Due { get; set; }

    /// <summary>On its way back; the bank has been told.</summary>
    public long Instructed { get; set; }

    public long PaidBack { get; set; }

    public override string ToString() =>
        $"{Listing}/{Bidder} of {Amount}: {Held} held, {Applied} applied, {Due} due, {Instructed} instructed, {PaidBack} paid back";
}

/// <summary>Listings and the deposits for them. Where a deposit may go is <see cref="DepositsEndOnce"/>'s to say.</summary>
internal sealed class ListingModel
{
    public Dictionary<string, ModelListing> Listings { get; } = new(StringComparer.Ordinal);

    /// <summary>By <c>LISTING/BIDDER</c>.</summary>
    public Dictionary<string, ModelBid> Bids { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ModelBid> Of(ModelListing listing) => Bids.Values.Where(b => b.Listing == listing.Id);

    /// <summary>The deposit that an event is about.</summary>
    public ModelBid Bid(JsonElement e) => Bids[$"{e.Text("listing")}/{e.Text(e.TryGetProperty("bidder", out _) ? "bidder" : "buyer")}"];

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        var name = entry.Request.Event;
        if (name.StartsWith("listing.", StringComparison.Ordinal))
        {
            ApplyListing(name, e);
        }
        else if (name == "bid.deposited.1")
        {
            var bid = new ModelBid
            {
                Listing = e.Text("listing"),
                Bidder = e.Text("bidder"),
                Book = entry.Request.Book,
                Amount = e.Fen("amount"),
                Held = e.Fen("amount"),
            };
            Bids.Add($"{bid.Listing}/{bid.Bidder}", bid);
        }
        else if (name.StartsWith("bid.", StringComparison.Ordinal))
        {
            ApplyBid(Bid(e), name, e);
        }
        else if (name == "contract.deposit-taken.1")
        {
            var bid = Bid(e);
            (bid.Held, bid.Applied) = (bid.Held - e.Fen("amount"), bid.Applied + e.Fen("amount"));
        }
    }

    private void ApplyListing(string name, JsonElement e)
    {
        var id = e.Text("listing");
        switch (name)
        {
            case "listing.opened.1":
                var title = e.Text("title");
                ContractModel.Must(!Listings.Values.Any(l => l.Status == "Open" && l.Title == title), "a title listed twice at a time");
                Listings.Add(id, new()
                {
                    Id = id,
                    Title = title,
                    IsTransfer = e.Text("type") == "Transfer",
                    Seller = e.Text("seller"),
                    Market = e.Text("market"),
                    Deposit = e.Fen("deposit"),
                });
                break;
            case "listing.bid-listed.1":
                var isLate = Listings[id].Status != "Open";
                ContractModel.Must(e.GetProperty("isLate").GetBoolean() == isLate, "a bid late, or not, otherwise than it was");
                break;
            case "listing.dealt.1":
                End(Listings[id], "Dealt");
                (Listings[id].Contract, Listings[id].Winner) = (e.Text("contract"), e.Text("winner"));
                break;
            case "listing.closed.1": End(Listings[id], "Closed"); break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private static void End(ModelListing listing, string status)
    {
        ContractModel.Must(listing.Status == "Open", $"{status} after {listing.Status}");
        listing.Status = status;
    }

    private static void ApplyBid(ModelBid bid, string name, JsonElement e)
    {
        var fen = e.Fen("amount");
        switch (name)
        {
            case "bid.won.1": (bid.Status, bid.Contract) = ("Won", e.Text("contract")); break;
            case "bid.released.1": (bid.Status, bid.Held, bid.Due) = ("Released", bid.Held - fen, bid.Due + fen); break;
            case "bid.refund-instructed.1":
                (bid.Status, bid.Due, bid.Instructed) = ("Instructed", bid.Due - fen, bid.Instructed + fen);
                break;
            case "bid.refunded.1":
                (bid.Status, bid.Instructed, bid.PaidBack) = ("Refunded", bid.Instructed - fen, bid.PaidBack + fen);
                break;
            case "bid.refund-failed.1":
                (bid.Status, bid.Instructed, bid.Due) = ("PaymentFailed", bid.Instructed - fen, bid.Due + fen);
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }
}
