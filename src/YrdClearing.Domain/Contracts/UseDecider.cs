using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides what is peculiar to a deferred plan: the use, its trigger, the default and the fund's claim. Money leaves the escrow as for any
/// other plan (<see cref="MilestoneDecider"/>).
/// </summary>
internal static class UseDecider
{
    private static readonly Lifecycle<ContractStatus, ContractTrigger> Contracts = ContractLifecycle.Table;
    private static readonly Lifecycle<MilestoneStatus, MilestoneTrigger> Parts = MilestoneLifecycle.OfUse;

    public static Decision Begin(ContractState s, CommandContext context)
    {
        var status = Contracts.Next(s.Status, ContractTrigger.BeginUse);
        return ContractDecider.PartyOf(s, context.Actor) is null                ? Decision.Reject(RejectionCode.NotAllowed) :
            status is null || PartIn(s, MilestoneTrigger.BeginUse) is not { } m ? WrongState(s) :
            ContractDecider.Accept(new UseBegun(s.Id, m.Id) { After = s.Standing with { Status = status.Value } });
    }

    public static Decision Trigger(ContractState s, CommandContext context, TriggerUse c) =>
        !context.Actor.IsEnterprise(s.Buyer) && !context.Actor.IsMarket(s.SellerMarket) ? Decision.Reject(RejectionCode.NotAllowed) :
        !Contracts.Allows(s.Status, ContractTrigger.TriggerUse)                 ? WrongState(s) :
        PartIn(s, MilestoneTrigger.TriggerUse) is not { } m                     ? WrongState(s) :
        ContractDecider.Accept(new UseTriggered(s.Id, m.Id, context.At.Day.AddDays(PlanOf(s).DueDays), c.Evidence));

    /// <summary>
    /// The step of a run of deadlines that follows when the day is over and the escrow does not cover the part: first it is Payable, then
    /// the fund steps in, if it holds enough; it is asked again by every later run.
    /// </summary>
    public static Decision Overdue(ContractState s, CommandContext context)
    {
        var overdue = s.Milestones.Find(m => m.IsDeferred && m.WaitsFor is { } day && context.At.IsPast(day));
        return overdue is not { } m                             ? ContractDecider.WrongState(s) :
            Parts.Allows(m.Status, MilestoneTrigger.FallDue)    ? ContractDecider.Accept(new UsePayable(s.Id, m.Id)) :
            Parts.Allows(m.Status, MilestoneTrigger.Default)    ? Default(s, m) :
            ContractDecider.WrongState(s);
    }

    public static Decision Receive(ContractState s, CommandContext context, ReceiveSubrogation c) =>
        Fault(s, context.Actor.IsBank, c.Amount) is { } fault
            ? Decision.Reject(fault)
            : ContractDecider.Accept(new SubrogationReceived(s.Id, s.Buyer, c.Amount));

    public static Decision WriteOff(ContractState s, CommandContext context, WriteOffSubrogation c) =>
        Fault(s, context.Actor.IsMarket(s.BuyerMarket), c.Amount) is { } fault
            ? Decision.Reject(fault)
            : ContractDecider.Accept(new SubrogationWrittenOff(s.Id, s.Buyer, c.Amount, c.Reason));

    /// <summary>
    /// The fund pays its share of what the escrow lacks, and that is released as any other part is; what remains for the buyer is at least
    /// what the escrow holds.
    /// </summary>
    private static Decision Default(ContractState s, MilestoneState m)
    {
        var (compensation, rest) = PlanOf(s).Divide(m.Terms.Amount, s.Standing.Escrow, s.Terms);
        var defaulted = ContractDecider.Accept(
            new UseDefaulted(s.Id, m.Id, compensation, rest, s.Seller, s.Buyer, s.HomeBook, s.SellerBook));
        return compensation is null ? defaulted : defaulted with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CompensationCovers)],
            Obligation = MilestoneDecider.ObligationOf(s, ObligationKind.Approval, compensation.Owed),
            Messages = [MilestoneDecider.DueToSeller(s, compensation, [])],
        };
    }

    private static Rejection? Fault(ContractState s, bool isAllowed, Money amount) =>
        !isAllowed                              ? new(RejectionCode.NotAllowed) :
        amount <= Money.Zero                    ? new(RejectionCode.InvalidAmount, "amount") :
        s.Subrogation is not { } claim          ? new(RejectionCode.WrongState, "contract", "The fund has paid nothing for it.") :
        amount > claim.Left                     ? ContractDecider.AmountExceeds(claim.Left, amount) :
        null;

    private static MilestoneState? PartIn(ContractState s, MilestoneTrigger trigger) =>
        s.Milestones.Find(m => m.IsDeferred && Parts.Allows(m.Status, trigger));

    private static DeferredPlan PlanOf(ContractState s) => (DeferredPlan)s.Plan!;

    private static Decision WrongState(ContractState s) => Decision.Reject(new Rejection(
        RejectionCode.WrongState, "contract",
        s.Milestones.Find(m => m.IsDeferred) is { } m ? $"The contract is {s.Status}, its use {m.Status}." : "Its plan is not deferred."));
}
