using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>A standing offer as it was published.</summary>
/// <param name="Id">The offer's id.</param>
/// <param name="Book">The book of the market that published it.</param>
/// <param name="Terms">The rest of what every contract that accepts it must say as well, as JSON.</param>
internal sealed record ModelOffer(string Id, string Title, string Seller, string Book, string Terms)
{
    public string Status { get; set; } = "Offered";

    /// <summary>Price, fees, days and plan, of an offer's event or of an acceptance's.</summary>
    public static string TermsOf(JsonElement e) => string.Join(
        ' ', new[] { "value", "technologyValue", "objectionDays", "terms", "plan" }.Select(name => e.GetProperty(name).GetRawText()));
}

/// <summary>
/// An acceptance of an open licence makes a contract of its own, at the published terms and with whoever accepts, that is signed at once
/// and licenses the offer's title.
/// </summary>
internal sealed class LicencesFollowOffers(Observer observer) : Invariant("licences follow their offers", observer)
{
    public override void Written(NumberedEntry entry, JsonElement data)
    {
        if (entry.Request.Event != "contract.licence-accepted.1")
        {
            return;
        }
        var (c, offer) = (Model.Contracts.Contracts[data.Text("contract")], Model.Offers[data.Text("offer")]);
        Require(
            (c.Title, c.Seller, c.SellerBook) == (offer.Title, offer.Seller, offer.Book) && ModelOffer.TermsOf(data) == offer.Terms,
            $"{entry.Request.Book}/{entry.Seq}: {c.Id} accepts {offer}, and says {data}");
        Require(
            entry.Request.Actor == "enterprise:" + c.Buyer && c is { Status: "Signed", IsTransfer: false, Encumbrance: > 0 },
            $"{entry.Request.Book}/{entry.Seq}: {entry.Request.Actor} accepts {offer.Id} for {c.Buyer}; it is {c.Status}");
    }
}
