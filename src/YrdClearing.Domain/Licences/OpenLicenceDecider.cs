using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Licences;

/// <summary>
/// Decides the commands of an open licence; the checks stand in the order of scenario.md's codes. The terms are checked once, here: they
/// are those of every contract that an acceptance makes.
/// </summary>
public static class OpenLicenceDecider
{
    private static readonly Lifecycle<OpenLicenceStatus, OpenLicenceTrigger> Table = OpenLicenceLifecycle.Table;

    public static Decision Decide(
        OpenLicenceState? state, CommandContext context, OpenLicenceCommand command, OpenLicenceFacts facts) => (command, state) switch
        {
            (OfferLicence c,    _)      => Offer(state, context, c, facts),
            (_,                 null)   => Decision.Reject(new Rejection(RejectionCode.NotFound, "offer")),
            (WithdrawLicence c, { } o)  => Withdraw(o, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of an open licence."),
        };

    private static Decision Offer(OpenLicenceState? state, CommandContext context, OfferLicence c, OpenLicenceFacts facts)
    {
        KeyClaim[] claims = [new(OpenLicenceState.KeyOf(c.Offer), OpenLicenceState.IdOf(c.Offer), RejectionCode.AlreadyExists)];
        Rejection? rejection =
            !facts.SellerRegistered                                         ? new(RejectionCode.NotFound, "seller") :
            facts.Title is null                                             ? new(RejectionCode.NotFound, "title") :
            state is not null                                               ? new(RejectionCode.AlreadyExists, "offer") :
            facts.Market is null                                            ? new(RejectionCode.NotAllowed) :
            ContractDecider.AmountFault(c.Value, c.TechnologyValue, c.Plan) is { } amount ? amount :
            ContractDecider.TitleFault(c.Title, ContractType.Licence, c.Seller, facts.Title) is { } title ? title :
            ContractDecider.PlanFault(c.Plan, c.Value, c.TechnologyValue)   is { } plan ? plan :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new LicenceOffered(
                c.Offer, c.Title, c.Seller, context.Actor.Key, facts.Market!, c.Value, c.TechnologyValue, c.ObjectionDays, c.Plan)) with
            {
                Claims = claims,
            };
    }

    private static Decision Withdraw(OpenLicenceState o, CommandContext context, WithdrawLicence c) =>
        !context.Actor.IsMarket(o.Market) && !context.Actor.IsEnterprise(o.Seller)  ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(o.Status, OpenLicenceTrigger.Withdraw)                        ? Decision.Reject(IsWrong(o)) :
        Decision.Accept(new LicenceWithdrawn(o.Id, c.Reason));

    internal static Rejection IsWrong(OpenLicenceState o) => new(RejectionCode.WrongState, "offer", $"The offer is {o.Status}.");
}
