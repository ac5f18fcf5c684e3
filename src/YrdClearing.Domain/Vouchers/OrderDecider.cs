using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Providers;

namespace YrdClearing.Domain.Vouchers;

/// <summary>Decides the commands of an order; the checks stand in the order of scenario.md's codes.</summary>
internal static class OrderDecider
{
    private static readonly Lifecycle<OrderStatus, OrderTrigger> Table = OrderLifecycle.Table;

    public static Decision Place(VoucherState v, CommandContext context, PlaceOrder c, VoucherFacts facts)
    {
        if (facts.Provider is not { } provider)
        {
            return Decision.Reject(new Rejection(RejectionCode.NotFound, "provider"));
        }
        var policy = facts.Policy;
        var payingBook = policy?.Route == FundingRoute.R3 ? Books.Fund(provider.Fund) : v.HomeBook;
        var key = new OrderKey(v.Id, v.HomeBook, payingBook);
        var claim = new KeyClaim(OrderKey.Of(c.Order), key.ToString(), RejectionCode.AlreadyExists);
        if (MayNotPlace(v, context, c, facts, provider) is { } rejection)
        {
            return Decision.Reject(rejection, claim);
        }
        var rate = policy!.RateFor(Regions.ProvinceOf(v.Fund), provider.Province);
        var wanted = WantedSubsidy(c.Price, rate, policy);
        if (Grantable(wanted, v.Standing.Available, policy.CapMode) is not { } subsidy)
        {
            return Decision.Reject(
                new Rejection(RejectionCode.VoucherBalanceInsufficient, "price", null, v.Standing.Available, wanted, policy.Version),
                claim);
        }
        var payee = policy.Route == FundingRoute.R1 ? v.Enterprise : provider.Uscc;
        return VoucherDecider.Accept(
            new OrderPlaced(
                v.Id, c.Order, v.Orders.Count, provider.Uscc, provider.Fund, c.Service, c.Price, policy.Version, policy.Route, rate,
                subsidy, c.Price - subsidy, payee, payingBook, context.At)
            {
                After = VoucherBalance.Reserve(v.Standing, subsidy),
            }) with { Claims = [claim] };
    }

    public static Decision Accept(OrderState o, CommandContext context) =>
        Step(o, context.Actor.IsProvider(o.Provider), OrderTrigger.Accept, () => new OrderAccepted(o.Id));

    public static Decision Decline(VoucherState v, OrderState o, CommandContext context) => Step(
        o,
        context.Actor.IsProvider(o.Provider),
        OrderTrigger.Decline,
        () => Released(v, o.Subsidy, context, released => new OrderDeclined(o.Id, released)));

    public static Decision Deliver(VoucherState v, OrderState o, CommandContext context, DeliverOrder c)
    {
        Rejection? rejection =
            !context.Actor.IsProvider(o.Provider)               ? new(RejectionCode.NotAllowed) :
            c.InvoiceAmount <= Money.Zero                       ? new(RejectionCode.InvalidAmount, "invoiceAmount") :
            !Table.Allows(o.Status, OrderTrigger.Deliver)       ? WrongState(o) :
            c.InvoiceAmount > o.Price                           ? InvoiceExceedsPrice(o, c) :
            null;
        if (rejection is not null)
        {
            return Decision.Reject(rejection);
        }
        // The subsidy may fall with the invoice, never rise; the policy's cap is already in what was reserved.
        var subsidy = Money.Min(o.Subsidy, c.InvoiceAmount.TimesFloor(o.Rate));
        return VoucherDecider.Accept(Released(
            v,
            o.Subsidy - subsidy,
            context,
            released => new OrderDelivered(o.Id, c.Contract, c.Invoice, c.InvoiceAmount, subsidy, c.InvoiceAmount - subsidy, released)));
    }

    public static Decision Confirm(VoucherState v, OrderState o, CommandContext context) =>
        Step(o, context.Actor.IsEnterprise(v.Enterprise), OrderTrigger.Confirm, () => new OrderConfirmed(o.Id));

    public static Decision Dispute(VoucherState v, OrderState o, CommandContext context) =>
        Step(o, context.Actor.IsEnterprise(v.Enterprise), OrderTrigger.Dispute, () => new OrderDisputed(o.Id));

    public static Decision Cancel(VoucherState v, OrderState o, CommandContext context, CancelOrder c) => Step(
        o,
        context.Actor.IsEnterprise(v.Enterprise) || context.Actor.IsFund(v.Fund),
        OrderTrigger.Cancel,
        () => Released(v, o.Subsidy, context, released => new OrderCancelled(o.Id, c.Reason, released)));

    /// <summary>Asked for by a run of deadlines only; an order that ended or is not due is <c>wrong_state</c>: nothing to do.</summary>
    public static Decision Lapse(VoucherState v, OrderState o, CommandContext context) =>
        OrderLifecycle.MayLapse(o) && context.At.IsPast(v.ClaimBy!.Value)
            ? VoucherDecider.Accept(Released(v, o.Subsidy, context, released => new OrderLapsed(o.Id, released)))
            : Decision.Reject(WrongState(o));

    /// <summary>The event of a released amount, with where it goes and what the voucher is then.</summary>
    internal static OrderEvent Released(VoucherState v, Money amount, CommandContext context, Func<Release, OrderEvent> @event)
    {
        var (released, after) = VoucherBalance.Release(v, context.At, amount);
        return @event(released) with { After = after };
    }

    internal static Rejection WrongState(OrderState o) => new(RejectionCode.WrongState, "order", $"The order is {o.Status}.");

    private static Rejection? MayNotPlace(VoucherState v, CommandContext context, PlaceOrder c, VoucherFacts facts, ProviderState provider)
    {
        var at = context.At;
        return v.Find(c.Order) is not null                                      ? new(RejectionCode.AlreadyExists, "order") :
            !context.Actor.IsEnterprise(v.Enterprise)                           ? new(RejectionCode.NotAllowed) :
            c.Price <= Money.Zero                                               ? new(RejectionCode.InvalidAmount, "price") :
            !VoucherLifecycle.Table.Allows(v.Status, VoucherTrigger.Place)      ? NotPlaceable(v) :
            facts.Policy is not { } policy                                      ? new(RejectionCode.NoPolicy, "voucher") :
            facts.EnterpriseListed                                              ? new(RejectionCode.IntegrityListed, "voucher") :
            facts.ProviderListed                                                ? new(RejectionCode.IntegrityListed, "provider") :
            at.IsPast(v.UseBy!.Value)                                           ? new(RejectionCode.VoucherExpired, "voucher") :
            provider.Status != ProviderStatus.Recognised                        ? new(RejectionCode.ProviderNotRecognised, "provider") :
            !provider.EffectiveFor(Regions.ProvinceOf(v.Fund))                  ? new(RejectionCode.ProviderNotEffective, "provider") :
            !provider.Services.Contains(c.Service)                              ? new(RejectionCode.ServiceNotOffered, "service") :
            policy.ExcludedServices.Contains(c.Service)                         ? Excluded(policy) :
            RelatedParties.Are(facts.Enterprise!, provider)                     ? new(RejectionCode.RelatedParty, "provider") :
            null;
    }

    /// <summary>floor(price × rate), at most the policy's cap for one order.</summary>
    private static Money WantedSubsidy(Money price, Rate rate, Policy policy)
    {
        var subsidy = price.TimesFloor(rate);
        return policy.OrderCap is { } cap ? Money.Min(subsidy, cap) : subsidy;
    }

    /// <summary>What of the subsidy the voucher bears; null when too little. Clamping never clamps to zero (scenario.md).</summary>
    private static Money? Grantable(Money wanted, Money available, CapMode mode) =>
        wanted <= available                                     ? wanted :
        mode == CapMode.Clamp && available > Money.Zero         ? available :
        null;

    private static Decision Step(OrderState o, bool allowed, OrderTrigger trigger, Func<OrderEvent> @event) =>
        !allowed                            ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(o.Status, trigger)    ? Decision.Reject(WrongState(o)) :
        VoucherDecider.Accept(@event());

    private static Rejection NotPlaceable(VoucherState v) => new(RejectionCode.WrongState, "voucher", $"The voucher is {v.Status}.");

    private static Rejection Excluded(Policy policy) => new(RejectionCode.ServiceExcluded, "service", Policy: policy.Version);

    private static Rejection InvoiceExceedsPrice(OrderState o, DeliverOrder c) =>
        new(RejectionCode.InvoiceExceedsPrice, "invoiceAmount", null, o.Price, c.InvoiceAmount);
}
