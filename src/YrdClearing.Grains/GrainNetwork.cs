using System.Runtime.CompilerServices;
using YrdClearing.Domain.Payouts;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// The network of Orleans' grains; what is active in this silo and needs no turn of its own is asked without a call. When a silo is away,
/// whatever can be asked twice is asked again; what a command needs on its way (facts, its commit) fails with the command, which is then
/// sent again as a whole.
/// </summary>
public sealed class GrainNetwork(IGrainFactory grains, LocalGrains local, BookPlaces places, ClearingServices services) : INetwork
{
    /// <summary>How long a command waits for its silo to come back elsewhere, before its client is told to send it again.</summary>
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a message waits, which nobody has to be told of; after that its outbox counts a failed attempt.</summary>
    private static readonly TimeSpan MessagePatience = TimeSpan.FromMinutes(1);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call)
    {
        for (var outage = new Outage(services.Clock, CommandPatience); ; await outage.WaitAsync())
        {
            try
            {
                var here = local.Find(aggregate);
                return (here is null ? null : await here.TryExecuteAsync(call)) ?? await CallAsync(aggregate, call);
            }
            catch (Exception e) when (outage.Excuses(e))
            {
                // The command's id makes it happen once.
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery)
    {
        for (var outage = new Outage(services.Clock, MessagePatience); ; await outage.WaitAsync())
        {
            try
            {
                var here = local.Find(aggregate);
                return (here is null ? null : await here.TryApplyAsync(delivery)) ?? await CallAsync(aggregate, delivery);
            }
            catch (Exception e) when (outage.Excuses(e, orTimeout: true))
            {
                // The message's key makes it happen once.
            }
        }
    }

    public Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host = null) =>
        Telemetry.Traces.HasListeners() ? TraceCommitAsync(request, host) : SendCommitAsync(request, host);

    private async Task<CommitResult> TraceCommitAsync(CommitRequest request, RunningBook? host)
    {
        using var trace = Telemetry.Traces.StartActivity("commit");
        trace?.SetTag("yrd.book", request.Book)?.SetTag("yrd.event", request.Event);
        return await SendCommitAsync(request, host);
    }

    private Task<CommitResult> SendCommitAsync(CommitRequest request, RunningBook? host) =>
        (host ?? local.Book(request.Book)) is { } book ? book.CommitAsync(request) : CallAsync(request);

    public Task WhenAppliedAsync(string book, long seq) =>
        local.Book(book) is { } running ? running.WhenAppliedSoonAsync(seq) : WhenAppliedElsewhereAsync(book, seq);

    public async Task<int> FlushAsync(string book, string? toBook)
    {
        for (var outage = new Outage(services.Clock, CommandPatience); ; await outage.WaitAsync())
        {
            try
            {
                return await Book(book).Flush(toBook);
            }
            catch (Exception e) when (outage.Excuses(e, orTimeout: true))
            {
                // Asked of the book's next activation.
            }
        }
    }

    public ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
        where TState : class =>
        local.Find(aggregate) is { IsLoaded: true } here
            ? new(((Aggregate<TState>)here).Standing)
            : new(((IAggregateGrain<TState>)Aggregate(aggregate)).Standing());

    private async Task WhenAppliedElsewhereAsync(string book, long seq)
    {
        for (var outage = new Outage(services.Clock, MessagePatience); ; await outage.WaitAsync())
        {
            try
            {
                await Book(book).WhenApplied(seq);
                return;
            }
            catch (Exception e) when (outage.Excuses(e))
            {
                // Asked of the book's next activation.
            }
        }
    }

    private async Task<CommandReply> CallAsync(string aggregate, CommandCall call)
    {
        if (PayoutState.IsIdOf(aggregate))
        {
            var host = call.Book ?? throw new InvalidOperationException($"Nobody said which book pays {aggregate}.");
            return local.Book(host) is { } running
                ? await local.ExecuteAsync(running, aggregate, call)
                : await Book(host).Execute(aggregate, call);
        }
        var expected = call.Book is { } book && places.Expect(aggregate, book);
        try
        {
            return await Aggregate(aggregate).Execute(call);
        }
        finally
        {
            Called(aggregate, expected);
        }
    }

    private async Task<AppliedReply> CallAsync(string aggregate, Delivery delivery)
    {
        if (PayoutState.IsIdOf(aggregate))
        {
            var host = delivery.Message.Message.To;
            return local.Book(host) is { } running
                ? await local.ApplyAsync(running, aggregate, delivery)
                : await Book(host).Apply(aggregate, delivery);
        }
        var expected = places.Expect(aggregate, delivery.Message.Message.To);
        try
        {
            return await Aggregate(aggregate).Apply(delivery);
        }
        finally
        {
            Called(aggregate, expected);
        }
    }

    private void Called(string aggregate, bool expected)
    {
        if (expected)
        {
            places.Forget(aggregate);
        }
    }

    private async Task<CommitResult> CallAsync(CommitRequest request) => (await Book(request.Book).Commit(new(request))).Result;

    private IBookGrain Book(string book) => grains.GetGrain<IBookGrain>(book);

    private IAggregateGrain Aggregate(string id) => id.AsSpan(0, id.IndexOf(':')) switch
    {
        "opening" => grains.GetGrain<IFundOpeningGrain>(id),
        "fund" => grains.GetGrain<IFundGrain>(id),
        "enterprise" => grains.GetGrain<IEnterpriseGrain>(id),
        "integrity" => grains.GetGrain<IIntegrityGrain>(id),
        "provider" => grains.GetGrain<IProviderGrain>(id),
        "voucher" => grains.GetGrain<IVoucherGrain>(id),
        "market-opening" => grains.GetGrain<IMarketOpeningGrain>(id),
        "market" => grains.GetGrain<IMarketGrain>(id),
        "title" => grains.GetGrain<ITitleGrain>(id),
        "registration" => grains.GetGrain<IRegistrationGrain>(id),
        "contract" => grains.GetGrain<IContractGrain>(id),
        "open-licence" => grains.GetGrain<IOpenLicenceGrain>(id),
        "listing" => grains.GetGrain<IListingGrain>(id),
        "bid" => grains.GetGrain<IBidGrain>(id),
        "cycle" => grains.GetGrain<ICycleGrain>(id),
        "clearing" => grains.GetGrain<IClearingGrain>(id),
        "deadlines" => grains.GetGrain<IDeadlinesGrain>(id),
        _ => throw new InvalidOperationException($"'{id}' is not an aggregate."),
    };
}
