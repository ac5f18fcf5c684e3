using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Listings;

/// <summary>
/// Decides what becomes of a bidder's deposit, and its payment back to the bidder; the checks stand in the order of scenario.md's codes.
/// </summary>
public static class BidDecider
{
    private static readonly Lifecycle<BidStatus, BidTrigger> Table = BidLifecycle.Table;

    /// <param name="state">Null when there is no such deposit.</param>
    /// <param name="context">Who asks, when.</param>
    /// <param name="command">A bid's, or a payout's that names listing and bidder.</param>
    /// <param name="facts">Of other aggregates.</param>
    public static Decision Decide(BidState? state, CommandContext context, Command command, BidFacts facts) => (command, state) switch
    {
        (DepositBid c,          _)      => Deposit(state, context, c, facts),
        (RecordBidWon c,        { } b)  => Won(b, c),
        (RecordBidReleased c,   { } b)  => Released(b, c),
        (PayoutCommand,         null)   => Decision.Reject(new Rejection(RejectionCode.NotFound, "bidder")),
        (InstructPayout,        { } b)  => Instruct(b, context),
        (ConfirmPayout c,       { } b)  => Confirm(b, context, c),
        (FailPayout c,          { } b)  => Fail(b, context, c),
        _ => throw new InvalidOperationException($"{command.GetType().Name} does not fit a bid."),
    };

    private static Decision Deposit(BidState? state, CommandContext context, DepositBid c, BidFacts facts)
    {
        var id = BidState.IdOf(c.Listing, c.Bidder);
        KeyClaim[] claims = [new("bid/" + BidState.KeyOf(c.Listing, c.Bidder), id, RejectionCode.AlreadyExists)];
        Rejection? rejection =
            facts.Listing is not { } l                                  ? new(RejectionCode.NotFound, "listing") :
            !facts.BidderRegistered                                     ? new(RejectionCode.NotFound, "bidder") :
            !facts.MarketOpened                                         ? new(RejectionCode.NotFound, "market") :
            state is not null                                           ? new(RejectionCode.AlreadyExists, "bidder") :
            !context.Actor.IsBank                                       ? new(RejectionCode.NotAllowed) :
            c.Amount <= Money.Zero                                      ? new(RejectionCode.InvalidAmount, "amount") :
            !ListingLifecycle.Table.Allows(l.Status, ListingTrigger.Bid) ? IsWrong(l) :
            context.At.IsPast(l.Closes)                                 ? IsWrong(l) :
            l.Bids.Count >= ListingState.MaxBids                        ? IsWrong(l) :
            l.Seller == c.Bidder                                        ? new(RejectionCode.RelatedParty, "bidder") :
            l.Deposit != c.Amount                                       ? Differs(l.Deposit, c.Amount) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Accept(new BidDeposited(c.Listing, c.Bidder, c.Market, c.Amount)) with
            {
                Claims = claims,
                Messages = [new(Books.Network, ListingState.IdOf(c.Listing), new RecordBid(c.Listing, c.Bidder, c.Market))],
            };
    }

    /// <summary>The contract is in this very book: its entry makes the deposit escrow, or gives back what it has no room for.</summary>
    private static Decision Won(BidState b, RecordBidWon c) => !Table.Allows(b.Status, BidTrigger.Win)
        ? throw Unexpected(b, "won")
        : Accept(new BidWon(b.Listing, b.Bidder, c.Contract, b.Amount)) with
        {
            Messages =
            [
                new(b.HomeBook, ContractState.IdOf(c.Contract), new RecordDeposit(c.Contract, b.Listing, b.Bidder, b.Amount)),
            ],
        };

    private static Decision Released(BidState b, RecordBidReleased c) => !Table.Allows(b.Status, BidTrigger.Release)
        ? throw Unexpected(b, "released")
        : Accept(new BidReleased(b.Listing, c.Bidder, b.Amount));

    private static Decision Instruct(BidState b, CommandContext context) =>
        !context.Actor.IsMarket(b.Market)                   ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(b.Status, BidTrigger.Instruct)        ? Decision.Reject(IsWrong(b)) :
        Accept(new BidRefundInstructed(b.Listing, b.Bidder, b.Amount)) with
        {
            Guards = [new(RejectionCode.InsufficientCash, GuardKind.CashCovers)],
        };

    private static Decision Confirm(BidState b, CommandContext context, ConfirmPayout c) =>
        !context.Actor.IsBank                               ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(b.Status, BidTrigger.Confirm)         ? Decision.Reject(IsWrong(b)) :
        Accept(new BidRefunded(b.Listing, b.Bidder, b.Amount, c.BankRef));

    private static Decision Fail(BidState b, CommandContext context, FailPayout c) =>
        !context.Actor.IsBank                               ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(b.Status, BidTrigger.Fail)            ? Decision.Reject(IsWrong(b)) :
        Accept(new BidRefundFailed(b.Listing, b.Bidder, b.Amount, c.Reason));

    private static Decision Accept(BidEvent @event) => Decision.Accept(@event, BidPostings.Of(@event));

    private static Rejection IsWrong(ListingState l) => new(
        RejectionCode.WrongState, "listing", $"The listing is {l.Status}, takes deposits until {l.Closes:O} and has {l.Bids.Count} bids.");

    private static Rejection Differs(Money asked, Money amount) => new(RejectionCode.DepositDiffers, "amount", null, asked, amount);

    private static Rejection IsWrong(BidState b) => new(RejectionCode.WrongState, "bidder", $"The deposit is {b.Status}.");

    private static InvalidOperationException Unexpected(BidState b, string what) =>
        new($"The deposit of {b.Bidder} for {b.Listing} is {b.Status} and was said to be {what}.");
}
