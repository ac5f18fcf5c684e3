using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace YrdClearing.Chaos;

/// <summary>
/// A contract of one milestone between two markets, funded and delivered; the buyer accepts on one silo while the seller disputes on
/// another: again and again. Either the escrow is released or it is frozen.
/// </summary>
internal sealed class ContractRaceLoad(Client client)
{
    private const string Value = "1000.00";
    private const string Nothing = "0.00";

    private readonly ConcurrentQueue<ContractRace> _races = [];

    public IReadOnlyCollection<ContractRace> Races => _races;

    public async Task RunAsync(int racer, CancellationToken stop)
    {
        var sold = Network.Regions[racer % Network.Regions.Count];
        var bought = Network.Regions[(racer + 1) % Network.Regions.Count];
        var (seller, buyer) = (Network.Code(sold, 700 + racer), Network.Code(bought, 800 + racer));
        await client.SendAsync(Network.Register(seller, sold), racer);
        await client.SendAsync(Network.Register(buyer, bought), racer);
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var contract = $"K{racer}-{n}";
            await client.SendAsync($$"""
                "as":"market:{{sold}}/li","do":"contract.draft","contract":"{{contract}}","type":"service","seller":"{{seller}}",
                "buyer":"{{buyer}}","buyerMarket":"{{bought}}","value":"{{Value}}","technologyValue":"{{Value}}","objectionDays":30,
                "plan":{"kind":"milestones","milestones":[{"id":"M","share":"1.00"}]}
                """, n);
            await ActAsync(n, $"enterprise:{seller}", "contract.sign", contract);
            await ActAsync(n + 1, $"enterprise:{buyer}", "contract.sign", contract);
            await ActAsync(n + 2, "bank:network", "contract.fund", contract, $$""" ,"amount":"{{Value}}" """);
            await ActAsync(n, $"enterprise:{seller}", "milestone.deliver", contract, Milestone);
            var told = await Task.WhenAll(
                ActAsync(n, $"enterprise:{buyer}", "milestone.accept", contract, Milestone),
                ActAsync(n + 1, $"enterprise:{seller}", "contract.dispute", contract, """ ,"reason":"late" """));
            _races.Enqueue(new(contract, told[0], told[1]));
        }
    }

    /// <summary>Races that had no winner or two, and contracts whose escrow is not what the winner made it.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        foreach (var race in _races)
        {
            var shown = await client.GetAsync($"/api/v1/contracts/{race.Contract}");
            var accepted = race.Accepted.Code is null;
            var expected = accepted ? ("Completed", Value, Nothing) : ("Disputed", Nothing, Value);
            var found = (Text(shown, "status"), Text(shown, "released"), Text(shown, "escrow"));
            if (!race.HasOneWinner || found != expected)
            {
                wrong.Add($"{race.Contract} accepted {race.Accepted.Code ?? "ok"}, disputed {race.Disputed.Code ?? "ok"}, is {found}");
            }
        }
        return wrong;
    }

    private const string Milestone = """ ,"milestone":"M" """;

    private static string Text(JsonNode shown, string name) => (string)shown[name]!;

    private Task<Told> ActAsync(int silo, string actor, string command, string contract, string more = "") => client.SendAsync($$"""
        "as":"{{actor}}","do":"{{command}}","contract":"{{contract}}"{{more}}
        """, silo);
}

internal sealed record ContractRace(string Contract, Told Accepted, Told Disputed)
{
    /// <summary>Why the loser loses.</summary>
    public const string Lost = "wrong_state";

    public bool HasOneWinner => (Accepted.Code, Disputed.Code) is (null, Lost) or (Lost, null);
}
