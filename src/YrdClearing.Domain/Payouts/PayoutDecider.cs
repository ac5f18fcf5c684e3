using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Payouts;

/// <summary>
/// Decides the commands of a payout; the checks stand in the order of scenario.md's codes. An order whose claim is not approved yet, or a
/// milestone not released yet, has no payout: that is <c>wrong_state</c>, and who may ask is known from the order's key or the contract.
/// </summary>
public static class PayoutDecider
{
    public static Decision Decide(PayoutState? state, CommandContext context, PayoutCommand command, PayoutFacts facts) =>
        (command, facts.PayingBook) switch
        {
            (RecordPayoutDue c,  _)         => Due(state, c),
            (RecordReleaseDue c, _)         => ReleaseDue(state, c),
            (RecordSharedReleaseDue c, _)   => ReleaseDue(state, c),
            (RecordOwnerDue c,   _)         => OwnerDue(state, c),
            (RecordClawBack c,   _)         => ClawBack(state, c),
            (_,                  null)      => Decision.Reject(new Rejection(RejectionCode.NotFound, Subject(command.Order))),
            (InstructPayout c,   { } book)  => Instruct(state, context, c, book),
            (ConfirmPayout c,    _)         => Confirm(state, context, c),
            (FailPayout c,       _)         => Fail(state, context, c),
            (ReceiveRecovery c,  _)         => Receive(state, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a payout."),
        };

    private static Decision Due(PayoutState? state, RecordPayoutDue c) => state is not null
        ? throw new InvalidOperationException($"The payout of {c.Order} was told twice that it is due.")
        : Accept(new PayoutDue(c.Order, c.Voucher, c.HomeBook, c.PayingBook, c.Payee, c.Amount)) with
        {
            Obligation = ObligationOf(c.HomeBook, c.PayingBook, ObligationKind.ApprovalMirror, c.Amount),
        };

    private static Decision ReleaseDue(PayoutState? state, RecordReleaseDue c) => state is not null
        ? throw ToldTwice(c)
        : Accept(new PayoutReleaseDue(c.Order, c.HomeBook, c.PayingBook, c.Payee, c.Amount, c.Fee)) with
        {
            Obligation = ObligationOf(c.HomeBook, c.PayingBook, ObligationKind.ApprovalMirror, c.Amount + c.Fee),
        };

    /// <summary>One entry mirrors the whole release, so that one obligation has one mirror; the owners' payouts follow it.</summary>
    private static Decision ReleaseDue(PayoutState? state, RecordSharedReleaseDue c) => state is not null
        ? throw ToldTwice(c)
        : Accept(new SharedReleaseDue(c.Order, c.HomeBook, c.PayingBook, c.Payee, c.Amount, c.Fee, c.Owners)) with
        {
            Obligation = ObligationOf(
                c.HomeBook, c.PayingBook, ObligationKind.ApprovalMirror, c.Amount + c.Fee + OwnerAmount.Sum(c.Owners)),
            Messages = [.. c.Owners.Select(o => ToOwner(c, o))],
        };

    private static Message ToOwner(RecordSharedReleaseDue c, OwnerAmount owner)
    {
        var due = new RecordOwnerDue(c.Contract, c.Milestone, owner.Party, c.HomeBook, c.PayingBook, owner.Amount);
        return new(c.PayingBook, PayoutState.IdOf(due.Order), due);
    }

    private static Decision OwnerDue(PayoutState? state, RecordOwnerDue c) => state is not null
        ? throw ToldTwice(c)
        : Accept(new OwnerPayoutDue(c.Order, c.HomeBook, c.PayingBook, c.Owner, c.Amount));

    private static InvalidOperationException ToldTwice(PayoutCommand c) => new($"The payout of {c.Order} was told twice that it is due.");

    private static Decision Instruct(PayoutState? state, CommandContext context, InstructPayout c, string payingBook) =>
        !MayPay(context.Actor, payingBook)                      ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Instruct)                  ? Decision.Reject(WrongState(state, c)) :
        Accept(new PayoutInstructed(state!.Order, state.Payee, state.Amount)) with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
            Messages = [Report(state, PayoutStatus.Instructed)],
        };

    private static Decision Confirm(PayoutState? state, CommandContext context, ConfirmPayout c) =>
        !context.Actor.IsBank                       ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Confirm)       ? Decision.Reject(WrongState(state, c)) :
        Accept(new PayoutPaid(state!.Order, state.Amount, SpentBy(state), c.BankRef)) with
        {
            Messages = [Report(state, PayoutStatus.Paid)],
        };

    private static Decision Fail(PayoutState? state, CommandContext context, FailPayout c) =>
        !context.Actor.IsBank                       ? Decision.Reject(RejectionCode.NotAllowed) :
        !Allows(state, PayoutTrigger.Fail)          ? Decision.Reject(WrongState(state, c)) :
        Accept(new PayoutFailed(state!.Order, state.Payee, state.Amount, c.Reason)) with
        {
            Messages = [Report(state, PayoutStatus.PaymentFailed)],
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
            !Allows(state, PayoutTrigger.Recover)           ? WrongState(state, c) :
            state!.ClawedBack.IsZero                        ? NothingToRepay(c) :
            c.Amount > left                                 ? new(Exceeds(state), "amount", null, left, c.Amount) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Accept(new RecoveryReceived(state!.Order, state.Payee, c.Amount, state.Received + c.Amount));
    }

    private static Decision Accept(PayoutEvent @event) => Decision.Accept(@event, PayoutPostings.Of(@event));

    private static bool Allows(PayoutState? state, PayoutTrigger trigger) =>
        state is not null && PayoutLifecycle.Of(state).Allows(state.Status, trigger);

    private static bool MayPay(Actor actor, string payingBook) =>
        Books.IsMarket(payingBook) ? actor.IsMarket(Books.Region(payingBook)) : actor.IsFund(Books.Region(payingBook));

    /// <summary>What becomes spent budget: a claim's payment at home. Abroad home's cycle does that, and a market has no budget.</summary>
    private static Money SpentBy(PayoutState state) => state.IsAbroad || state.Contract is not null ? Money.Zero : state.Amount;

    /// <summary>Only what one book owes another, and only when it is something, is an obligation.</summary>
    private static Obligation? ObligationOf(string home, string paying, ObligationKind kind, Money amount) =>
        home != paying && !amount.IsZero ? new(kind, home, amount) : null;

    /// <summary>Tells the claim or the milestone where its payment stands.</summary>
    private static Message Report(PayoutState state, PayoutStatus status) => state.Contract is { } contract
        ? new(
            state.HomeBook,
            ContractState.IdOf(contract),
            PayoutIds.OwnerOf(state.Order) is { } owner
                ? new RecordOwnerPayout(contract, PayoutIds.MilestoneOf(state.Order)!, owner, status)
                : new RecordMilestonePayout(contract, PayoutIds.MilestoneOf(state.Order)!, status))
        : new(state.HomeBook, VoucherState.IdOf(state.Voucher!), status switch
        {
            PayoutStatus.Instructed    => new RecordClaimInstructed(state.Order),
            PayoutStatus.Paid          => new RecordClaimPaid(state.Order),
            PayoutStatus.PaymentFailed => new RecordClaimPaymentFailed(state.Order),
            _ => throw new InvalidOperationException($"A payout that is {status} reports nothing."),
        });

    private static RejectionCode Exceeds(PayoutState state) =>
        state.Contract is null ? RejectionCode.AmountExceedsClaim : RejectionCode.AmountExceedsContract;

    private static string Subject(string id) => PayoutIds.ContractOf(id) is null ? "order" : "milestone";

    private static Rejection NothingToRepay(PayoutCommand c) =>
        new(RejectionCode.WrongState, Subject(c.Order), "Nothing is to be paid back.");

    private static Rejection WrongState(PayoutState? state, PayoutCommand c) =>
        new(RejectionCode.WrongState, Subject(c.Order), state is null ? "Nothing is due." : $"The payout is {state.Status}.");
}
