using System.Text;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>
/// Ours through the grains of one silo, under technology contracts from the draft to the payout; in the middle of each window a market
/// cycle is cut off, netted, paid and closed beside them.
/// </summary>
internal sealed class ContractsUnderTest : IProvable
{
    private readonly BenchmarkData _data;
    private readonly LoadHost _host;
    private int _cycles;

    private ContractsUnderTest(BenchmarkData data, LoadHost host)
    {
        _data = data;
        _host = host;
    }

    public static async Task<ContractsUnderTest> StartAsync(PostgresCluster? cluster)
    {
        var data = await BenchmarkData.CreateAsync(cluster);
        var host = await LoadHost.StartAsync(data.Options);
        await host.OpenMarketsAsync();
        return new(data, host);
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var cycle = ClearAsync($"C{++_cycles}", TimeSpan.FromSeconds(request.WarmUpSeconds + request.Seconds / 2));
        var result = await new ClosedLoop(_host.Path, _host.Contracts).RunAsync(request);
        var payments = await cycle;
        await BooksCheck.CheckAsync(_host.Store, _host.Contracts);
        return Measurement.Of(result) with
        {
            EntriesPerBatch = await BatchSize.OfWindowAsync(_host.Store, result),
            Note = $"a market cycle of {payments} payments among them",
        };
    }

    public Task VerifyAsync() => JournalProof.VerifyAsync(_data.Options);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _data.DisposeAsync();
    }

    /// <summary>A market cycle from the cut-off to its end; the payments it came to.</summary>
    private async Task<int> ClearAsync(string cycle, TimeSpan after)
    {
        await Task.Delay(after);
        await SendAsync("clearing:network", "cycle.cut-off", "cut-off", ("network", "markets"), ("mode", "multilateral"));
        await SendAsync("clearing:network", "cycle.calculate", "calculate");
        var rows = await _host.Store.LoadAsync("cycle:" + cycle, CancellationToken.None);
        var view = CycleView.Of(CycleRows.Read([.. rows.Select(r => r.Row)])!);
        foreach (var market in view.Positions.Where(p => p.Value != "0.00").Select(p => p.Key))
        {
            await SendAsync($"market:{market}/wu", "cycle.confirm", $"confirm-{market}");
        }
        await SendAsync("clearing:network", "cycle.instruct", "instruct");
        foreach (var payment in view.Instructions)
        {
            await SendAsync("bank:network", "cycle.pay", $"pay-{payment.From}-{payment.To}", ("from", payment.From), ("to", payment.To));
        }
        await SendAsync("clearing:network", "cycle.close", "close");
        return view.Instructions.Count;

        async Task SendAsync(string actor, string name, string step, params (string, string)[] fields) =>
            await await _host.Path.SendAsync(Encoding.UTF8.GetBytes(
                LoadNetwork.Line(actor, name, $"{cycle}-{step}", [("cycle", cycle), .. fields])));
    }
}
