using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>What is asked next of open licences: offers, acceptances, and that an offer ends.</summary>
internal sealed class LicenceChoice(CommandWriter write, Model model, Chance chance)
{
    private readonly DraftChoice _drafts = new(write, model, chance);

    public Envelope Next(string? id)
    {
        var offers = model.Offers.Values.Where(o => o.Status == "Offered" || chance.OneIn(12)).ToList();
        if (offers.Count == 0 || chance.OneIn(4))
        {
            return Offer(id);
        }
        var offer = chance.Recent(offers);
        return chance.OneIn(10)
            ? write.Write(offer.Book + "/li", "licence.withdraw", $$"""
                "offer":"{{offer.Id}}"{{Reason}}
                """, id)
            : Accept(offer, id);
    }

    private Envelope Offer(string? id)
    {
        var titles = model.Contracts.Titles.Titles.Values.Where(t => !t.Register.Encumbrances.ContainsValue(true)).ToList();
        if (titles.Count == 0)
        {
            return _drafts.Title(id);
        }
        var title = chance.Recent(titles);
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "licence.offer", $$"""
            "offer":"{{write.NewId("OL")}}","title":"{{title.Id}}","seller":"{{title.Register.Holder}}","objectionDays":{{chance.Below(4)}},
            {{_drafts.Terms(chance.Between(1_000, 500_000), "M")}}
            """, id);
    }

    private Envelope Accept(ModelOffer offer, string? id)
    {
        var buyer = chance.Of(Cast.Enterprises).Uscc;
        return write.Write("enterprise:" + buyer, "licence.accept", $$"""
            "contract":"{{write.NewId("K")}}","offer":"{{offer.Id}}","buyer":"{{buyer}}","buyerMarket":"{{chance.Of(Cast.Markets)}}"
            """, id);
    }
}
