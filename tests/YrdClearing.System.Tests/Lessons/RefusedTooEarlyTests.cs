using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Found by faults on real processes: a payout was decided on before the message of its approval had come, and by the time the dispatcher
/// asked for pending messages there was none any more, so it let the outdated refusal stand.
/// </summary>
public sealed class RefusedTooEarlyTests
{
    [Fact]
    public async Task A_refusal_is_asked_again_when_the_message_that_it_lacked_has_been_applied_since()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        await using var host = await StartAsync(data);
        var client = new NetworkClient(host);
        await client.SendAsync(Network.Setup);
        await client.SendAsync(Order.UntilReviewed);

        await ExpectAcceptedAtTheSecondTryAsync(host, Order.PayAndClawBack[0], () => client.SendAsync(Order.Approve));
    }

    /// <summary>Found by reading: these three codes were not asked again, though messages bring money, cleared debts and deposits.</summary>
    [Fact]
    public async Task A_refusal_for_want_of_money_is_asked_again_when_it_has_come_since()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        await using var host = await StartAsync(data);
        var client = new NetworkClient(host);
        var deposit = Network.Setup.Single(l => l.Contains("\"fund.deposit\"") && l.Contains(Order.Host));
        await client.SendAsync([.. Network.Setup.Where(l => l != deposit), Capped("P8", "0.01")]);
        await client.SendAsync(Order.UntilReviewed);

        await ExpectAcceptedAtTheSecondTryAsync(host, Order.Approve, () => client.SendAsync(Capped("P9", "100000.00")));
        await ExpectAcceptedAtTheSecondTryAsync(host, Order.PayAndClawBack[0], () => client.SendAsync(deposit));

        var until = Array.FindIndex([.. Network.Markets], l => l.Contains("\"contract.fund\""));
        var fund = Network.Markets[until];
        await client.SendAsync([.. Network.Markets.Take(until), fund.Replace("10000.00", "1.00")]);
        await client.SendAsync(Network.Markets[until + 1]);
        await ExpectAcceptedAtTheSecondTryAsync(
            host,
            Network.Markets[until + 1].Replace("milestone.deliver", "milestone.accept").Replace(Network.OtherEnterprise, Network.Enterprise),
            () => client.SendAsync(fund.Replace("10000.00", "9999.00")));
    }

    /// <summary>Found by reading: of a cut-off's four messages one after the other only the first was waited for.</summary>
    [Fact]
    public async Task A_cycle_is_reconciled_as_soon_as_the_messages_of_its_cut_off_have_caused_all_that_they_cause()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        await using var host = await StartAsync(data);
        var client = new NetworkClient(host);
        await client.SendAsync(Network.Setup);
        foreach (var order in OrderAbroad.BothWays(Enumerable.Range(1, 10)))
        {
            await client.SendAsync(order.UntilReviewed);
            await client.SendAsync(order.Approve);
            await client.ExecuteAsync(Clearing($"C{order.Id}", "cut-off", ",\"mode\":\"bilateral\""));
            await client.ExecuteAsync(Clearing($"C{order.Id}", "calculate", ""));
        }
    }

    private static OrderAbroad Order => OrderAbroad.BothWays([1]).First();

    private static Task<ClearingHost> StartAsync(ReplayData data) =>
        ClearingHost.StartAsync(data.Store with { Write = true }, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The first fund's policy once more, with a limit to what it may owe.</summary>
    private static string Capped(string version, string cap) =>
        Network.Setup.First(l => l.Contains("\"policy.publish\"") && l.Contains(Order.Home))
            .Replace("\"P1\"", $"\"{version}\"")
            .Replace("\"claimDays\"", $"\"netDebitCap\":\"{cap}\",\"claimDays\"");

    private static string Clearing(string cycle, string step, string more) =>
        $$"""{"at":"2026-03-31T18:00:00+08:00","as":"clearing:network","do":"cycle.{{step}}","cycle":"{{cycle}}"{{more}}}""";

    /// <summary>Executes a line in a network in which something happens between the decision on it and its answer.</summary>
    private static async Task ExpectAcceptedAtTheSecondTryAsync(ClearingHost host, string line, Func<Task> meanwhile)
    {
        var network = DispatchProxy.Create<INetwork, LateNetwork>();
        var late = (LateNetwork)network;
        late.Inner = host.Services.GetRequiredService<INetwork>();
        late.AfterFirst = meanwhile;
        var envelope = CommandReader.Read(Encoding.UTF8.GetBytes(line), Guid.NewGuid().ToString("N"), null).Envelope!;
        var outcome = await new Dispatcher(network, host.Services.GetRequiredService<ClearingServices>())
            .ExecuteAsync(envelope, TestContext.Current.CancellationToken);

        outcome.Rejection.ShouldBeNull(line);
        late.Executed.ShouldBe(2);
        await host.Dispatcher.UntilAppliedAsync(outcome.Receipt!, TestContext.Current.CancellationToken);
    }

    /// <summary>The network, on which much happens between the decision on the first command and its answer.</summary>
    public class LateNetwork : DispatchProxy
    {
        public INetwork Inner { get; set; } = null!;

        public Func<Task> AfterFirst { get; set; } = null!;

        public int Executed { get; private set; }

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            var result = method!.Invoke(Inner, arguments);
            return method.Name == nameof(INetwork.ExecuteAsync) ? LateAsync((ValueTask<CommandReply>)result!) : result;
        }

        private async ValueTask<CommandReply> LateAsync(ValueTask<CommandReply> executing)
        {
            var reply = await executing;
            if (++Executed == 1)
            {
                await AfterFirst();
            }
            return reply;
        }
    }
}
