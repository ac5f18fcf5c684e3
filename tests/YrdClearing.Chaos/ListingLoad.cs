using System.Collections.Concurrent;

namespace YrdClearing.Chaos;

/// <summary>
/// A party is listed on one silo and, once that is acknowledged, orders on the next: it must be refused, whatever silo dies or wakes up
/// between the two; cleared again it must be served. No silo may decide on a fact that another has changed.
/// </summary>
internal sealed class ListingLoad(Client client)
{
    /// <summary>Why a listed party's order is refused.</summary>
    public const string Listed = "integrity_listed";

    private readonly ConcurrentQueue<(Told WhileListed, Told WhenCleared)> _tried = [];

    public IReadOnlyCollection<(Told WhileListed, Told WhenCleared)> Tried => _tried;

    /// <summary>Those that an old fact was decided on.</summary>
    public IReadOnlyList<string> Stale =>
    [
        .. _tried.Where(t => t.WhileListed.Code != Listed || t.WhenCleared.Code is not null)
            .Select(t => $"{t.WhileListed.Id}, {t.WhenCleared.Id}"),
    ];

    public async Task RunAsync(CancellationToken stop)
    {
        var (home, host) = (Network.Regions[0], Network.Regions[1]);
        var enterprise = Network.Code(home, 900);
        await client.SendAsync(Network.Register(enterprise, home), silo: 0);
        await client.SendAsync(Network.Apply("L", enterprise, home, "100000.00"), silo: 0);
        await client.SendAsync(Network.Approve("L", home), silo: 0);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            await SetAsync(n, enterprise, "integrity.list");
            var listed = await client.SendAsync(Network.Place(enterprise, "L", $"L{n}-1", host, "0.02"), n + 1);
            await SetAsync(n + 2, enterprise, "integrity.clear");
            var cleared = await client.SendAsync(Network.Place(enterprise, "L", $"L{n}-2", host, "0.02"), n);
            _tried.Enqueue((listed, cleared));
        }
    }

    private Task<Told> SetAsync(int silo, string party, string what) => client.SendAsync($$"""
        "as":"fund:{{Network.Regions[2]}}/li","do":"{{what}}","party":"{{party}}","reason":"chaos"
        """, silo);
}
