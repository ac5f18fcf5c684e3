using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// The network of Orleans' grains. When a silo is away, whatever can be asked twice is asked again; what a command needs on its way (facts,
/// its commit) fails with the command, which is then sent again as a whole.
/// </summary>
public sealed class GrainNetwork(IGrainFactory grains, ClearingServices services) : INetwork
{
    /// <summary>How long a command waits for its silo to come back elsewhere, before its client is told to send it again.</summary>
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a message waits, which nobody has to be told of; after that its outbox counts a failed attempt.</summary>
    private static readonly TimeSpan MessagePatience = TimeSpan.FromMinutes(1);

    public async Task<CommandReply> ExecuteAsync(string aggregate, CommandCall call)
    {
        for (var outage = new Outage(services.Clock, CommandPatience); ; await outage.WaitAsync())
        {
            try
            {
                return await Aggregate(aggregate).Execute(call);
            }
            catch (Exception e) when (outage.Excuses(e))
            {
                // The command's id makes it happen once.
            }
        }
    }

    public async Task<AppliedReply> ApplyAsync(string aggregate, Delivery delivery)
    {
        for (var outage = new Outage(services.Clock, MessagePatience); ; await outage.WaitAsync())
        {
            try
            {
                return await Aggregate(aggregate).Apply(delivery);
            }
            catch (Exception e) when (outage.Excuses(e))
            {
                // The message's key makes it happen once.
            }
        }
    }

    public async Task<CommitResult> CommitAsync(CommitRequest request) => (await Book(request.Book).Commit(new(request))).Result;

    public async Task WhenAppliedAsync(string book, long seq)
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
