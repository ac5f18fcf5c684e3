using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Decides the commands of a voucher, its orders and claims; the checks stand in the order of scenario.md's codes.</summary>
public static class VoucherDecider
{
    public static Decision Decide(VoucherState? state, CommandContext context, VoucherCommand command, VoucherFacts facts) =>
        (command, state) switch
        {
            (ApplyVoucher c,   _)      => Apply(state, context, c, facts),
            (_,                null)   => NotFound(command),
            (ApproveVoucher,   { } v)  => Approve(v, context, facts.Policy),
            (RejectVoucher c,  { } v)  => Reject(v, context, c),
            (ReturnVoucher,    { } v)  => Return(v, context),
            (RevokeVoucher c,  { } v)  => Revoke(v, context, c),
            (ExpireVoucher,    { } v)  => Expire(v, context),
            (PlaceOrder c,     { } v)  => OrderDecider.Place(v, context, c, facts),
            (OrderCommand c,   { } v)  => v.Find(c.Order) is { } order ? DecideOrder(v, order, context, c, facts) : NotFound(c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a voucher."),
        };

    internal static Decision Accept(VoucherEvent @event) => Decision.Accept(@event, VoucherPostings.Of(@event));

    private static Decision DecideOrder(VoucherState v, OrderState o, CommandContext context, OrderCommand command, VoucherFacts facts) =>
        command switch
        {
            AcceptOrder                => OrderDecider.Accept(o, context),
            DeclineOrder               => OrderDecider.Decline(v, o, context),
            DeliverOrder c             => OrderDecider.Deliver(v, o, context, c),
            ConfirmOrder               => OrderDecider.Confirm(v, o, context),
            DisputeOrder               => OrderDecider.Dispute(v, o, context),
            CancelOrder c              => OrderDecider.Cancel(v, o, context, c),
            LapseOrder                 => OrderDecider.Lapse(v, o, context),
            SubmitClaim                => ClaimDecider.Submit(v, o, context, facts),
            ReviewClaim                => ClaimDecider.Review(v, o, context),
            ApproveClaim               => ClaimDecider.Approve(v, o, context, facts.Policy),
            ReturnClaim c              => ClaimDecider.Return(v, o, context, c),
            RejectClaim c              => ClaimDecider.Reject(v, o, context, c),
            ClawBackClaim c            => ClaimDecider.ClawBack(v, o, context, c),
            RecordClaimInstructed      => ClaimDecider.Record(o, ClaimTrigger.Instruct, new ClaimInstructed(o.Id)),
            RecordClaimPaid            => ClaimDecider.Record(o, ClaimTrigger.Confirm,  new ClaimPaid(o.Id)),
            RecordClaimPaymentFailed   => ClaimDecider.Record(o, ClaimTrigger.Fail,     new ClaimPaymentFailed(o.Id)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of an order."),
        };

    private static Decision Apply(VoucherState? state, CommandContext context, ApplyVoucher c, VoucherFacts facts)
    {
        var id = VoucherState.IdOf(c.Voucher);
        KeyClaim[] claims =
        [
            new($"voucher/{c.Voucher}", id, RejectionCode.AlreadyExists),
            new(ApplicationKey(c.Fund, c.Enterprise), id, RejectionCode.OpenApplicationExists),
        ];
        Rejection? rejection =
            !facts.FundOpened                                       ? new(RejectionCode.NotFound, "fund") :
            facts.Enterprise is not { } enterprise                  ? new(RejectionCode.NotFound, "enterprise") :
            state is not null                                       ? new(RejectionCode.AlreadyExists, "voucher") :
            !context.Actor.IsEnterprise(c.Enterprise)               ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero                                  ? new(RejectionCode.InvalidAmount, "amount") :
            facts.EnterpriseListed                                  ? new(RejectionCode.IntegrityListed, "enterprise") :
            !Regions.Covers(c.Fund, enterprise.Region)              ? new(RejectionCode.RegionNotCovered, "fund") :
            !enterprise.Sme                                         ? new(RejectionCode.NotSme, "enterprise") :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Accept(new VoucherApplied(c.Voucher, c.Enterprise, c.Fund, c.Amount)) with { Claims = claims };
    }

    private static Decision Approve(VoucherState v, CommandContext context, Policy? policy)
    {
        Rejection? rejection =
            !context.Actor.IsFund(v.Fund)                                       ? new(RejectionCode.NotAllowed) :
            !VoucherLifecycle.Table.Allows(v.Status, VoucherTrigger.Approve)    ? WrongState(v) :
            policy is null                                                      ? new(RejectionCode.NoPolicy, "voucher") :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        var useBy = context.At.Day.AddDays(policy!.UseDays);
        var claimBy = useBy.AddDays(policy.ClaimDays);
        var status = VoucherLifecycle.Table.Next(v.Status, VoucherTrigger.Approve)!.Value;
        var after = v.Standing with { Status = status, Available = v.Amount };
        var year = context.At.Year;
        var quota = Accounts.QuotaAvailable(v.Enterprise, year);
        var approved = new VoucherApproved(
            v.Id, v.Enterprise, v.Amount, policy.Version, year, policy.AnnualCap, useBy, claimBy, after);
        return Accept(approved) with
        {
            // The first approval grants the year's whole quota: a later policy does not change it (scenario.md, Readings).
            Grants = [new(Accounts.QuotaGranted(v.Enterprise, year), VoucherPostings.Grant(approved))],
            Guards =
            [
                new(RejectionCode.BudgetInsufficient, GuardKind.NotOverdrawn, Accounts.BudgetAvailable),
                new(RejectionCode.QuotaExceeded, GuardKind.NotOverdrawn, quota),
            ],
            Frees = [ApplicationKey(v.Fund, v.Enterprise)],
        };
    }

    private static Decision Reject(VoucherState v, CommandContext context, RejectVoucher c)
    {
        Rejection? rejection =
            !context.Actor.IsFund(v.Fund)                                   ? new(RejectionCode.NotAllowed) :
            !VoucherLifecycle.Table.Allows(v.Status, VoucherTrigger.Reject) ? WrongState(v) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection)
            : Accept(new VoucherRejected(v.Id, c.Reason)) with { Frees = [ApplicationKey(v.Fund, v.Enterprise)] };
    }

    private static Decision Return(VoucherState v, CommandContext context) => End(
        v,
        context.Actor.IsEnterprise(v.Enterprise),
        VoucherTrigger.Return,
        after => new VoucherReturned(v.Id, v.Enterprise, v.QuotaYear!.Value, v.Standing.Available, after));

    private static Decision Revoke(VoucherState v, CommandContext context, RevokeVoucher c) => End(
        v,
        context.Actor.IsFund(v.Fund),
        VoucherTrigger.Revoke,
        after => new VoucherRevoked(v.Id, v.Enterprise, v.QuotaYear!.Value, v.Standing.Available, c.Reason, after));

    /// <summary>Asked for by a run of deadlines only; a voucher that is over, or not due, is <c>wrong_state</c>: nothing to do.</summary>
    private static Decision Expire(VoucherState v, CommandContext context) => End(
        v,
        v.UseBy is not { } useBy || context.At.IsPast(useBy),
        v.Standing.Reserved.IsZero && v.Standing.Redeemed.IsZero ? VoucherTrigger.Expire : VoucherTrigger.Lapse,
        after => new VoucherExpired(v.Id, v.Enterprise, v.QuotaYear!.Value, v.Standing.Available, after),
        RejectionCode.WrongState);

    private static Decision End(
        VoucherState v, bool allowed, VoucherTrigger trigger, Func<VoucherStanding, VoucherEvent> ended,
        RejectionCode otherwise = RejectionCode.NotAllowed) =>
        !allowed                                                                ? Decision.Reject(otherwise) :
        VoucherLifecycle.Table.Next(v.Status, trigger) is not { } status        ? Decision.Reject(WrongState(v)) :
        Accept(ended(VoucherBalance.End(v.Standing, status)));

    private static string ApplicationKey(string fund, string enterprise) => $"application/{fund}/{enterprise}";

    private static Rejection WrongState(VoucherState v) => new(RejectionCode.WrongState, "voucher", $"The voucher is {v.Status}.");

    private static Decision NotFound(VoucherCommand command) =>
        Decision.Reject(new Rejection(RejectionCode.NotFound, command is OrderCommand ? "order" : "voucher"));
}
