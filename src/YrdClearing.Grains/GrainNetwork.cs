using System.Runtime.CompilerServices;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// The network of Orleans' grains; what is active in this silo and needs no turn of its own is asked without a call. When a silo is away,
/// whatever can be asked twice is asked again; what a command needs on its way (facts, its commit) fails with the command, which is then
/// sent again as a whole.
/// </summary>
public sealed class GrainNetwork(IGrainFactory grains, LocalGrains local, ClearingServices services) : INetwork
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
                return (here is null ? null : await here.TryExecuteAsync(call)) ?? await Aggregate(aggregate).Execute(call);
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
                return (here is null ? null : await here.TryApplyAsync(delivery)) ?? await Aggregate(aggregate).Apply(delivery);
            }
            catch (Exception e) when (outage.Excuses(e))
            {
                // The message's key makes it happen once.
            }
        }
    }

    public Task<CommitResult> CommitAsync(CommitRequest request) =>
        Telemetry.Traces.HasListeners() ? TraceCommitAsync(request) : SendCommitAsync(request);

    private async Task<CommitResult> TraceCommitAsync(CommitRequest request)
    {
        using var trace = Telemetry.Traces.StartActivity("commit");
        trace?.SetTag("yrd.book", request.Book)?.SetTag("yrd.event", request.Event);
        return await SendCommitAsync(request);
    }

    private Task<CommitResult> SendCommitAsync(CommitRequest request) =>
        local.Book(request.Book) is { } book ? book.CommitAsync(request) : CallAsync(request);

    public Task WhenAppliedAsync(string book, long seq) =>
        local.Book(book) is { } running ? running.WhenAppliedAsync(seq) : WhenAppliedElsewhereAsync(book, seq);

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

    public ValueTask<bool> IsOpenedFundAsync(string region)
    {
        var id = "opening:" + region;
        return local.Find<FundOpeningAggregate>(id) is { } opening
            ? new(opening.IsOpened)
            : new(grains.GetGrain<IFundOpeningGrain>(id).IsOpened());
    }

    public ValueTask<Policy?> PolicyAsync(string fund, DateOnly day)
    {
        var id = "fund:" + fund;
        return local.Find<FundAggregate>(id) is { } owner
            ? new(owner.PolicyFor(day))
            : AskAsync(grains.GetGrain<IFundGrain>(id).PolicyFor(day));
    }

    public ValueTask<EnterpriseState?> EnterpriseAsync(string uscc)
    {
        var id = "enterprise:" + uscc;
        return local.Find<EnterpriseAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<IEnterpriseGrain>(id).Get());
    }

    public ValueTask<ProviderState?> ProviderAsync(string uscc)
    {
        var id = "provider:" + uscc;
        return local.Find<ProviderAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<IProviderGrain>(id).Get());
    }

    /// <summary>
    /// In a cluster the journal is asked, not memory: while silos come and go two of them may hold the same party for a second or more, and
    /// one does not see what the other has listed. Nothing in a commit would notice.
    /// </summary>
    public ValueTask<bool> IsListedAsync(string uscc)
    {
        var id = "integrity:" + uscc;
        if (services.Store.MayWriteWhile is not null)
        {
            return IsListedInJournalAsync(id);
        }
        return local.Find<IntegrityAggregate>(id) is { } owner
            ? new(owner.IsListed)
            : new(grains.GetGrain<IIntegrityGrain>(id).IsListed());
    }

    public ValueTask<MarketTerms?> MarketAsync(string region)
    {
        var id = MarketOpeningState.IdOf(region);
        return local.Find<MarketOpeningAggregate>(id) is { } owner
            ? new(owner.State?.Terms)
            : AskAsync(grains.GetGrain<IMarketOpeningGrain>(id).Terms());
    }

    public ValueTask<TitleState?> TitleAsync(string title)
    {
        var id = TitleState.IdOf(title);
        return local.Find<TitleAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<ITitleGrain>(id).Get());
    }

    public ValueTask<ContractState?> ContractAsync(string contract)
    {
        var id = ContractState.IdOf(contract);
        return local.Find<ContractAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<IContractGrain>(id).Get());
    }

    public ValueTask<ListingState?> ListingAsync(string listing)
    {
        var id = ListingState.IdOf(listing);
        return local.Find<ListingAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<IListingGrain>(id).Get());
    }

    public ValueTask<OpenLicenceState?> OpenLicenceAsync(string offer)
    {
        var id = OpenLicenceState.IdOf(offer);
        return local.Find<OpenLicenceAggregate>(id) is { } owner
            ? new(owner.State)
            : AskAsync(grains.GetGrain<IOpenLicenceGrain>(id).Get());
    }

    private async ValueTask<bool> IsListedInJournalAsync(string id)
    {
        var rows = await services.Store.LoadAsync(id, CancellationToken.None);
        return rows.Count > 0 && IntegrityRows.Read([.. rows.Select(r => r.Row)]).IsListed;
    }

    private static async ValueTask<T?> AskAsync<T>(Task<Answer<T>> answer)
        where T : class =>
        (await answer).Value;

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
        "payout" => grains.GetGrain<IPayoutGrain>(id),
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
