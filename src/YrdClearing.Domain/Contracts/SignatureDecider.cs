using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides signatures, of a draft and of an amendment. Each looks again at what the draft or the amendment was checked for against the
/// network's state (scenario.md, "Signing").
/// </summary>
internal static class SignatureDecider
{
    private static readonly Lifecycle<ContractStatus, ContractTrigger> Table = ContractLifecycle.Table;

    /// <summary>
    /// The second signature encumbers the title: it takes the key of the title's next encumbrance, so that of two that saw the same
    /// register only one holds, and the register follows.
    /// </summary>
    public static Decision SignDraft(ContractState s, CommandContext context, TitleState? title)
    {
        if (ContractDecider.PartyOf(s, context.Actor) is not { } party)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        var signed = s.Signed.With(party);
        var isLast = signed is { Seller: true, Buyer: true };
        var next = Table.Next(s.Status, isLast ? ContractTrigger.SignLast : ContractTrigger.Sign);
        Rejection? rejection =
            next is null || s.Signed.Of(party)                              ? SignedBefore :
            ContractDecider.TitleFault(s.Title, s.Type, s.Seller, title)    is { } fault ? fault :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        var after = s.Standing with { Status = next!.Value };
        if (!isLast || title is null)
        {
            return ContractDecider.Accept(new ContractSigned(s.Id, party) { After = after });
        }
        var number = title.Encumbered + 1;
        return ContractDecider.Accept(new ContractSigned(s.Id, party, title.Id, number) { After = after }) with
        {
            Claims = [Encumbrance(title, number, s.Id)],
            Messages = ContractDecider.ToTitle(s, t => new RecordTitleEncumbered(t, s.Id, ContractDecider.EncumbranceOf(s.Type))),
        };
    }

    /// <summary>The key that makes a contract the <paramref name="number"/>th to encumber the title.</summary>
    public static KeyClaim Encumbrance(TitleState title, int number, string contract) =>
        new(TitleState.EncumbranceKey(title.Id, number), ContractState.IdOf(contract), RejectionCode.TitleEncumbered);

    public static Decision SignAmendment(ContractState s, CommandContext context)
    {
        if (s.Amendment is { } stale && s.Repeats(stale.Plan))
        {
            return Decision.Reject(new Rejection(RejectionCode.AlreadyExists, "plan"));
        }
        if (ContractDecider.PartyOf(s, context.Actor) is not { } party)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        Rejection? rejection =
            !Table.Allows(s.Status, ContractTrigger.SignAmendment)      ? ContractDecider.IsWrong(s) :
            s.Amendment is not { } waiting || waiting.Signed.Of(party)  ? SignedBefore :
            IsBelow(s, waiting.Value, waiting.Plan)                     ? BelowReleased(s, waiting.Value, waiting.Plan) :
            null;
        return rejection is not null                                    ? Decision.Reject(rejection) :
            s.Amendment!.Signed.With(party) is { Seller: true, Buyer: true } ? TakeEffect(s, s.Amendment, party) :
            ContractDecider.Accept(new AmendmentSigned(s.Id, party));
    }

    public static Decision Amend(ContractState s, CommandContext context, AmendContract c)
    {
        Rejection? rejection =
            s.Repeats(c.Plan)                                   ? new(RejectionCode.AlreadyExists, "plan") :
            !context.Actor.IsMarket(s.SellerMarket)             ? new(RejectionCode.NotAllowed) :
            ContractDecider.AmountFault(c.Value, c.TechnologyValue, c.Plan) is { } amount ? amount :
            !Table.Allows(s.Status, ContractTrigger.Amend)      ? ContractDecider.IsWrong(s) :
            ContractDecider.PlanFault(c.Plan, c.Value, c.TechnologyValue) is { } plan ? plan :
            IsBelow(s, c.Value, c.Plan)                         ? BelowReleased(s, c.Value, c.Plan) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : ContractDecider.Accept(c.Plan is MilestonePlan { Milestones: var milestones }
                ? new AmendmentProposed(s.Id, c.Value, c.TechnologyValue, milestones)
                : new AmendmentProposedWithPlan(s.Id, c.Value, c.TechnologyValue, c.Plan));
    }

    /// <summary>What the escrow holds above what is still to be released under the new terms goes back to the buyer.</summary>
    private static Decision TakeEffect(ContractState s, Amendment amendment, ContractParty party)
    {
        var rest = amendment.Value - s.Released;
        var surplus = Money.Max(Money.Zero, s.Standing.Escrow - rest);
        var (value, technologyValue, plan) = (amendment.Value, amendment.TechnologyValue, amendment.Plan);
        var parts = plan.Divide(rest, s.Terms);
        AmendmentEvent amended = plan is MilestonePlan
            ? new ContractAmended(s.Id, party, value, technologyValue, parts, s.Buyer, surplus)
            : new ContractAmendedWithPlan(s.Id, party, value, technologyValue, parts, s.Buyer, surplus, plan);
        return ContractDecider.Accept(amended with { After = s.Standing.Return(surplus) });
    }

    private static Rejection SignedBefore => new(RejectionCode.WrongState, "contract", "Nothing waits for this party's signature.");

    /// <summary>A value must leave room for what was released and for what the plan promises.</summary>
    private static bool IsBelow(ContractState s, Money value, ContractPlan plan) => value < s.Released + plan.Least;

    private static Rejection BelowReleased(ContractState s, Money value, ContractPlan plan) =>
        ContractDecider.AmountExceeds(value, s.Released + plan.Least, "value");
}
