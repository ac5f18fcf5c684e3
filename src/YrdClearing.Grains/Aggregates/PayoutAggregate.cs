using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains.Aggregates;

/// <summary>The payment of one approved claim and what is recovered of it, in the paying fund's book.</summary>
public sealed class PayoutAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<PayoutState>(id, services, network)
{
    protected override string BookOf(Command command) => State?.PayingBook ?? ((RecordPayoutDue)command).PayingBook;

    protected override PayoutState Read(IReadOnlyList<StateRow> rows) => PayoutRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(PayoutState? before, PayoutState after) => PayoutRows.Changed(before, after);

    protected override PayoutState Evolve(PayoutState? state, DomainEvent @event) => PayoutState.Evolve(state, @event);

    protected override void Committed(DomainEvent @event)
    {
        if (@event is PayoutPaid)
        {
            Over?.Invoke();
        }
    }

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command)
    {
        var payout = (PayoutCommand)command;
        return PayoutDecider.Decide(State, context, payout, new(await OrderAsync(payout.Order)));
    }

    private async ValueTask<OrderKey?> OrderAsync(string order)
    {
        if (State is { } payout)
        {
            return new(payout.Voucher, payout.HomeBook, payout.PayingBook);
        }
        return await Services.Orders.FindAsync(order, CancellationToken.None);
    }
}
