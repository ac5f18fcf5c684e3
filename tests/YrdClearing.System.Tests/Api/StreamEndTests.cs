using System.Net;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

/// <summary>A stream of commands that ends before its client is through says so, and what to send again.</summary>
public sealed class StreamEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sooner than the server gives up on a body that does not come: that takes it five seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(4);

    /// <summary>For what the server says when it stops, on a machine that does much else.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>Sooner than the 30 seconds after which the silo would go without a word.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(29);

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

    [Fact]
    public async Task Bytes_that_make_no_line_do_not_keep_a_stream_open()
    {
        await using var server = new Hurried();
        await server.InitializeAsync();
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        var ended = stream.ReadUntilAsync(OpenStream.End, Patience);
        await SendUntilAsync(stream, "/", ended);
        stream.Outcomes.ShouldBe([(1, "unavailable")]);
    }

    /// <summary>Found by reading: a client that sent a line now and then kept its place for as long as it liked.</summary>
    [Fact]
    public async Task A_stream_that_goes_on_for_long_ends_and_says_so()
    {
        await using var server = new Hurried();
        await server.InitializeAsync();
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        var ended = stream.ReadUntilAsync(OpenStream.End, Patience);
        await SendUntilAsync(stream, "x\n", ended);
        stream.Outcomes.Last().Outcome.ShouldBe("unavailable");
        stream.Lines.Last()["problem"]!["detail"]!.GetValue<string>().ShouldStartWith("The stream was open for 60 minutes");
        stream.Outcomes.SkipLast(1).ShouldAllBe(o => o.Outcome == "malformed");
    }

    /// <summary>Found by reading: two bytes make 280 of answer, and 240 of those a second were enough to keep a place for days.</summary>
    [Fact]
    public async Task Clients_that_hardly_read_their_answers_lose_their_places_and_what_was_accepted_stays()
    {
        const int places = ApiLimits.MaxCommandStreams;
        await using var server = new Hurried();
        await server.InitializeAsync();
        var streams = await Task.WhenAll(
            Enumerable.Range(0, places).Select(_ => OpenStream.BeginAsync(server.Client.BaseAddress!, receiveBytes: 4096)));
        var body = OpenFund + string.Concat(Enumerable.Repeat("x\n", 100_000));
        await Task.WhenAll(streams.Select(s => Task.WhenAll(s.SendAsync(body), s.HardlyReadAsync(Patience))));
        var again = await server.PostAsync("/api/v1/commands", OpenFund, null, null, "application/x-ndjson");
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Text.ShouldContain("\"outcome\":\"ok\",\"receipt\"");
        (await server.GetAsync("/api/v1/books/fund:320000/entries")).Json["items"]!.AsArray().ShouldHaveSingleItem();
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_that_waits_for_its_client_ends_when_the_server_stops()
    {
        await using var server = new ApiServer();
        await server.InitializeAsync();
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        await stream.SendAsync(OpenFund);
        await stream.ReadUntilAsync("\"ok\"", Patience);
        var stopping = server.StopAsync();
        await stream.ReadUntilAsync("\"unavailable\"", Soon);
        await stream.ReadUntilAsync(OpenStream.End, Soon);
        stream.Outcomes.ShouldBe([(1, "ok"), (2, "unavailable")]);
        // The client neither ends its body nor hangs up.
        await stopping.WaitAsync(LongestStop);
    }

    /// <summary>Found by reading: the server waited for streams until nothing was left of its time to leave the cluster.</summary>
    [Fact]
    public async Task A_long_stream_ends_when_the_server_stops_and_what_is_sent_again_counts_once()
    {
        const int deposits = 20_000;
        await using var server = new ApiServer();
        await server.InitializeAsync();
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        await stream.SendAsync(OpenFund);
        var body = string.Concat(Enumerable.Range(1, deposits).Select(i =>
            $$"""{"id":"d{{i}}","as":"bank:network","do":"fund.deposit","fund":"320000","amount":"0.01"}""" + "\n"));
        await stream.SendAsync(body);
        await stream.ReadUntilAsync("\"d9\"", Patience);
        var stopping = server.StopAsync();
        await stream.ReadUntilAsync(OpenStream.End, Soon);
        var outcomes = stream.Outcomes.ToList();
        outcomes.Count.ShouldBeInRange(10, deposits);
        outcomes.ShouldBe(Enumerable.Range(1, outcomes.Count).Select(line => (line, line < outcomes.Count ? "ok" : "unavailable")));
        await stream.DisposeAsync();
        await stopping.WaitAsync(LongestStop);

        await server.StartAsync();
        var again = await server.PostAsync("/api/v1/commands", OpenFund + body, null, null, "application/x-ndjson");
        again.Text.Split('\n').Count(l => l.Contains("\"outcome\":\"ok\",\"receipt\"", StringComparison.Ordinal)).ShouldBe(1 + deposits);
        (await server.GetAsync("/api/v1/books/fund:320000/balances")).Json["balances"]!["assets:cash"]!.ToString().ShouldBe("200.00");
    }

    [Fact]
    public async Task A_line_whose_effects_are_on_their_way_is_answered_when_the_server_stops()
    {
        await using var server = new NetworkServer();
        await server.InitializeAsync();
        await server.ExecuteAsync(
            "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.event = 'payout.due.1' BEGIN SELECT RAISE(ABORT, 'no'); END");
        await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
        // Only of this order: another line's entry could share the transaction that is refused.
        var steps = Network.Rest.Where(l => l.Contains("\"O1\"")).ToList();
        var lines = steps.Take(steps.FindIndex(l => l.Contains("\"claim.approve\"")) + 1).ToList();
        await stream.SendAsync(string.Concat(lines.Select((line, i) => $$"""{"id":"c{{i}}",{{line[1..]}}""" + "\n")));
        await stream.ReadUntilAsync($"\"c{lines.Count - 2}\"", Patience);
        await WrittenAsync(server, $"c{lines.Count - 1}");
        var stopping = server.StopAsync();
        await stream.ReadUntilAsync(OpenStream.End, Soon);
        var approved = stream.Lines.Single(l => l["line"]!.GetValue<int>() == lines.Count);
        approved["receipt"]!["pending"]!.GetValue<bool>().ShouldBeTrue(approved.ToJsonString());
        await stream.DisposeAsync();
        // Longer than the other stops: what is refused is tried again until the silo gives up.
        await stopping.WaitAsync(Patience);
    }

    private static async Task SendUntilAsync(OpenStream stream, string piece, Task ended)
    {
        while (!ended.IsCompleted)
        {
            await stream.SendAsync(piece);
            await Task.WhenAny(ended, Task.Delay(200));
        }
        await ended;
    }

    private static async Task WrittenAsync(ApiServer server, string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await server.Store.FindReceiptAsync(command, patience.Token) is null)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private const string OpenFund =
        """{"id":"f","at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"320000","name":"Fund"}""" + "\n";

    /// <summary>A server for which a second is the longest silence of a stream and wait for its reader, and four its longest time.</summary>
    private sealed class Hurried : ApiServer
    {
        protected override TimeProvider Time { get; } = new Clock();

        private sealed class Clock : TimeProvider
        {
            public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
                base.CreateTimer(callback, state, Hurry(dueTime), period);

            private static TimeSpan Hurry(TimeSpan due) =>
                due == ApiLimits.MaxStreamSilence || due == ApiLimits.MaxWaitForReader ? TimeSpan.FromSeconds(1)
                : due == ApiLimits.MaxStreamTime ? TimeSpan.FromSeconds(4)
                : due;
        }
    }
}
