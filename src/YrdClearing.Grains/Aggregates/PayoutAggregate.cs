using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// The payment of one approved claim or released milestone and what is recovered of it, in the paying fund's or market's book.
/// </summary>
public sealed class PayoutAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<PayoutState>(id, services, network)
{
    protected override string BookOf(Command command) => State?.PayingBook ?? command switch
    {
        RecordPayoutDue c  => c.PayingBook,
        RecordReleaseDue c => c.PayingBook,
        RecordSharedReleaseDue c => c.PayingBook,
        RecordOwnerDue c   => c.PayingBook,
        _ => throw new InvalidOperationException($"{command.GetType().Name} makes no payout."),
    };

    protected override PayoutState Read(IReadOnlyList<StateRow> rows) => PayoutRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(PayoutState? before, PayoutState after) => PayoutRows.Changed(before, after);

    protected override PayoutState Evolve(PayoutState? state, DomainEvent @event) => PayoutState.Evolve(state, @event);

    protected override bool Begins(Command command) =>
        command is RecordPayoutDue or RecordReleaseDue or RecordSharedReleaseDue or RecordOwnerDue;

    protected override void Committed(DomainEvent @event)
    {
        if (@event is PayoutPaid)
        {
            NeedNotStay();
        }
    }

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var payout = (PayoutCommand)command;
        return PayoutDecider.Decide(State, context, payout, new(await PayingBookAsync(context, payout.Order, facts)));
    }

    /// <summary>The book that will pay, of an order as its key says, of a milestone as its contract does.</summary>
    private async ValueTask<string?> PayingBookAsync(CommandContext context, string payout, Facts facts)
    {
        if (State is not null || context.Cause is not null)
        {
            return State?.PayingBook;
        }
        if (PayoutIds.ContractOf(payout) is not { } contract)
        {
            return (await Services.Orders.FindAsync(payout, CancellationToken.None))?.PayingBook;
        }
        var found = await facts.ContractAsync(contract);
        return found?.Pays(payout) == true ? found.SellerBook : null;
    }
}
