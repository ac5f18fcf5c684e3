using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides the acceptance of an open licence. The offer is the seller's standing signature and the command the buyer's: the contract begins
/// Signed, and this very commit encumbers the title as a second signature does. From here on it is a contract like any other.
/// </summary>
internal static class AcceptanceDecider
{
    public static Decision Accept(ContractState? state, CommandContext context, AcceptLicence c, ContractFacts facts)
    {
        if (facts.Offer is not { } o || facts.Title is not { } title)
        {
            return Decision.Reject(new Rejection(RejectionCode.NotFound, "offer"));
        }
        var key = new ContractKey(Books.Market(o.Market), Books.Market(c.BuyerMarket), o.Title);
        KeyClaim draft = new(ContractKey.Of(c.Contract), key.ToString(), RejectionCode.AlreadyExists);
        Rejection? rejection =
            !facts.BuyerMarketOpened                                    ? new(RejectionCode.NotFound, "buyerMarket") :
            !facts.BuyerRegistered                                      ? new(RejectionCode.NotFound, "buyer") :
            state is not null                                           ? new(RejectionCode.AlreadyExists, "contract") :
            !context.Actor.IsEnterprise(c.Buyer)                        ? new(RejectionCode.NotAllowed) :
            !OpenLicenceLifecycle.Table.Allows(o.Status, OpenLicenceTrigger.Accept) ? OpenLicenceDecider.IsWrong(o) :
            o.Seller == c.Buyer                                         ? new(RejectionCode.RelatedParty, "buyer") :
            ContractDecider.TitleFault(o.Title, ContractType.Licence, o.Seller, title) is { } fault ? fault :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection, draft);
        }
        var number = title.Encumbered + 1;
        var encumbered = new RecordTitleEncumbered(o.Title, c.Contract, EncumbranceKind.Licence);
        return ContractDecider.Accept(new LicenceAccepted(
            c.Contract, ContractType.Licence, o.Title, o.Seller, c.Buyer, o.Market, c.BuyerMarket, o.Terms, o.Value, o.TechnologyValue,
            o.ObjectionDays, o.Plan.Divide(o.Value, o.Terms), o.Plan, o.Id, number)
        {
            After = new(ContractStatus.Signed),
        }) with
        {
            Claims = [draft, SignatureDecider.Encumbrance(title, number, c.Contract)],
            Messages = [new(Books.Network, TitleState.IdOf(o.Title), encumbered)],
        };
    }
}
