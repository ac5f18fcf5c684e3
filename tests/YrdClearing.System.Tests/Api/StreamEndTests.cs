using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>A stream of commands that ends before its client is through says so, and what to send again.</summary>
public sealed class StreamEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sooner than the server gives up on a body that does not come: that takes it five seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_stream_in_which_no_line_comes_for_long_ends_and_says_so()
    {
        await using var server = new Hurried();
        await server.InitializeAsync();
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        await stream.SendAsync(OpenFund + "// a line that does not end");
        await stream.ReadUntilAsync("\"unavailable\"", Patience);
        await stream.ReadUntilAsync(OpenStream.End, AtOnce);
        stream.Outcomes.ShouldBe([(1, "ok"), (2, "unavailable")]);
        stream.Lines.Last()["problem"]!["detail"]!.GetValue<string>().ShouldStartWith("No line came for 5 minutes");
    }

    private const string OpenFund =
        """{"id":"f","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"320000","name":"Fund"}""" + "\n";

    /// <summary>A server for which the longest silence of a stream is over after a second.</summary>
    private sealed class Hurried : ApiServer
    {
        protected override TimeProvider Time { get; } = new Clock();

        private sealed class Clock : TimeProvider
        {
            public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
                callback, state, dueTime == ApiLimits.MaxStreamSilence ? TimeSpan.FromSeconds(1) : dueTime, period);
        }
    }
}
