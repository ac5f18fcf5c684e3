using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Contracts;

/// <summary>Decides the commands of a milestone; the checks stand in the order of scenario.md's codes.</summary>
internal static class MilestoneDecider
{
    private static readonly Lifecycle<ContractStatus, ContractTrigger> Contracts = ContractLifecycle.Table;

    public static Decision Decide(ContractState s, CommandContext context, MilestoneCommand command) =>
        (command, s.Find(command.Milestone)) switch
        {
            (_,                         null)   => Decision.Reject(new Rejection(RejectionCode.NotFound, "milestone")),
            (DeliverMilestone,          { } m)  => Deliver(s, m, context),
            (AcceptMilestone,           { } m)  => Accept(s, m, context),
            (ObjectToMilestone c,       { } m)  => Object(s, m, context, c),
            (RefundMilestone c,         { } m)  => Refund(s, m, context, c),
            (RecordMilestonePayout c,   { } m)  => RecordPayout(s, m, c),
            (RecordOwnerPayout c,       { } m)  => RecordPayout(s, m, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a milestone."),
        };

    /// <summary>
    /// Asked for by a run of deadlines only, again and again until nothing is left to do (<c>wrong_state</c>): the first milestone of the
    /// plan that has fallen due, by the end of its objection days or by its day, and that the escrow covers; or else the first period of a
    /// royalty whose amount is final now.
    /// </summary>
    public static Decision AcceptDue(ContractState s, CommandContext context) =>
        !Contracts.Allows(s.Status, ContractTrigger.Release)                    ? ContractDecider.WrongState(s) :
        s.Milestones.Find(m => IsDue(s, m, context) && IsCovered(s, m)) is { } due ? Release(s, due, isDeemed: true) :
        RoyaltyDecider.FindDue(s, context) is { } final                         ? RoyaltyDecider.FallDue(s, final) :
        UseDecider.Overdue(s, context);

    private static Decision Deliver(ContractState s, MilestoneState m, CommandContext context) =>
        !context.Actor.IsEnterprise(s.Seller)                                   ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(s, ContractTrigger.Deliver, m, MilestoneTrigger.Deliver)        ? WrongState(s, m) :
        ContractDecider.Accept(new MilestoneDelivered(s.Id, m.Id, context.At.Day.AddDays(s.ObjectionDays)));

    private static Decision Accept(ContractState s, MilestoneState m, CommandContext context) =>
        !context.Actor.IsEnterprise(s.Buyer)                                    ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(s, ContractTrigger.Release, m, MilestoneTrigger.Accept)         ? WrongState(s, m) :
        m.Period is { } period && !MayAccept(s, m, period)                      ? WrongState(s, m) :
        !IsCovered(s, m)                                                        ? EscrowInsufficient(s, m) :
        Release(s, m, isDeemed: false);

    private static Decision Object(ContractState s, MilestoneState m, CommandContext context, ObjectToMilestone c) =>
        !context.Actor.IsEnterprise(s.Buyer)                                    ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(s, ContractTrigger.Object, m, MilestoneTrigger.Object)          ? WrongState(s, m) :
        context.At.IsPast(m.AcceptBy!.Value)                                    ? WrongState(s, m) :
        ContractDecider.Accept(new MilestoneObjected(s.Id, m.Id, c.Reason));

    /// <summary>Abroad the seller's market owes it to the buyer's, and demands it of the seller; fees are not given back.</summary>
    private static Decision Refund(ContractState s, MilestoneState m, CommandContext context, RefundMilestone c)
    {
        var left = Paid(s, m) - m.Refunded;
        Rejection? rejection =
            !context.Actor.IsMarket(s.SellerMarket)                             ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero                                              ? new(RejectionCode.InvalidAmount, "amount") :
            !MilestoneLifecycle.Of(m).Allows(m.Status, MilestoneTrigger.Refund) ? IsWrong(s, m) :
            c.Amount > left                                                     ? ContractDecider.AmountExceeds(left, c.Amount) :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        var total = m.Refunded + c.Amount;
        return ContractDecider.Accept(
            new MilestoneRefunded(s.Id, m.Id, s.Seller, s.Buyer, s.HomeBook, s.SellerBook, c.Amount, total, c.Reason)
            {
                After = s.Standing with { RefundDue = s.Standing.RefundDue + c.Amount },
            }) with
            {
                Obligation = ObligationOf(s, ObligationKind.ClawBack, c.Amount),
                Messages = [ToPayout(s, m.Id, new RecordClawBack(PayoutIds.Of(s.Id, m.Id), c.Amount, total))],
            };
    }

    /// <summary>What the buyer has paid for a part; of what the fund paid in its place, only what it has paid back to the fund.</summary>
    private static Money Paid(ContractState s, MilestoneState m) =>
        m.Id == DeferredPlan.CompensationId && s.Subrogation is { } claim ? claim.Received : m.Terms.Amount;

    private static Decision RecordPayout(ContractState s, MilestoneState m, RecordMilestonePayout c) => m.IsReleased
        ? ContractDecider.Accept(new MilestonePayoutChanged(s.Id, m.Id, c.Status))
        : throw new InvalidOperationException($"Milestone {m.Id} of {s.Id} is {m.Status} and its payout was said to be {c.Status}.");

    private static Decision RecordPayout(ContractState s, MilestoneState m, RecordOwnerPayout c) =>
        m.Owners?.Any(o => o.Party == c.Owner) == true
            ? ContractDecider.Accept(new OwnerPayoutChanged(s.Id, m.Id, c.Owner, c.Status))
            : throw new InvalidOperationException(
                $"Milestone {m.Id} of {s.Id} is {m.Status}; the payout of its owner {c.Owner} was said to be {c.Status}.");

    /// <summary>The buyer's own report is not for the buyer to accept: it is inspected, or the objection days pass.</summary>
    private static bool MayAccept(ContractState s, MilestoneState m, PeriodState period) =>
        period.Status != PeriodStatus.Reported && RoyaltyDecider.MayPay(s, m);

    private static bool IsDue(ContractState s, MilestoneState m, CommandContext context) =>
        m.WaitsFor is { } day && context.At.IsPast(day) && (m.Period is null || RoyaltyDecider.MayPay(s, m));

    private static bool IsCovered(ContractState s, MilestoneState m) => TermsOf(s, m).Amount <= s.Standing.Escrow;

    private static MilestoneTerms TermsOf(ContractState s, MilestoneState m) =>
        m.Period is null ? m.Terms : RoyaltyDecider.TermsOf(s, m);

    /// <summary>
    /// Delivery versus payment: this one commit pays for the milestone and, with a transfer's last one, passes the title.
    /// </summary>
    private static Decision Release(ContractState s, MilestoneState m, bool isDeemed)
    {
        var terms = TermsOf(s, m);
        var owners = s.Owners is null ? [] : OwnerAmount.Of(terms.Net, s.Owners);
        var isLast = s.Milestones.TrueForAll(other => other.IsReleased || other == m);
        var status = Contracts.Next(s.Status, isLast ? ContractTrigger.ReleaseLast : ContractTrigger.Release)!.Value;
        var left = s.Standing.Escrow - terms.Amount;
        var surplus = isLast ? left : Money.Zero;
        ReleaseEvent released = owners.Count == 0 && surplus.IsZero
            ? new MilestoneReleased(s.Id, m.Id, terms, s.Seller, s.HomeBook, s.SellerBook, isDeemed, isLast)
            : new PartReleased(s.Id, m.Id, terms, s.Seller, s.HomeBook, s.SellerBook, isDeemed, isLast, owners, s.Buyer, surplus);
        return ContractDecider.Accept(
            released with { After = (s.Standing with { Status = status, Escrow = left }).Return(surplus) }) with
            {
                Obligation = ObligationOf(s, ObligationKind.Approval, terms.Owed),
                Messages =
                [
                    DueToSeller(s, terms, owners),
                    .. isLast && s.Type == ContractType.Transfer
                        ? ContractDecider.ToTitle(s, title => new RecordTitleTransferred(title, s.Id, s.Buyer))
                        : [],
                ],
            };
    }

    private static bool Allows(ContractState s, ContractTrigger contract, MilestoneState m, MilestoneTrigger milestone) =>
        Contracts.Allows(s.Status, contract) && MilestoneLifecycle.Of(m).Allows(m.Status, milestone);

    /// <summary>Only what one book owes another, and only when it is something, is an obligation.</summary>
    internal static Obligation? ObligationOf(ContractState s, ObligationKind kind, Money amount) =>
        s.SellerBook != s.HomeBook && !amount.IsZero ? new(kind, s.SellerBook, amount) : null;

    /// <summary>Tells the seller's market what is due to the seller, and to owners, from a part that was just released.</summary>
    internal static Message DueToSeller(ContractState s, MilestoneTerms part, IReadOnlyList<OwnerAmount> owners)
    {
        var net = part.Net - OwnerAmount.Sum(owners);
        return ToPayout(s, part.Id, owners.Count == 0
            ? new RecordReleaseDue(s.Id, part.Id, s.HomeBook, s.SellerBook, s.Seller, net, part.SellerMarketFee)
            : new RecordSharedReleaseDue(s.Id, part.Id, s.HomeBook, s.SellerBook, s.Seller, net, part.SellerMarketFee, owners));
    }

    private static Message ToPayout(ContractState s, string part, PayoutCommand command) =>
        new(s.SellerBook, PayoutState.IdOf(PayoutIds.Of(s.Id, part)), command);

    private static Decision EscrowInsufficient(ContractState s, MilestoneState m) => Decision.Reject(
        new Rejection(RejectionCode.EscrowInsufficient, "milestone", null, s.Standing.Escrow, TermsOf(s, m).Amount));

    private static Decision WrongState(ContractState s, MilestoneState m) => Decision.Reject(IsWrong(s, m));

    private static Rejection IsWrong(ContractState s, MilestoneState m) =>
        new(RejectionCode.WrongState, "milestone", $"The contract is {s.Status}, the milestone {m.Status}.");
}
