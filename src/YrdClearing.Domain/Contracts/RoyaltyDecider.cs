using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides what a royalty period is worth and when it is final. How it is paid, the one release does. Periods are reported, become final and
/// are paid in their order, so that tiers, minimum and cap count the same whoever is late.
/// </summary>
internal static class RoyaltyDecider
{
    private static readonly Lifecycle<PeriodStatus, PeriodTrigger> Table = RoyaltyLifecycle.Table;

    public static Decision Decide(ContractState s, CommandContext context, RoyaltyCommand command) =>
        (command, s.Find(command.Period)) switch
        {
            (_,                 not { Period: not null })   => Decision.Reject(new Rejection(RejectionCode.NotFound, "period")),
            (ReportRoyalty c,   { } m)                      => Report(s, m, context, c),
            (InspectRoyalty c,  { } m)                      => Inspect(s, m, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a royalty."),
        };

    /// <summary>True when a release may be asked for: the base is known, and every earlier period is paid.</summary>
    public static bool MayPay(ContractState s, MilestoneState m) =>
        Table.Allows(m.Period!.Status, PeriodTrigger.Pay) && Before(s, m).All(p => p.IsReleased);

    /// <summary>What the period is worth, with both fees; that of one already final does not change any more.</summary>
    public static MilestoneTerms TermsOf(ContractState s, MilestoneState m)
    {
        if (m.Period!.IsFinal)
        {
            return m.Terms;
        }
        var plan = (RoyaltyPlan)s.Plan!;
        var ofOthers = s.Milestones.Where(o => o.IsReleased && !plan.Ids.Contains(o.Id)).Sum(o => o.Terms.Amount.Fen);
        var before = Before(s, m).ToList();
        var amount = plan.AmountOf(
            s.Value - new Money(ofOthers),
            new(before.Sum(p => p.Period!.Base!.Value.Fen)),
            new(before.Sum(p => p.Terms.Amount.Fen)),
            m.Period.Base!.Value,
            isLast: m.Id == plan.Periods[^1].Id);
        return MilestoneTerms.Of(m.Id, default, amount, s.Terms);
    }

    /// <summary>Fixes the amount of what has fallen due and is not covered.</summary>
    public static Decision FallDue(ContractState s, MilestoneState m) =>
        ContractDecider.Accept(new RoyaltyPayable(s.Id, m.Id, TermsOf(s, m)));

    /// <summary>The first period that has fallen due and whose amount is not final yet; null when there is none.</summary>
    public static MilestoneState? FindDue(ContractState s, CommandContext context) => s.Milestones.Find(m =>
        m.Period is { } period && Table.Allows(period.Status, PeriodTrigger.FallDue) && Before(s, m).All(p => p.Period!.IsFinal)
        && m.WaitsFor is { } day && context.At.IsPast(day));

    private static Decision Report(ContractState s, MilestoneState m, CommandContext context, ReportRoyalty c)
    {
        var period = m.Period!;
        Rejection? rejection =
            !context.Actor.IsEnterprise(s.Buyer)                        ? new(RejectionCode.NotAllowed) :
            c.Base < Money.Zero                                         ? new(RejectionCode.InvalidAmount, "base") :
            !Allows(s, period, PeriodTrigger.Report)                    ? IsWrong(s, period) :
            !context.At.IsPast(period.Ends)                             ? TooEarly($"The period ends on {period.Ends:O}.") :
            Before(s, m).Any(p => p.Period!.Base is null)               ? TooEarly("An earlier period is not reported yet.") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : ContractDecider.Accept(new RoyaltyReported(s.Id, m.Id, c.Base, context.At.Day.AddDays(s.ObjectionDays)));
    }

    /// <summary>A report stands once the objection days are over; a missing one may be replaced once the days for reporting are.</summary>
    private static Decision Inspect(ContractState s, MilestoneState m, CommandContext context, InspectRoyalty c)
    {
        var period = m.Period!;
        Rejection? rejection =
            !context.Actor.IsMarket(s.SellerMarket)                     ? new(RejectionCode.NotAllowed) :
            c.Base < Money.Zero                                         ? new(RejectionCode.InvalidAmount, "base") :
            !Allows(s, period, PeriodTrigger.Inspect)                   ? IsWrong(s, period) :
            period.Base is null && !context.At.IsPast(period.ReportBy)  ? TooEarly($"The buyer may report until {period.ReportBy:O}.") :
            m.AcceptBy is { } day && context.At.IsPast(day)             ? TooEarly($"The objection days ended on {day:O}.") :
            Before(s, m).Any(p => p.Period!.Base is null)               ? TooEarly("An earlier period is not reported yet.") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : ContractDecider.Accept(new RoyaltyInspected(s.Id, m.Id, c.Base, c.Reason, context.At.Day.AddDays(s.ObjectionDays)));
    }

    /// <summary>The plan's periods before this one, in their order.</summary>
    private static IEnumerable<MilestoneState> Before(ContractState s, MilestoneState m) => ((RoyaltyPlan)s.Plan!).Periods
        .TakeWhile(p => p.Id != m.Id)
        .Select(p => s.Find(p.Id)!);

    private static bool Allows(ContractState s, PeriodState period, PeriodTrigger trigger) =>
        ContractLifecycle.Table.Allows(s.Status, ContractTrigger.Deliver) && Table.Allows(period.Status, trigger);

    private static Rejection IsWrong(ContractState s, PeriodState period) =>
        new(RejectionCode.WrongState, "period", $"The contract is {s.Status}, the period {period.Status}.");

    private static Rejection TooEarly(string detail) => new(RejectionCode.WrongState, "period", detail);
}
