using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>The network of Orleans' grains.</summary>
public sealed class GrainNetwork(IGrainFactory grains) : INetwork
{
    public Task<CommandReply> ExecuteAsync(string aggregate, CommandCall call) => Aggregate(aggregate).Execute(call);

    public Task<AppliedReply> ApplyAsync(string aggregate, Delivery delivery) => Aggregate(aggregate).Apply(delivery);

    public async Task<CommitResult> CommitAsync(CommitRequest request) => (await Book(request.Book).Commit(new(request))).Result;

    public Task WhenAppliedAsync(string book, long seq) => Book(book).WhenApplied(seq);

    public Task<int> FlushAsync(string book, string? toBook) => Book(book).Flush(toBook);

    public Task<bool> IsOpenedFundAsync(string region) => grains.GetGrain<IFundOpeningGrain>("opening:" + region).IsOpened();

    public async Task<Policy?> PolicyAsync(string fund, DateOnly day) =>
        (await grains.GetGrain<IFundGrain>("fund:" + fund).PolicyFor(day)).Value;

    public async Task<EnterpriseState?> EnterpriseAsync(string uscc) =>
        (await grains.GetGrain<IEnterpriseGrain>("enterprise:" + uscc).Get()).Value;

    public async Task<ProviderState?> ProviderAsync(string uscc) => (await grains.GetGrain<IProviderGrain>("provider:" + uscc).Get()).Value;

    public Task<bool> IsListedAsync(string uscc) => grains.GetGrain<IIntegrityGrain>("integrity:" + uscc).IsListed();

    private IBookGrain Book(string book) => grains.GetGrain<IBookGrain>(book);

    private IAggregateGrain Aggregate(string id) => id[..id.IndexOf(':')] switch
    {
        "opening" => grains.GetGrain<IFundOpeningGrain>(id),
        "fund" => grains.GetGrain<IFundGrain>(id),
        "enterprise" => grains.GetGrain<IEnterpriseGrain>(id),
        "integrity" => grains.GetGrain<IIntegrityGrain>(id),
        "provider" => grains.GetGrain<IProviderGrain>(id),
        "voucher" => grains.GetGrain<IVoucherGrain>(id),
        "payout" => grains.GetGrain<IPayoutGrain>(id),
        "cycle" => grains.GetGrain<ICycleGrain>(id),
        "clearing" => grains.GetGrain<IClearingGrain>(id),
        "deadlines" => grains.GetGrain<IDeadlinesGrain>(id),
        _ => throw new InvalidOperationException($"'{id}' is not an aggregate."),
    };
}
