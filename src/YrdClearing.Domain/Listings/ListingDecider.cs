using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>
/// Decides the commands of a listing; the checks stand in the order of scenario.md's codes. What a deposit is told here it cannot refuse.
/// </summary>
public static class ListingDecider
{
    private static readonly Lifecycle<ListingStatus, ListingTrigger> Table = ListingLifecycle.Table;

    public static Decision Decide(ListingState? state, CommandContext context, ListingCommand command, ListingFacts facts) =>
        (command, state) switch
        {
            (OpenListing c,    _)        => Open(state, context, c, facts),
            (RecordBid c,      { } l)    => Record(l, c),
            (RecordBid c,      null)     => throw new InvalidOperationException($"A bid came for {c.Listing}, which is no listing."),
            (_,                null)     => Decision.Reject(new Rejection(RejectionCode.NotFound, "listing")),
            (DealListing c,    { } l)    => Deal(l, context, c, facts.Contract),
            (CloseListing c,   { } l)    => Close(l, context, c),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is no command of a listing."),
        };

    private static Decision Open(ListingState? state, CommandContext context, OpenListing c, ListingFacts facts)
    {
        var id = ListingState.IdOf(c.Listing);
        KeyClaim[] claims =
        [
            new(ListingState.KeyOf(c.Listing), id, RejectionCode.AlreadyExists),
            new(ListingState.TitleKey(c.Title), id, RejectionCode.AlreadyExists),
        ];
        Rejection? rejection =
            !facts.SellerRegistered                                         ? new(RejectionCode.NotFound, "seller") :
            facts.Title is null                                             ? new(RejectionCode.NotFound, "title") :
            state is not null                                               ? new(RejectionCode.AlreadyExists, "listing") :
            !facts.ActorMarketOpened                                        ? new(RejectionCode.NotAllowed) :
            c.Deposit <= Money.Zero                                         ? new(RejectionCode.InvalidAmount, "deposit") :
            ContractDecider.TitleFault(c.Title, c.Type, c.Seller, facts.Title) is { } fault ? fault :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new ListingOpened(
                c.Listing, c.Title, c.Type, c.Seller, context.Actor.Key, c.Deposit, c.Closes)) with { Claims = claims };
    }

    /// <summary>The money is there, whatever has become of the listing on the way: a late bid's goes back.</summary>
    private static Decision Record(ListingState l, RecordBid c)
    {
        var isLate = !Table.Allows(l.Status, ListingTrigger.Bid);
        return Decision.Accept(new BidListed(l.Id, c.Bidder, c.Market, isLate)) with
        {
            Messages = isLate ? [Release(l, c.Bidder, c.Market)] : [],
        };
    }

    private static Decision Deal(ListingState l, CommandContext context, DealListing c, ContractState? contract)
    {
        KeyClaim[] claims = [new(ListingState.DealKey(c.Contract), ListingState.IdOf(l.Id), RejectionCode.AlreadyExists)];
        var winner = contract is null ? null : l.Bids.Find(b => b.Bidder == contract.Buyer && b.Market == contract.BuyerMarket);
        Rejection? rejection =
            contract is null || !IsOn(l, contract)                          ? new(RejectionCode.NotFound, "contract") :
            winner is null                                                  ? new(RejectionCode.NotFound, "contract", NoDeposit) :
            !context.Actor.IsMarket(l.Market)                               ? new(RejectionCode.NotAllowed) :
            !Table.Allows(l.Status, ListingTrigger.Deal)                    ? IsWrong(l) :
            !ContractLifecycle.Table.Allows(contract.Status, ContractTrigger.Fund) ? ContractDecider.IsWrong(contract) :
            null;
        return rejection is not null
            ? Decision.Reject(rejection, claims)
            : Decision.Accept(new ListingDealt(l.Id, l.Title, c.Contract, contract!.Buyer)) with
            {
                Claims = claims,
                Frees = [ListingState.TitleKey(l.Title)],
                Messages = [.. l.Bids.Select(b => b == winner ? Win(l, b, c.Contract) : Release(l, b.Bidder, b.Market))],
            };
    }

    private static Decision Close(ListingState l, CommandContext context, CloseListing c) =>
        !context.Actor.IsMarket(l.Market)                   ? Decision.Reject(RejectionCode.NotAllowed) :
        !Table.Allows(l.Status, ListingTrigger.Close)       ? Decision.Reject(IsWrong(l)) :
        Decision.Accept(new ListingClosed(l.Id, l.Title, c.Reason)) with
        {
            Frees = [ListingState.TitleKey(l.Title)],
            Messages = [.. l.Bids.Select(b => Release(l, b.Bidder, b.Market))],
        };

    private const string NoDeposit = "Its buyer has no deposit for this listing in the buyer's market.";

    private static bool IsOn(ListingState l, ContractState contract) =>
        contract.Title == l.Title && contract.Type == l.Type && contract.Seller == l.Seller;

    private static Message Win(ListingState l, ListedBid b, string contract) =>
        new(Books.Market(b.Market), BidState.IdOf(l.Id, b.Bidder), new RecordBidWon(l.Id, b.Bidder, contract));

    private static Message Release(ListingState l, string bidder, string market) =>
        new(Books.Market(market), BidState.IdOf(l.Id, bidder), new RecordBidReleased(l.Id, bidder));

    private static Rejection IsWrong(ListingState l) => new(RejectionCode.WrongState, "listing", $"The listing is {l.Status}.");
}
