using System.Text.Json.Nodes;

namespace YrdClearing.Chaos;

/// <summary>Cuts off one cycle after the other while claims are approved, calculates each, and settles every second one to its close.</summary>
internal sealed class CycleLoad(Client client)
{
    private const string NotReconciled = "cycle_not_reconciled";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private readonly List<string> _cycles = [];

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await CutOffAsync(settle: _cycles.Count % 2 == 1);
            await Task.Delay(Between, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One more cycle; calculated only when the mirrors of every pair agree.</summary>
    public async Task CutOffAsync(bool settle)
    {
        var cycle = $"C{_cycles.Count + 1}";
        await client.SendAsync(Network.Clearing("cut-off", cycle, ""","mode":"multilateral" """), _cycles.Count);
        _cycles.Add(cycle);
        await client.SendAsync(Network.Clearing("calculate", cycle), _cycles.Count, isFinal: code => code != NotReconciled);
        if (settle)
        {
            await SettleAsync(cycle);
        }
    }

    /// <summary>All cycles as the API shows them.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadAsync()
    {
        var read = new List<JsonNode>();
        foreach (var cycle in _cycles)
        {
            read.Add(await client.GetAsync($"/api/v1/cycles/{cycle}"));
        }
        return read;
    }

    private async Task SettleAsync(string cycle)
    {
        var calculated = await client.GetAsync($"/api/v1/cycles/{cycle}");
        var instructions = calculated["instructions"]!.AsArray();
        if (instructions.Count == 0)
        {
            return;
        }
        foreach (var fund in calculated["positions"]!.AsObject().Where(p => (string?)p.Value != "0.00").Select(p => p.Key))
        {
            await client.SendAsync($$""" "as":"fund:{{fund}}/xu","do":"cycle.confirm","cycle":"{{cycle}}" """, _cycles.Count);
        }
        await client.SendAsync(Network.Clearing("instruct", cycle), _cycles.Count);
        foreach (var i in instructions)
        {
            await client.SendAsync($$"""
                "as":"bank:network","do":"cycle.pay","cycle":"{{cycle}}","from":"{{i!["from"]}}","to":"{{i["to"]}}"
                """, _cycles.Count);
        }
        await client.SendAsync(Network.Clearing("close", cycle), _cycles.Count);
    }
}
