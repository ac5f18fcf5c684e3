using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A technology contract with its milestones, in the book of the buyer's market.</summary>
public sealed class ContractAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<ContractState>(id, services, network)
{
    protected override string BookOf(Command command) => State?.HomeBook ?? Books.Market(command switch
    {
        AcceptLicence c => c.BuyerMarket,
        _ => ((DraftContract)command).BuyerMarket,
    });

    protected override bool Begins(Command command) => command is DraftContract or AcceptLicence;

    protected override ContractState Read(IReadOnlyList<StateRow> rows) => ContractRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(ContractState? before, ContractState after) => ContractRows.Changed(before, after);

    protected override ContractState Evolve(ContractState? state, DomainEvent @event) => ContractState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts) =>
        ContractDecider.Decide(State, context, command, await FactsAsync(context, command, facts));

    private async ValueTask<bool> AreRegisteredAsync(IReadOnlyList<OwnerShare> owners, Facts facts)
    {
        foreach (var owner in owners)
        {
            if (await facts.EnterpriseAsync(owner.Party) is null)
            {
                return false;
            }
        }
        return true;
    }

    private async ValueTask<ContractFacts> FactsAsync(CommandContext context, Command command, Facts facts)
    {
        if (command is AcceptLicence accept)
        {
            return await FactsAsync(accept, facts);
        }
        var id = ContractFacts.TitleOf(State, command);
        var title = id is null ? new((TitleState?)null) : facts.TitleAsync(id);
        if (command is not DraftContract draft)
        {
            return id is null ? ContractFacts.None : new() { Title = await title };
        }
        var sellerMarket = facts.MarketAsync(context.Actor);
        var buyerMarket = facts.MarketAsync(draft.BuyerMarket);
        var seller = facts.EnterpriseAsync(draft.Seller);
        var buyer = facts.EnterpriseAsync(draft.Buyer);
        return new()
        {
            SellerMarket = await sellerMarket,
            BuyerMarketOpened = await buyerMarket is not null,
            SellerRegistered = await seller is not null,
            BuyerRegistered = await buyer is not null,
            OwnersRegistered = await AreRegisteredAsync(draft.Owners ?? [], facts),
            Title = await title,
        };
    }

    private async ValueTask<ContractFacts> FactsAsync(AcceptLicence accept, Facts facts)
    {
        var offer = facts.OpenLicenceAsync(accept.Offer);
        var buyerMarket = facts.MarketAsync(accept.BuyerMarket);
        var buyer = facts.EnterpriseAsync(accept.Buyer);
        var found = await offer;
        return new()
        {
            BuyerMarketOpened = await buyerMarket is not null,
            BuyerRegistered = await buyer is not null,
            Offer = found,
            Title = found is null ? null : await facts.TitleAsync(found.Title),
        };
    }
}
