using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Decides the commands of a claim; the checks stand in the order of scenario.md's codes.</summary>
internal static class ClaimDecider
{
    public static Decision Submit(VoucherState v, OrderState o, CommandContext context, VoucherFacts facts)
    {
        // A claim that was returned still holds its invoice.
        KeyClaim[] claims = o.Invoice is null || o.Claim is not null
            ? []
            : [new(InvoiceKey.Of(o.Invoice), VoucherState.IdOf(v.Id), RejectionCode.InvoiceAlreadyClaimed)];
        var isPayee = o.Route == FundingRoute.R1 ? context.Actor.IsEnterprise(o.Payee) : context.Actor.IsProvider(o.Payee);
        Rejection? rejection =
            !isPayee                                                        ? new(RejectionCode.NotAllowed) :
            !OrderLifecycle.Table.Allows(o.Status, OrderTrigger.Claim)      ? OrderDecider.WrongState(o) :
            !ClaimLifecycle.MaySubmit(o.Claim)                              ? WrongState(o) :
            facts.EnterpriseListed || facts.ProviderListed                  ? new(RejectionCode.IntegrityListed, "order") :
            context.At.IsPast(v.ClaimBy!.Value)                             ? new(RejectionCode.ClaimExpired, "order") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : VoucherDecider.Accept(new ClaimSubmitted(o.Id, o.Invoice!)) with { Claims = claims };
    }

    public static Decision Review(VoucherState v, OrderState o, CommandContext context) =>
        !context.Actor.IsFund(ReviewingFund(v, o))              ? Decision.Reject(RejectionCode.NotAllowed) :
        !ClaimLifecycle.Allows(o.Claim, ClaimTrigger.Review)    ? Decision.Reject(WrongState(o)) :
        VoucherDecider.Accept(new ClaimReviewed(o.Id, context.Actor.Text));

    public static Decision Approve(VoucherState v, OrderState o, CommandContext context, Policy? policy)
    {
        Rejection? rejection =
            !context.Actor.IsFund(v.Fund)                               ? new(RejectionCode.NotAllowed) :
            !ClaimLifecycle.Allows(o.Claim, ClaimTrigger.Approve)       ? WrongState(o) :
            context.Actor.Text == o.Reviewer                            ? new(RejectionCode.SamePerson, "order") :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        var approved = new ClaimApproved(o.Id, o.Subsidy, o.Payee, v.HomeBook, o.PayingBook, context.Actor.Text)
        {
            After = VoucherBalance.Redeem(v.Standing, o.Subsidy),
        };
        var due = new RecordPayoutDue(o.Id, v.Id, v.HomeBook, o.PayingBook, o.Payee, o.Subsidy);
        return VoucherDecider.Accept(approved) with
        {
            Guards = o.IsAbroad(v.HomeBook) && policy?.NetDebitCap is { } cap
                ? [new(RejectionCode.NetDebitCapExceeded, GuardKind.DueToAtMost, LimitFen: cap.Fen)]
                : [],
            Obligation = ObligationOf(v, o, ObligationKind.Approval, o.Subsidy),
            Messages = [ToPayout(o, due)],
        };
    }

    public static Decision Return(VoucherState v, OrderState o, CommandContext context, ReturnClaim c) =>
        Refusal(v, o, context, ClaimTrigger.Return) is { } rejection
            ? Decision.Reject(rejection)
            : VoucherDecider.Accept(new ClaimReturned(o.Id, c.Reason));

    public static Decision Reject(VoucherState v, OrderState o, CommandContext context, RejectClaim c) =>
        Refusal(v, o, context, ClaimTrigger.Reject) is { } rejection
            ? Decision.Reject(rejection)
            : VoucherDecider.Accept(OrderDecider.Released(
                v, o.Subsidy, context, released => new ClaimRejected(o.Id, o.Invoice!, c.Reason, released))) with
            {
                Frees = [InvoiceKey.Of(o.Invoice!)],
            };

    public static Decision ClawBack(VoucherState v, OrderState o, CommandContext context, ClawBackClaim c)
    {
        var left = o.Subsidy - o.ClawedBack;
        Rejection? rejection =
            !context.Actor.IsFund(v.Fund)                               ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero                                      ? new(RejectionCode.InvalidAmount, "amount") :
            !ClaimLifecycle.Allows(o.Claim, ClaimTrigger.ClawBack)      ? WrongState(o) :
            c.Amount > left                                             ? AmountExceedsClaim(left, c.Amount) :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        var total = o.ClawedBack + c.Amount;
        var trigger = c.Amount == left ? ClaimTrigger.ClawBackLast : ClaimTrigger.ClawBack;
        var status = ClaimLifecycle.Table.Next(o.Claim!.Value, trigger)!.Value;
        var clawedBack = new ClaimClawedBack(o.Id, c.Amount, total, o.Payee, v.HomeBook, o.PayingBook, c.Reason, status)
        {
            After = VoucherBalance.ClawBack(v.Standing, c.Amount),
        };
        return VoucherDecider.Accept(clawedBack) with
        {
            Obligation = ObligationOf(v, o, ObligationKind.ClawBack, c.Amount),
            Messages = [ToPayout(o, new RecordClawBack(o.Id, c.Amount, total))],
        };
    }

    /// <summary>What the payout reports. A message is never refused: one that does not fit is a bug, not a rejection.</summary>
    public static Decision Record(OrderState o, ClaimTrigger trigger, OrderEvent @event) => ClaimLifecycle.Allows(o.Claim, trigger)
        ? VoucherDecider.Accept(@event)
        : throw new InvalidOperationException($"The claim of {o.Id} is {o.Claim} and was told: {trigger}.");

    private static Rejection? Refusal(VoucherState v, OrderState o, CommandContext context, ClaimTrigger trigger) =>
        !HasTurn(v, o, context.Actor)               ? new(RejectionCode.NotAllowed) :
        !ClaimLifecycle.Allows(o.Claim, trigger)    ? WrongState(o) :
        null;

    /// <summary>
    /// Before the review it is the reviewing fund's turn, after it home's. When it is nobody's, both are early or late, not foreign.
    /// </summary>
    private static bool HasTurn(VoucherState v, OrderState o, Actor actor) => o.Claim switch
    {
        ClaimStatus.Submitted => actor.IsFund(ReviewingFund(v, o)),
        ClaimStatus.Reviewed  => actor.IsFund(v.Fund),
        _                     => actor.IsFund(v.Fund) || actor.IsFund(ReviewingFund(v, o)),
    };

    private static string ReviewingFund(VoucherState v, OrderState o) => o.Route == FundingRoute.R3 ? o.HostFund : v.Fund;

    /// <summary>Only what one book owes another, and only when it is something, is an obligation.</summary>
    private static Obligation? ObligationOf(VoucherState v, OrderState o, ObligationKind kind, Money amount) =>
        o.IsAbroad(v.HomeBook) && !amount.IsZero ? new(kind, o.PayingBook, amount) : null;

    private static Message ToPayout(OrderState o, PayoutCommand command) => new(o.PayingBook, PayoutState.IdOf(o.Id), command);

    private static Rejection AmountExceedsClaim(Money left, Money amount) =>
        new(RejectionCode.AmountExceedsClaim, "amount", null, left, amount);

    private static Rejection WrongState(OrderState o) =>
        new(RejectionCode.WrongState, "order", o.Claim is null ? "The order has no claim." : $"The claim is {o.Claim}.");
}
