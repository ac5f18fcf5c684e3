using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Aggregate id → grain.</summary>
internal static class Targets
{
    public static IAggregateGrain Aggregate(this IGrainFactory grains, string id) => id[..id.IndexOf(':')] switch
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

    /// <summary>Waits for a book's pending messages; returns how many were applied, none when one of them is stopped.</summary>
    public static async Task<int> FlushAsync(this IGrainFactory grains, string book, string? toBook)
    {
        try
        {
            return await grains.GetGrain<IBookGrain>(book).Flush(toBook);
        }
        catch (OutboxStoppedException)
        {
            // The outbox has logged it and lists it; whoever waits goes on with what the state says.
            return 0;
        }
    }

    /// <summary>
    /// Completes when the messages of an entry, and what they caused, are applied. A run over a whole book may take longer than a call: then
    /// the question is asked again, and the caller decides how long it cares.
    /// </summary>
    public static async Task WhenAppliedAsync(this IGrainFactory grains, string book, long seq)
    {
        while (true)
        {
            try
            {
                await grains.GetGrain<IBookGrain>(book).WhenApplied(seq);
                return;
            }
            catch (TimeoutException)
            {
                // Still on its way.
            }
        }
    }

    /// <summary>The part of an aggregate's id after the first colon.</summary>
    public static string Key(string id) => id[(id.IndexOf(':') + 1)..];
}
