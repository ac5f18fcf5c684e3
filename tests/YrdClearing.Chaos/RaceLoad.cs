using System.Collections.Concurrent;

namespace YrdClearing.Chaos;

/// <summary>A voucher that is good for one order, and two clients on two silos who each place one: again and again.</summary>
internal sealed class RaceLoad(Client client)
{
    private readonly ConcurrentQueue<Race> _races = [];

    public IReadOnlyCollection<Race> Races => _races;

    public async Task RunAsync(int racer, CancellationToken stop)
    {
        var home = Network.Regions[racer % Network.Regions.Count];
        var host = Network.Regions[(racer + 1) % Network.Regions.Count];
        var enterprise = Network.Code(home, 500 + racer);
        await client.SendAsync(Network.Register(enterprise, home), racer);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var voucher = $"R{racer}-{n}";
            await client.SendAsync(Network.Apply(voucher, enterprise, home, "100.00"), n);
            await client.SendAsync(Network.Approve(voucher, home), n);
            var told = await Task.WhenAll(Enumerable.Range(0, 2).Select(i =>
                client.SendAsync(Network.Place(enterprise, voucher, $"{voucher}-{i}", host, "200.00"), n + i)));
            _races.Enqueue(new(voucher, told));
        }
    }
}

internal sealed record Race(string Voucher, IReadOnlyList<Told> Told)
{
    /// <summary>Why the loser loses.</summary>
    public const string Lost = "voucher_balance_insufficient";

    public bool HasOneWinner => Told.Count(t => t.Code is null) == 1 && Told.Count(t => t.Code == Lost) == 1;
}
