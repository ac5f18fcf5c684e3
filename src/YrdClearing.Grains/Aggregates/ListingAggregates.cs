using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Listings;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A listed title with what it knows of its bids, in the network's book.</summary>
public sealed class ListingAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<ListingState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override ListingState Read(IReadOnlyList<StateRow> rows) => ListingRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(ListingState? before, ListingState after) => ListingRows.Changed(before, after);

    protected override ListingState Evolve(ListingState? state, DomainEvent @event) => ListingState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        ListingDecider.Decide(State, context, (ListingCommand)command, await FactsAsync(context, command, facts));

    private async ValueTask<ListingFacts> FactsAsync(CommandContext context, Command command, Facts facts)
    {
        switch (command)
        {
            case OpenListing c:
                var market = facts.MarketAsync(context.Actor);
                var seller = facts.EnterpriseAsync(c.Seller);
                var title = facts.TitleAsync(c.Title);
                return new()
                {
                    ActorMarketOpened = await market is not null,
                    SellerRegistered = await seller is not null,
                    Title = await title,
                };
            case DealListing c:
                return new() { Contract = await facts.ContractAsync(c.Contract) };
            default:
                return ListingFacts.None;
        }
    }
}

/// <summary>A bidder's deposit, in the book of the market that holds it.</summary>
public sealed class BidAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<BidState>(id, services, network)
{
    protected override string BookOf(Command command) => State?.HomeBook ?? Books.Market(((DepositBid)command).Market);

    protected override BidState Read(IReadOnlyList<StateRow> rows) => BidRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(BidState? before, BidState after) => BidRows.Changed(before, after);

    protected override BidState Evolve(BidState? state, DomainEvent @event) => BidState.Evolve(state, @event);

    protected override void Committed(DomainEvent @event)
    {
        if (@event is BidWon or BidRefunded)
        {
            NeedNotStay();
        }
    }

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var needed = BidFacts.None;
        if (command is DepositBid deposit)
        {
            var listing = facts.ListingAsync(deposit.Listing);
            var bidder = facts.EnterpriseAsync(deposit.Bidder);
            var market = facts.MarketAsync(deposit.Market);
            needed = new(await listing, await bidder is not null, await market is not null);
        }
        return BidDecider.Decide(State, context, command, needed);
    }
}
