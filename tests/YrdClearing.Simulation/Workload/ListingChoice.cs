using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>What is asked next of listed titles: deposits, the deal and its contract, the end, and what goes back to bidders.</summary>
internal sealed class ListingChoice(CommandWriter write, Model model, Chance chance)
{
    private readonly DraftChoice _drafts = new(write, model, chance);
    private Func<string?, Envelope>? _end;

    /// <summary>The end of a listing for which a deposit is on its way; null when that is not what comes next.</summary>
    public Envelope? End(string? id)
    {
        var end = _end;
        _end = null;
        return end?.Invoke(id);
    }

    public Envelope Next(string? id)
    {
        var released = model.Listings.Bids.Values.Where(b => b.Due + b.Instructed > 0 || (b.PaidBack > 0 && chance.OneIn(16))).ToList();
        if (released.Count > 0 && chance.OneIn(3))
        {
            return PayBack(chance.Of(released), id);
        }
        var open = model.Listings.Listings.Values.Where(l => l.Status == "Open").ToList();
        if (open.Count < 2 || chance.OneIn(12))
        {
            return Open(id);
        }
        var l = chance.Of(open);
        var bids = model.Listings.Of(l).ToList();
        var deal = DealOf(l, bids);
        return bids.Count == 0 || chance.OneIn(3)               ? Bid(l, id) :
            chance.OneIn(10) || (deal is null && !IsFree(l))    ? BidAndClose(l, id) :
            deal is not null                                    ? Step(l, deal, id) :
            _drafts.Deal(l, chance.Of(bids), id);
    }

    /// <summary>Its title may still be promised.</summary>
    private bool IsFree(ModelListing l)
    {
        var register = model.Contracts.Titles.Titles[l.Title].Register;
        var isOpen = l.IsTransfer ? register.Encumbrances.Count == 0 : !register.Encumbrances.ContainsValue(true);
        return isOpen && register.Holder == l.Seller;
    }

    /// <summary>A contract that may become or be the deal.</summary>
    private ModelContract? DealOf(ModelListing l, List<ModelBid> bids) => model.Contracts.Contracts.Values.LastOrDefault(c =>
        c.Title == l.Title && c.Seller == l.Seller && c.IsTransfer == l.IsTransfer && !c.IsOver && (c.Status != "Draft" || IsFree(l))
        && bids.Exists(b => b.Bidder == c.Buyer && b.Book == c.HomeBook));

    private Envelope Step(ModelListing l, ModelContract c, string? id) => c.Status == "Draft" && !chance.OneIn(12)
        ? _drafts.Sign(c, c.Signed, id)
        : write.Write($"market:{l.Market}/li", "listing.deal", $$"""
            "listing":"{{l.Id}}","contract":"{{c.Id}}"
            """, id);

    private Envelope Open(string? id)
    {
        // Mostly one that nothing encumbers; what encumbers it may come meanwhile.
        var titles = model.Contracts.Titles.Titles.Values.Where(t => t.Register.Encumbrances.Count == 0 || chance.OneIn(8)).ToList();
        if (titles.Count == 0)
        {
            return _drafts.Title(id);
        }
        var title = chance.Recent(titles);
        var type = title.Register.Encumbrances.Count > 0 ? "licence" : chance.Of(["transfer", "licence"]);
        var closes = DateOnly.FromDateTime(write.Now.Date).AddDays(chance.Below(60));
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "listing.open", $$"""
            "listing":"{{write.NewId("L")}}","title":"{{title.Id}}","type":"{{type}}","seller":"{{title.Register.Holder}}",
            "deposit":"{{CommandWriter.Yuan(chance.Between(1, chance.OneIn(3) ? 4_000_000 : 50_000))}}","closes":"{{closes:yyyy-MM-dd}}"
            """, id);
    }

    /// <summary>Now and then a fen too much.</summary>
    private Envelope Bid(ModelListing l, string? id) => write.Write("bank:network", "bid.deposit", $$"""
        "listing":"{{l.Id}}","bidder":"{{chance.Of(Cast.Enterprises).Uscc}}","market":"{{chance.Of(Cast.Markets)}}",
        "amount":"{{CommandWriter.Yuan(l.Deposit + (chance.OneIn(16) ? 1 : 0))}}"
        """, id);

    /// <summary>The deposit may find the listing open and reach it when it is not any more.</summary>
    private Envelope BidAndClose(ModelListing l, string? id)
    {
        if (chance.OneIn(3))
        {
            return Close(l, id);
        }
        _end = end => Close(l, end);
        return Bid(l, id);
    }

    private Envelope Close(ModelListing l, string? id) => write.Write($"market:{l.Market}/li", "listing.close", $$"""
        "listing":"{{l.Id}}"{{Reason}}
        """, id);

    private Envelope PayBack(ModelBid b, string? id)
    {
        var fields = $$"""
            "listing":"{{b.Listing}}","bidder":"{{b.Bidder}}"
            """;
        return b.Instructed == 0    ? write.Write(b.Book + "/li", "payout.instruct", fields, id) :
            chance.OneIn(4)         ? write.Write("bank:network", "payout.fail", fields + Reason, id) :
            write.Write("bank:network", "payout.confirm", fields, id);
    }
}
