using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

public sealed class StreamFailureOnSqliteTests(RefusingSqlite server) : StreamFailureTests(server), IClassFixture<RefusingSqlite>;

public sealed class StreamFailureOnPostgresTests(RefusingPostgres server) : StreamFailureTests(server), IClassFixture<RefusingPostgres>;

/// <summary>
/// Found by reading: a stream ends with the line whose outcome is unknown, but it never did when more lines followed than run side by side
/// or when lines before it still waited for their turn. Its client waited for ever, and so did whoever wanted the server to stop.
/// </summary>
public abstract class StreamFailureTests(NetworkServer server)
{
    private const string Path = "/api/v1/commands";
    private const string JsonLines = "application/x-ndjson";
    private const int Lines = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sooner than the server gives up on a body that does not come: that takes it five seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(0, Lines)]
    [InlineData(Lines, 0)]
    [InlineData(Lines / 2, Lines / 2)]
    public async Task A_stream_ends_with_the_line_that_failed_whatever_comes_before_and_after_it(int before, int after)
    {
        var database = (IFailingDatabase)server;
        var name = $"{before}-{after}";
        var body = Body(name, before, after);
        var cash = await CashAsync();
        await server.ExecuteAsync(database.Refuse);
        try
        {
            var lines = Read((await server.PostAsync(Path, body, null, null, JsonLines).WaitAsync(Patience)).Text);
            lines.SkipLast(1).ShouldAllBe(l => l.Outcome == "ok");
            // Lines whose transaction the failing one shares are as unknown as that.
            lines[^1].Outcome.ShouldBe("unavailable");
            lines[^1].Line.ShouldBeInRange(1, before + 1);
        }
        finally
        {
            await server.ExecuteAsync(database.Allow);
        }
        var again = Read((await server.PostAsync(Path, body, null, null, JsonLines).WaitAsync(Patience)).Text);
        again.Count.ShouldBe(before + 1 + after);
        again.ShouldAllBe(l => l.Outcome == "ok");
        (await CashAsync()).ShouldBe(cash + (before + after) * 0.01m);
    }

    [Fact]
    public async Task A_client_that_would_send_more_sees_the_end_of_a_stream_that_failed()
    {
        var database = (IFailingDatabase)server;
        await server.ExecuteAsync(database.Refuse);
        try
        {
            await using var stream = await OpenStream.BeginAsync(server.Client.BaseAddress!);
            await stream.SendAsync(Place("open"));
            await stream.ReadUntilAsync("\"unavailable\"", Patience);
            await stream.ReadUntilAsync(OpenStream.End, AtOnce);
        }
        finally
        {
            await server.ExecuteAsync(database.Allow);
        }
    }

    private static string Body(string name, int before, int after)
    {
        var body = new StringBuilder();
        for (var i = 0; i < before; i++)
        {
            body.Append(Deposit($"before-{name}-{i}"));
        }
        body.Append(Place(name));
        for (var i = 0; i < after; i++)
        {
            body.Append(Deposit($"after-{name}-{i}"));
        }
        return body.ToString();
    }

    private static string Deposit(string id) =>
        $$"""{"id":"{{id}}","at":"2026-03-04T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"330000","amount":"0.01"}"""
        + "\n";

    private static string Place(string name) =>
        $$"""{"id":"place-{{name}}","at":"2026-03-04T09:00:00+08:00","as":"enterprise:{{Network.Enterprise}}","do":"order.place" """
        + $$""","voucher":"V1","order":"O{{name}}","provider":"{{Network.Provider}}","service":"testing","price":"100.00"}""" + "\n";

    private static List<(int Line, string Outcome)> Read(string answer) =>
        [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)
            .Select(l => (l["line"]!.GetValue<int>(), l["outcome"]!.GetValue<string>()))];

    private async Task<decimal> CashAsync()
    {
        var answer = await server.GetAsync("/api/v1/books/fund:330000/balances");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return decimal.Parse(answer.Json["balances"]!["assets:cash"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }
}
