using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Licences;

/// <summary>
/// Commands of the aggregate <c>open-licence:ID</c> in the book <c>network</c>. An acceptance is a command of its contract.
/// </summary>
/// <param name="Offer">The offer's id, unique in the network.</param>
public abstract record OpenLicenceCommand(string Offer) : Command;

/// <summary>A market (whoever asks) publishes the holder's offer.</summary>
/// <param name="Offer">The offer's id.</param>
/// <param name="Title">What is licensed.</param>
/// <param name="Seller">USCC of the holder.</param>
/// <param name="Value">The price of each licence.</param>
/// <param name="TechnologyValue">At most the value.</param>
/// <param name="ObjectionDays">Days after a delivery during which a buyer may object.</param>
/// <param name="Plan">How the value is released.</param>
public sealed record OfferLicence(
    string Offer, string Title, string Seller, Money Value, Money TechnologyValue, int ObjectionDays, ContractPlan Plan)
    : OpenLicenceCommand(Offer);

/// <summary>The market that published it takes the offer back.</summary>
public sealed record WithdrawLicence(string Offer, string Reason) : OpenLicenceCommand(Offer);

public static class OpenLicenceCommands
{
    /// <summary>Commands on open licences.</summary>
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("licence.offer", "any market", "Publishes the holder's standing offer to license a title to whoever accepts the terms.",
            "发布专利开放许可声明。",
            f => new OfferLicence(
                f.Id("offer"), f.Id("title"), f.Uscc("seller"), f.Amount("value"), f.Amount("technologyValue"),
                f.Whole("objectionDays", ContractCommands.MaxObjectionDays), f.Plan("plan")),
            """
            {"offer":"OL1","title":"T1","seller":"91330000MAXX0071X8","value":"30000.00","technologyValue":"30000.00","objectionDays":10,
            "plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1.00"}]}}
            """),
        new("licence.withdraw", "the market that published it, or the seller", "Takes the offer back; the contracts it led to go on.",
            "撤回开放许可声明。",
            f => new WithdrawLicence(f.Id("offer"), f.Text("reason")), """{"offer":"OL1","reason":"sold exclusively from now on"}"""),
        new("licence.accept", "that buyer", "Accepts an open licence: a contract at its published terms, signed by this very command.",
            "接受开放许可：按公布条件订立许可合同，即时生效。",
            f => new AcceptLicence(f.Id("contract"), f.Id("offer"), f.Uscc("buyer"), f.Region("buyerMarket")),
            """{"contract":"K1","offer":"OL1","buyer":"91340000MAXX00728C","buyerMarket":"340000"}"""),
    ];
}
