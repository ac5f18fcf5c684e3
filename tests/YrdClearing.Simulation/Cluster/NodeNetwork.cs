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
            var reply = await ((AggregateActivation)a).Aggregate.TryExecuteAsync(call) ?? throw new AggregateGoneException(aggregate);
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
        var reply = await ((AggregateActivation)a).Aggregate.TryApplyAsync(delivery) ?? throw new AggregateGoneException(aggregate);
        cluster.Observer.MessageAcknowledged(delivery.Message);
        return reply;
    }));

    public Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host)
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

    public ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
        where TState : class
    {
        return node.Find<AggregateActivation>(aggregate) is { IsLoaded: true } here
            ? new(Read(here))
            : new(cluster.AskAsync(node, aggregate, a => Task.FromResult(Read((AggregateActivation)a))));

        static Standing<TState> Read(AggregateActivation owner) => ((Aggregate<TState>)owner.Aggregate).Standing;
    }
}
