using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Grains;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Cluster;

/// <summary>The network as one node sees it.</summary>
internal sealed class NodeNetwork(Node node, SimulatedCluster cluster) : INetwork
{
    public ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call) => new(cluster.CallAsync(node, aggregate, async a =>
    {
        cluster.Observer.Commands.Begins(call.Envelope.Id);
        try
        {
            var reply = await ((AggregateActivation)a).Aggregate.ExecuteAsync(call);
            cluster.Observer.Commands.Ends(call.Envelope, reply);
            return reply;
        }
        catch
        {
            cluster.Observer.Commands.Ends(call.Envelope, reply: null);
            throw;
        }
    }));

    public ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery) => new(cluster.CallAsync(node, aggregate, async a =>
    {
        var reply = await ((AggregateActivation)a).Aggregate.ApplyAsync(delivery);
        cluster.Observer.MessageAcknowledged(delivery.Message);
        return reply;
    }));

    public Task<CommitResult> CommitAsync(CommitRequest request)
    {
        var id = BookActivation.IdOf(request.Book);
        var from = cluster.Disk.Heads.TryGetValue(request.Book, out var head) ? head.Seq : 0;
        return node.Find<BookActivation>(id) is { IsOpen: true } here
            ? CommitAsync(here)
            : cluster.CallAsync(node, id, CommitAsync, doubled: CopyAsync);

        async Task<CommitResult> CommitAsync(Place place)
        {
            var book = (BookActivation)place;
            var result = await book.CommitAsync(request);
            cluster.Observer.CommitAnswered(request, result, from, book.OwnsBook);
            return result;
        }

        Func<Place, Task<CommitResult>> CopyAsync()
        {
            cluster.Observer.Commands.Doubled(request.CommandId);
            return async place =>
            {
                // One whose outcome the book does not know stays on its way.
                var result = await CommitAsync(place);
                cluster.Observer.Commands.DoubleServed(request.CommandId);
                return result;
            };
        }
    }

    public Task WhenAppliedAsync(string book, long seq)
    {
        var id = BookActivation.IdOf(book);
        return node.Find<BookActivation>(id) is { IsOpen: true } here ? here.WhenAppliedAsync(seq) : cluster.CallAsync(node, id, async a =>
        {
            await ((BookActivation)a).WhenAppliedAsync(seq);
            return true;
        });
    }

    public Task<int> FlushAsync(string book, string? toBook) =>
        cluster.CallAsync(node, BookActivation.IdOf(book), a => ((BookActivation)a).FlushAsync(toBook));

    public ValueTask<bool> IsOpenedFundAsync(string region) =>
        FactAsync<FundOpeningAggregate, bool>("opening:" + region, o => o.IsOpened);

    public ValueTask<Policy?> PolicyAsync(string fund, DateOnly day) =>
        FactAsync<FundAggregate, Policy?>("fund:" + fund, f => f.PolicyFor(day));

    public ValueTask<EnterpriseState?> EnterpriseAsync(string uscc) =>
        FactAsync<EnterpriseAggregate, EnterpriseState?>("enterprise:" + uscc, e => e.State);

    public ValueTask<ProviderState?> ProviderAsync(string uscc) =>
        FactAsync<ProviderAggregate, ProviderState?>("provider:" + uscc, p => p.State);

    public ValueTask<bool> IsListedAsync(string uscc) => FactAsync<IntegrityAggregate, bool>("integrity:" + uscc, i => i.IsListed);

    public ValueTask<MarketTerms?> MarketAsync(string region) =>
        FactAsync<MarketOpeningAggregate, MarketTerms?>(MarketOpeningState.IdOf(region), m => m.State?.Terms);

    public ValueTask<TitleState?> TitleAsync(string title) =>
        FactAsync<TitleAggregate, TitleState?>(TitleState.IdOf(title), t => t.State);

    public ValueTask<ContractState?> ContractAsync(string contract) =>
        FactAsync<ContractAggregate, ContractState?>(ContractState.IdOf(contract), c => c.State);

    public ValueTask<OpenLicenceState?> OpenLicenceAsync(string offer) =>
        FactAsync<OpenLicenceAggregate, OpenLicenceState?>(OpenLicenceState.IdOf(offer), o => o.State);

    public ValueTask<ListingState?> ListingAsync(string listing) =>
        FactAsync<ListingAggregate, ListingState?>(ListingState.IdOf(listing), l => l.State);

    private ValueTask<TFact> FactAsync<TAggregate, TFact>(string id, Func<TAggregate, TFact> read)
    {
        return node.Find<AggregateActivation>(id) is { IsLoaded: true } here
            ? new(Read(here))
            : new(cluster.AskAsync(node, id, a => Task.FromResult(Read((AggregateActivation)a))));

        TFact Read(AggregateActivation owner) => read((TAggregate)owner.Aggregate.Instance);
    }
}
