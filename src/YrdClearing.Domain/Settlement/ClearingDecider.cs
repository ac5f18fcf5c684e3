using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>Decides what a book's clearing does with a message. Nothing is refused: what was sent has happened.</summary>
public static class ClearingDecider
{
    public static Decision Decide(ClearingState? state, CommandContext context, ClearingCommand command, ClearingFacts facts) =>
        command switch
        {
            CutOffBook c => Accept(
                new BookCutOff(c.Cycle, c.Book),
                new Message(c.Book, ClearingState.AggregateOf(c.Book), new StateObligations(c.Cycle, c.Book))),
            StateObligations c => State(state, context, c, facts),
            ConfirmMirror c => Confirm(c, facts),
            SettleBook c => Accept(new BookSettled(c.Cycle, c.Book, c.Lines, c.Out, c.In, c.Spent)),
            PayBook c => Accept(new BookPaid(c.Cycle, c.Book, c.Counterparty, c.Out, c.In)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not a command to a clearing."),
        };

    private static Decision State(ClearingState? state, CommandContext context, StateObligations command, ClearingFacts facts)
    {
        var stated = facts.Obligations
            .GroupBy(o => o.Counterparty, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new StatedObligation(g.Key, SumOf(g, ObligationKind.Approval), SumOf(g, ObligationKind.ClawBack)))
            .Where(o => !o.Approvals.IsZero || !o.ClawBacks.IsZero)
            .ToArray();
        var range = ClearingFacts.RangeOf(state, context, command)!;
        // After all, because the mirrors it asks about are made by messages that this book sent before.
        var questions = stated.Select(o => new Message(
            o.Counterparty,
            ClearingState.AggregateOf(o.Counterparty),
            new ConfirmMirror(command.Cycle, o.Counterparty, command.Book, range.FromSeq, range.ToSeq, o.Approvals, o.ClawBacks),
            AfterAll: true));
        return Accept(
            new ObligationsStated(command.Cycle, command.Book, range.FromSeq, range.ToSeq, stated),
            [ToCycle(command.Cycle, new ReportObligations(command.Cycle, command.Book, stated)), .. questions]);
    }

    private static Decision Confirm(ConfirmMirror command, ClearingFacts facts)
    {
        var approvals = SumOf(facts.Obligations, ObligationKind.ApprovalMirror);
        var clawBacks = SumOf(facts.Obligations, ObligationKind.ClawBackMirror);
        return Accept(
            new MirrorConfirmed(
                command.Cycle, command.Book, command.Originator, command.FromSeq, command.ToSeq,
                approvals, clawBacks, command.Approvals, command.ClawBacks),
            ToCycle(command.Cycle, new ReportMirror(command.Cycle, command.Originator, command.Book, approvals, clawBacks)));
    }

    private static Money SumOf(IEnumerable<Obligation> obligations, ObligationKind kind) =>
        new(obligations.Where(o => o.Kind == kind).Sum(o => o.Amount.Fen));

    private static Message ToCycle(string cycle, CycleCommand command) => new(Books.Network, CycleState.AggregateOf(cycle), command);

    private static Decision Accept(ClearingEvent @event, params IReadOnlyList<Message> messages) =>
        Decision.Accept(@event, ClearingPostings.Of(@event)) with { Messages = messages };
}
