using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A standing offer to license a title, in the network's book.</summary>
public sealed class OpenLicenceAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<OpenLicenceState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Network;

    protected override OpenLicenceState Read(IReadOnlyList<StateRow> rows) => OpenLicenceRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(OpenLicenceState? before, OpenLicenceState after) =>
        OpenLicenceRows.Changed(before, after);

    protected override OpenLicenceState Evolve(OpenLicenceState? state, DomainEvent @event) => OpenLicenceState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var needed = OpenLicenceFacts.None;
        if (command is OfferLicence offer)
        {
            var market = facts.MarketAsync(context.Actor);
            var seller = facts.EnterpriseAsync(offer.Seller);
            var title = facts.TitleAsync(offer.Title);
            needed = new(await market, await seller is not null, await title);
        }
        return OpenLicenceDecider.Decide(State, context, (OpenLicenceCommand)command, needed);
    }
}
