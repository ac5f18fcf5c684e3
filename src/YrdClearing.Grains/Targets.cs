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

    /// <summary>The part of an aggregate's id after the first colon.</summary>
    public static string Key(string id) => id[(id.IndexOf(':') + 1)..];
}
