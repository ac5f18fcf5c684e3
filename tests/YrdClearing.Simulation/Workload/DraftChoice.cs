using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>Titles, drafts of contracts, and their signatures.</summary>
internal sealed class DraftChoice(CommandWriter write, Model model, Chance chance)
{
    private readonly ContractWriter _contract = new(write, chance);
    private readonly PlanChoice _plans = new(write, chance);

    public Envelope Title(string? id)
    {
        var (holder, _) = chance.Of(Cast.Enterprises);
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "title.register", $$"""
            "title":"{{write.NewId("T")}}","holder":"{{holder}}","kind":"patent"
            """, id);
    }

    /// <summary>A contract between any two, on a title or on none.</summary>
    public Envelope Any(string? id)
    {
        var titles = model.Contracts.Titles.Titles;
        var title = titles.Count > 0 && !chance.OneIn(3) ? chance.Recent(titles.Values) : null;
        var type = title is null ? chance.Of(["development", "consulting", "service"]) : chance.Of(["transfer", "transfer", "licence"]);
        var seller = title is null || chance.OneIn(15) ? chance.Of(Cast.Enterprises).Uscc : title.Register.Holder;
        return Draft(type, title?.Id, seller, chance.Of(Cast.Enterprises).Uscc, chance.Of(Cast.Markets), id);
    }

    /// <summary>The deal of a listing with one of its bidders.</summary>
    public Envelope Deal(ModelListing l, ModelBid bid, string? id) =>
        Draft(l.IsTransfer ? "transfer" : "licence", l.Title, l.Seller, bid.Bidder, bid.Book["market:".Length..], id);

    public Envelope Sign(ModelContract c, HashSet<string> signed, string? id)
    {
        var isSeller = signed.Count == 1 && !chance.OneIn(12) ? !signed.Contains("Seller") : chance.OneIn(2);
        return _contract.Write(ContractWriter.Party(c, isSeller), "contract.sign", c, "", id);
    }

    /// <summary>Value, technology value and plan.</summary>
    /// <param name="value">In fen.</param>
    /// <param name="parts">What the ids of the parts begin with.</param>
    /// <param name="isWhole">Mostly one milestone is all.</param>
    /// <param name="hasEntry">A royalty may have an entry fee.</param>
    public string Terms(long value, string parts, bool isWhole = false, bool hasEntry = true)
    {
        var yuan = CommandWriter.Yuan(value);
        return $$"""
            "value":"{{yuan}}","technologyValue":"{{yuan}}","plan":{{_plans.Plan(value, parts, isWhole, hasEntry)}}
            """;
    }

    private Envelope Draft(string type, string? title, string seller, string buyer, string buyerMarket, string? id)
    {
        var value = chance.OneIn(20) ? chance.Between(1, 5) : chance.Between(10_000, 5_000_000);
        var named = title is null ? "" : $"""
            "title":"{title}",
            """;
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "contract.draft", $$"""
            "contract":"{{write.NewId("K")}}","type":"{{type}}",{{named}}"seller":"{{seller}}","buyer":"{{buyer}}",
            "buyerMarket":"{{buyerMarket}}","objectionDays":{{chance.Below(4)}},
            {{Terms(value, "M", isWhole: type == "transfer")}}{{_plans.Owners(seller, buyer)}}
            """, id);
    }
}
