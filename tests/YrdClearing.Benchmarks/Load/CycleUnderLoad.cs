using System.Text;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Benchmarks.Load;

/// <summary>A clearing cycle beside a load: from the cut-off in the middle of the window to its end.</summary>
/// <param name="host">The system under load.</param>
/// <param name="network">Whose obligations: vouchers or markets.</param>
/// <param name="cycle">The cycle's id.</param>
internal sealed class CycleUnderLoad(LoadHost host, string network, string cycle)
{
    private const string Markets = "markets";

    /// <summary>Cuts off, nets, confirms, pays and closes.</summary>
    /// <returns>The payments that it came to.</returns>
    public async Task<int> RunAsync(MeasureRequest request)
    {
        await Task.Delay(TimeSpan.FromSeconds(request.WarmUpSeconds + request.Seconds / 2));
        await SendAsync("clearing:network", "cycle.cut-off", "cut-off", ("network", network), ("mode", "multilateral"));
        await SendAsync("clearing:network", "cycle.calculate", "calculate");
        var rows = await host.Store.LoadAsync("cycle:" + cycle, CancellationToken.None);
        var view = CycleView.Of(CycleRows.Read([.. rows.Select(r => r.Row)])!);
        foreach (var participant in view.Positions.Where(p => p.Value != "0.00").Select(p => p.Key))
        {
            await SendAsync(network == Markets ? $"market:{participant}/wu" : $"fund:{participant}/xu", "cycle.confirm", $"confirm-{participant}");
        }
        await SendAsync("clearing:network", "cycle.instruct", "instruct");
        foreach (var payment in view.Instructions)
        {
            await SendAsync("bank:network", "cycle.pay", $"pay-{payment.From}-{payment.To}", ("from", payment.From), ("to", payment.To));
        }
        await SendAsync("clearing:network", "cycle.close", "close");
        return view.Instructions.Count;
    }

    private async Task SendAsync(string actor, string name, string step, params (string, string)[] fields) =>
        await await host.Path.SendAsync(Encoding.UTF8.GetBytes(
            LoadNetwork.Line(actor, name, $"{cycle}-{step}", [("cycle", cycle), .. fields])));
}
