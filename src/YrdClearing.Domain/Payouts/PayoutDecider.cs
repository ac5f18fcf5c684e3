using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// Decides the commands of a payout; the checks stand in the order of scenario.md's codes. An order whose claim is not approved yet has no
/// payout: that is <c>wrong_state</c>, and who may ask is known from the order's key.
/// </summary>
public static class PayoutDecider
{
    public static Decision Decide(PayoutState? state, CommandContext context, PayoutCommand command, PayoutFacts facts) =>
        (command, facts.Order) switch
        {
            (RecordPayoutDue c, _)         => Due(state, c),
            (RecordClawBack c,  _)         => ClawBack(state, c),
            (_,                 null)      => Decision.Reject(new Rejection(RejectionCode.NotFound, "order")),
            (InstructPayout,    { } key)   => Instruct(state, context, key),
            (ConfirmPayout c,   _)         => Confirm(state, context, c),
            (FailPayout c,      _)         => Fail(state, context, c),
            (ReceiveRecovery c, _)         => Receive(state, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a payout."),
        };

    private static Decision Due(PayoutState? state, RecordPayoutDue c) => state is not null
        ? throw new InvalidOperationException($"The payout of {c.Order} was told twice that it is due.")
        : Accept(new PayoutDue(c.Order, c.Voucher, c.HomeBook, c.PayingBook, c.Payee, c.Amount)) with
        {
            Obligation = ObligationOf(c.HomeBook, c.PayingBook, ObligationKind.ApprovalMirror, c.Amount),
        };

    private static Decision Instruct(PayoutState? state, CommandContext context, OrderKey key) =>
        !context.Actor.IsFund(Books.Region(key.PayingBook))     ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Instruct)                  ? Decision.Reject(WrongState(state)) :
        Accept(new PayoutInstructed(state!.Order, state.Payee, state.Amount)) with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
            Messages = [ToVoucher(state, new RecordClaimInstructed(state.Order))],
        };

    private static Decision Confirm(PayoutState? state, CommandContext context, ConfirmPayout c) =>
        !context.Actor.IsBank                       ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Confirm)       ? Decision.Reject(WrongState(state)) :
        Accept(new PayoutPaid(state!.Order, state.Amount, state.IsAbroad ? Money.Zero : state.Amount, c.BankRef)) with
        {
            Messages = [ToVoucher(state, new RecordClaimPaid(state.Order))],
        };

    private static Decision Fail(PayoutState? state, CommandContext context, FailPayout c) =>
        !context.Actor.IsBank                       ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Fail)          ? Decision.Reject(WrongState(state)) :
        Accept(new PayoutFailed(state!.Order, state.Payee, state.Amount, c.Reason)) with
        {
            Messages = [ToVoucher(state, new RecordClaimPaymentFailed(state.Order))],
        };

    private static Decision ClawBack(PayoutState? state, RecordClawBack c) => !Allows(state, PayoutTrigger.ClawBack)
        ? throw new InvalidOperationException($"The payout of {c.Order} is {state?.Status} and was clawed back.")
        : Accept(new PayoutClawedBack(c.Order, state!.HomeBook, state.PayingBook, state.Payee, c.Amount, c.Total)) with
        {
            Obligation = ObligationOf(state.HomeBook, state.PayingBook, ObligationKind.ClawBackMirror, c.Amount),
        };

    private static Decision Receive(PayoutState? state, CommandContext context, ReceiveRecovery c)
    {
        var left = state is null ? Money.Zero : state.ClawedBack - state.Received;
        Rejection? rejection =
            !context.Actor.IsBank                           ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero                          ? new(RejectionCode.InvalidAmount, "amount") :
            !Allows(state, PayoutTrigger.Recover)           ? WrongState(state) :
            state!.ClawedBack.IsZero                        ? new(RejectionCode.WrongState, "order", "Nothing was clawed back.") :
            c.Amount > left                                 ? new(RejectionCode.AmountExceedsClaim, "amount", null, left, c.Amount) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Accept(new RecoveryReceived(state!.Order, state.Payee, c.Amount, state.Received + c.Amount));
    }

    private static Decision Accept(PayoutEvent @event) => Decision.Accept(@event) with { Postings = PayoutPostings.Of(@event) };

    private static bool Allows(PayoutState? state, PayoutTrigger trigger) =>
        state is not null && PayoutLifecycle.Table.Allows(state.Status, trigger);

    /// <summary>Only what one book owes another, and only when it is something, is an obligation.</summary>
    private static Obligation? ObligationOf(string home, string paying, ObligationKind kind, Money amount) =>
        home != paying && !amount.IsZero ? new(kind, home, amount) : null;

    private static Message ToVoucher(PayoutState state, OrderCommand command) =>
        new(state.HomeBook, VoucherState.IdOf(state.Voucher), command);

    private static Rejection WrongState(PayoutState? state) =>
        new(RejectionCode.WrongState, "order", state is null ? "Nothing is due." : $"The payout is {state.Status}.");
}
