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
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a milestone."),
        };

    /// <summary>
    /// Asked for by a run of deadlines only, again and again until nothing is left to do (<c>wrong_state</c>): the first milestone of the
    /// plan that has fallen due, by the end of its objection days or by its day, and that the escrow covers.
    /// </summary>
    public static Decision AcceptDue(ContractState s, CommandContext context) =>
        Contracts.Allows(s.Status, ContractTrigger.Release)
        && s.Milestones.Find(m => m.WaitsFor is { } day && context.At.IsPast(day) && m.Terms.Amount <= s.Standing.Escrow) is { } due
            ? Release(s, due, isDeemed: true)
            : Contracts.Allows(s.Status, ContractTrigger.Release) ? UseDecider.Overdue(s, context) : ContractDecider.WrongState(s);

    private static Decision Deliver(ContractState s, MilestoneState m, CommandContext context) =>
        !context.Actor.IsEnterprise(s.Seller)                                   ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(s, ContractTrigger.Deliver, m, MilestoneTrigger.Deliver)        ? WrongState(s, m) :
        ContractDecider.Accept(new MilestoneDelivered(s.Id, m.Id, context.At.Day.AddDays(s.ObjectionDays)));

    private static Decision Accept(ContractState s, MilestoneState m, CommandContext context) =>
        !context.Actor.IsEnterprise(s.Buyer)                                    ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(s, ContractTrigger.Release, m, MilestoneTrigger.Accept)         ? WrongState(s, m) :
        m.Terms.Amount > s.Standing.Escrow                                      ? EscrowInsufficient(s, m) :
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

    /// <summary>
    /// Delivery versus payment: this one commit pays for the milestone and, with a transfer's last one, passes the title.
    /// </summary>
    private static Decision Release(ContractState s, MilestoneState m, bool isDeemed)
    {
        var isLast = s.Milestones.TrueForAll(other => other.IsReleased || other == m);
        var status = Contracts.Next(s.Status, isLast ? ContractTrigger.ReleaseLast : ContractTrigger.Release)!.Value;
        return ContractDecider.Accept(
            new MilestoneReleased(s.Id, m.Id, m.Terms, s.Seller, s.HomeBook, s.SellerBook, isDeemed, isLast)
            {
                After = s.Standing with { Status = status, Escrow = s.Standing.Escrow - m.Terms.Amount },
            }) with
            {
                Obligation = ObligationOf(s, ObligationKind.Approval, m.Terms.Owed),
                Messages =
                [
                    DueToSeller(s, m.Terms),
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

    /// <summary>Tells the seller's market what is due to the seller from a part that was just released.</summary>
    internal static Message DueToSeller(ContractState s, MilestoneTerms part) => ToPayout(s, part.Id, new RecordReleaseDue(
        s.Id, part.Id, s.HomeBook, s.SellerBook, s.Seller, part.Net, part.SellerMarketFee));

    private static Message ToPayout(ContractState s, string part, PayoutCommand command) =>
        new(s.SellerBook, PayoutState.IdOf(PayoutIds.Of(s.Id, part)), command);

    private static Decision EscrowInsufficient(ContractState s, MilestoneState m) => Decision.Reject(
        new Rejection(RejectionCode.EscrowInsufficient, "milestone", null, s.Standing.Escrow, m.Terms.Amount));

    private static Decision WrongState(ContractState s, MilestoneState m) => Decision.Reject(IsWrong(s, m));

    private static Rejection IsWrong(ContractState s, MilestoneState m) =>
        new(RejectionCode.WrongState, "milestone", $"The contract is {s.Status}, the milestone {m.Status}.");
}
