using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Decides the payouts that name <c>refund</c> for their milestone: everything due to the buyer from this contract at that moment, paid by
/// the buyer's market, which is this aggregate's own book. What falls due while it is on its way is the next one (scenario.md, "Payouts").
/// </summary>
internal static class BuyerRefundDecider
{
    public static Decision Decide(ContractState s, CommandContext context, PayoutCommand command) => command switch
    {
        InstructPayout      => Instruct(s, context),
        ConfirmPayout c     => Confirm(s, context, c),
        FailPayout c        => Fail(s, context, c),
        // The seller repays a milestone's refund, never this one.
        ReceiveRecovery     => Decision.Reject(new Rejection(RejectionCode.NotFound, "milestone")),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command on what is due to a buyer."),
    };

    private static Decision Instruct(ContractState s, CommandContext context)
    {
        var due = s.Standing.RefundDue;
        return !context.Actor.IsMarket(s.BuyerMarket)       ? Decision.Reject(RejectionCode.NotAllowed) :
            due.IsZero || IsOnItsWay(s)                     ? WrongState(s) :
            ContractDecider.Accept(new BuyerRefundInstructed(s.Id, s.Buyer, due)
            {
                After = s.Standing with { RefundDue = Money.Zero, RefundInstructed = due },
            }) with
            {
                Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
            };
    }

    private static Decision Confirm(ContractState s, CommandContext context, ConfirmPayout c) =>
        !context.Actor.IsBank       ? Decision.Reject(RejectionCode.NotAllowed) :
        !IsOnItsWay(s)              ? WrongState(s) :
        ContractDecider.Accept(new BuyerRefundPaid(s.Id, s.Buyer, s.Standing.RefundInstructed, c.BankRef)
        {
            After = s.Standing with
            {
                RefundInstructed = Money.Zero,
                RefundPaid = s.Standing.RefundPaid + s.Standing.RefundInstructed,
            },
        });

    private static Decision Fail(ContractState s, CommandContext context, FailPayout c) =>
        !context.Actor.IsBank       ? Decision.Reject(RejectionCode.NotAllowed) :
        !IsOnItsWay(s)              ? WrongState(s) :
        ContractDecider.Accept(new BuyerRefundFailed(s.Id, s.Buyer, s.Standing.RefundInstructed, c.Reason)
        {
            After = s.Standing with
            {
                RefundInstructed = Money.Zero,
                RefundDue = s.Standing.RefundDue + s.Standing.RefundInstructed,
            },
        });

    private static bool IsOnItsWay(ContractState s) => !s.Standing.RefundInstructed.IsZero;

    private static Decision WrongState(ContractState s) => Decision.Reject(new Rejection(
        RejectionCode.WrongState, "contract", IsOnItsWay(s) ? "A refund is on its way." : "Nothing is due to the buyer."));
}
