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
        await using var host = await ClearingHost.StartAsync(
            data.Store with { Write = true }, TimeProvider.System, TestContext.Current.CancellationToken);
        var client = new NetworkClient(host);
        await client.SendAsync(Network.Setup);
        var order = OrderAbroad.BothWays([1]).First();
        await client.SendAsync(order.UntilReviewed);

        var network = DispatchProxy.Create<INetwork, LateNetwork>();
        var late = (LateNetwork)network;
        late.Inner = host.Services.GetRequiredService<INetwork>();
        late.AfterFirst = () => client.SendAsync(order.Approve);
        var instruct = CommandReader.Read(Encoding.UTF8.GetBytes(order.PayAndClawBack[0]), "instruct", null).Envelope!;
        var outcome = await new Dispatcher(network, host.Services.GetRequiredService<ClearingServices>())
            .ExecuteAsync(instruct, TestContext.Current.CancellationToken);

        outcome.Rejection.ShouldBeNull();
        late.Executed.ShouldBe(2);
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
