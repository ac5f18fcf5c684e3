using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>
/// Decides what a command does to a cycle. Checks stand in the order of the codes: not_found, already_exists, not_allowed, wrong_state,
/// cycle_not_reconciled.
/// </summary>
public static class CycleDecider
{
    private static readonly Lifecycle<CycleStatus, CycleTrigger> Lifecycle = CycleLifecycle.Cycle;

    public static Decision Decide(CycleState? state, CommandContext context, CycleCommand command, CycleFacts facts) =>
        (command, state) switch
        {
            (CutOffCycle c,         _)      => CutOff(state, context, c, facts),
            (_,                     null)   => Decision.Reject(new(RejectionCode.NotFound, "cycle")),
            (CalculateCycle,        { } s)  => Calculate(s, context),
            (ConfirmCycle,          { } s)  => Confirm(s, context),
            (InstructCycle,         { } s)  => Instruct(s, context),
            (PayCycle c,            { } s)  => Pay(s, context, c),
            (FailCycle c,           { } s)  => Fail(s, context, c),
            (CloseCycle,            { } s)  => Close(s, context),
            (ReportObligations c,   { } s)  => Collect(s, status => new ObligationsReported(s.Id, status, c.Book, c.Obligations)),
            (ReportMirror c,        { } s)  =>
                Collect(s, status => new MirrorReported(s.Id, status, c.Originator, c.Book, c.Approvals, c.ClawBacks)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not a command to a cycle."),
        };

    private static Decision CutOff(CycleState? state, CommandContext context, CutOffCycle command, CycleFacts facts)
    {
        var claim = new KeyClaim("cycle/" + command.Cycle, CycleState.AggregateOf(command.Cycle), RejectionCode.AlreadyExists);
        if (state is not null)
        {
            return Decision.Reject(new(RejectionCode.AlreadyExists, "cycle"), claim);
        }
        if (!context.Actor.IsClearing)
        {
            return Decision.Reject(RejectionCode.NotAllowed, claim);
        }
        var books = facts.Books.Where(b => Books.IsFund(b) == (command.Network == SettlementNetwork.Vouchers) && b != Books.Network)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return Decision.Accept(new CycleCutOff(command.Cycle, Lifecycle.Initial, command.Network, command.Mode, books)) with
        {
            Claims = [claim],
            Messages = books.Select(b => ToBook(b, new CutOffBook(command.Cycle, b))).ToArray(),
        };
    }

    /// <summary>A report after calculate cannot come: calculate needs them all.</summary>
    private static Decision Collect(CycleState state, Func<CycleStatus, CycleEvent> report) =>
        Lifecycle.Next(state.Status, CycleTrigger.Report) is { } status
            ? Decision.Accept(report(status))
            : throw new InvalidOperationException($"Cycle {state.Id} is {state.Status} and was sent a report.");

    private static Decision Calculate(CycleState state, CommandContext context)
    {
        if (!context.Actor.IsClearing)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        if (Lifecycle.Next(state.Status, CycleTrigger.Reconcile) is not { } reconciled)
        {
            return WrongState(state);
        }
        if (!state.IsReconciled())
        {
            return Decision.Reject(new(RejectionCode.CycleNotReconciled, Detail: NotReconciled(state)));
        }
        var netting = state.Net();
        var trigger = netting.Instructions.Count > 0 ? CycleTrigger.Calculate : CycleTrigger.CalculateNothing;
        return Lifecycle.Next(reconciled, trigger) is { } status
            ? Decision.Accept(new CycleCalculated(
                state.Id, status, netting.Gross, netting.Net, netting.Obligations, netting.Positions, netting.Instructions))
            : WrongState(state);
    }

    private static Decision Confirm(CycleState state, CommandContext context)
    {
        // Who takes part follows from what the cycle took, so a participant that comes before calculate is early, not foreign.
        var participants = ParticipantsOf(state.Net());
        if (BookOf(state.Network, context.Actor) is not { } book || !participants.Contains(book))
        {
            return Decision.Reject(new(RejectionCode.NotAllowed, Detail: "The actor has no position and no instruction in this cycle."));
        }
        var trigger = state.Confirmed.Count + 1 < participants.Count ? CycleTrigger.Confirm : CycleTrigger.ConfirmLast;
        return !state.Confirmed.Contains(book) && Lifecycle.Next(state.Status, trigger) is { } status
            ? Decision.Accept(new CycleConfirmed(state.Id, status, book))
            : WrongState(state);
    }

    private static Decision Instruct(CycleState state, CommandContext context)
    {
        if (!context.Actor.IsClearing)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        var trigger = state.Instructions.Count > 0 ? CycleTrigger.Instruct : CycleTrigger.InstructNothing;
        if (Lifecycle.Next(state.Status, trigger) is not { } status)
        {
            return WrongState(state);
        }
        return Decision.Accept(new CycleInstructed(state.Id, status)) with
        {
            Messages = CycleSettlement.BooksOf(state).Select(c => ToBook(c.Book, c)).ToArray(),
        };
    }

    private static Decision Pay(CycleState state, CommandContext context, PayCycle command)
    {
        if (Find(state, command.From, command.To) is not { } instruction)
        {
            return NoInstruction(command.From, command.To);
        }
        if (!context.Actor.IsBank)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        var open = state.Instructions.Count(i => i.Status != InstructionStatus.Paid);
        if (CycleLifecycle.Instruction.Next(instruction.Status, InstructionTrigger.Pay) is null
            || Lifecycle.Next(state.Status, open > 1 ? CycleTrigger.Pay : CycleTrigger.PayLast) is not { } status)
        {
            return WrongState(state);
        }
        var (from, to, amount, _) = instruction;
        return Decision.Accept(new CyclePaid(state.Id, status, from, to, amount)) with
        {
            Messages =
            [
                ToBook(from, new PayBook(state.Id, from, to, Out: amount, In: Money.Zero)),
                ToBook(to, new PayBook(state.Id, to, from, Out: Money.Zero, In: amount)),
            ],
        };
    }

    private static Decision Fail(CycleState state, CommandContext context, FailCycle command)
    {
        if (Find(state, command.From, command.To) is not { } instruction)
        {
            return NoInstruction(command.From, command.To);
        }
        if (!context.Actor.IsBank)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        return CycleLifecycle.Instruction.Allows(instruction.Status, InstructionTrigger.Fail)
            && Lifecycle.Next(state.Status, CycleTrigger.Fail) is { } status
                ? Decision.Accept(new CyclePaymentFailed(
                    state.Id, status, instruction.From, instruction.To, instruction.Amount, command.Reason))
                : WrongState(state);
    }

    private static Decision Close(CycleState state, CommandContext context)
    {
        if (!context.Actor.IsClearing)
        {
            return Decision.Reject(RejectionCode.NotAllowed);
        }
        return Lifecycle.Next(state.Status, CycleTrigger.Close) is { } status
            ? Decision.Accept(new CycleClosed(state.Id, status))
            : WrongState(state);
    }

    /// <summary>Books with a non-zero position or an instruction: they confirm.</summary>
    private static HashSet<string> ParticipantsOf(NettingResult netting) =>
    [
        .. netting.Positions.Where(p => !p.Amount.IsZero).Select(p => p.Book),
        .. netting.Instructions.SelectMany(i => new[] { i.From, i.To }),
    ];

    private static string? BookOf(SettlementNetwork network, Actor actor) => (network, actor.Kind) switch
    {
        (SettlementNetwork.Vouchers, ActorKind.Fund) => Books.Fund(actor.Key),
        (SettlementNetwork.Markets, ActorKind.Market) => Books.Market(actor.Key),
        _ => null,
    };

    private static Instruction? Find(CycleState state, string from, string to) => state.Network == SettlementNetwork.Vouchers
        ? state.Find(Books.Fund(from), Books.Fund(to))
        : state.Find(Books.Market(from), Books.Market(to));

    private static Message ToBook(string book, ClearingCommand command) => new(book, ClearingState.AggregateOf(book), command);

    private static string NotReconciled(CycleState state)
    {
        var missing = state.Books.Where(b => state.Reports.GetValueOrDefault(b)?.Stated is null).ToArray();
        return missing.Length > 0
            ? "Not reported yet: " + string.Join(", ", missing)
            : "Mirrors differ or are missing for: " + string.Join(", ", state.Reports.Values.Where(r => !r.Agrees()).Select(r => r.Book));
    }

    private static Decision NoInstruction(string from, string to) =>
        Decision.Reject(new(RejectionCode.NotFound, "from", $"The cycle has no instruction from {from} to {to}."));

    private static Decision WrongState(CycleState state) =>
        Decision.Reject(new(RejectionCode.WrongState, Detail: $"The cycle is {state.Status}."));
}
