using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Api;

public sealed class RetryOnSqliteTests(NetworkServer server) : RetryTests(server), IClassFixture<NetworkServer>;

public sealed class RetryOnPostgresTests(NetworkOnPostgres server) : RetryTests(server), IClassFixture<NetworkOnPostgres>;

/// <summary>
/// Found by faults on real processes: an attempt without an outcome hung in a silo; its retry was refused, since the party was listed; the
/// party was cleared, and the hung attempt was accepted although its client had been told no.
/// </summary>
public abstract class RetryTests(NetworkServer server)
{
    private const string Listed = "integrity_listed";

    private static int _orders;

    [Fact]
    public async Task After_the_refusal_of_a_retry_no_earlier_attempt_is_accepted()
    {
        var order = Order();
        await ListAsync();
        (await SendAsync(order, isRetry: true)).ShouldBeRefused(HttpStatusCode.UnprocessableEntity, Listed);
        // Refused anyway, but by the one that has the id.
        (await SendAsync(order with { Price = "2.00" })).ShouldBeRefused(HttpStatusCode.Conflict, "command_id_reused");
        await ClearAsync();

        (await SendAsync(order)).ShouldBeRefused(HttpStatusCode.UnprocessableEntity, Listed);
        (await SendAsync(order, isRetry: true)).ShouldBeRefused(HttpStatusCode.UnprocessableEntity, Listed);
        (await SendAsync(order with { Price = "2.00" })).ShouldBeRefused(HttpStatusCode.Conflict, "command_id_reused");
        (await SendAsync(order with { Price = "2.00" }, isRetry: true)).ShouldBeRefused(HttpStatusCode.Conflict, "command_id_reused");
        (await SendAsync(order with { Id = order.Id + "-new" })).ShouldBeAccepted();

        var report = await Verification.RunAsync(server.Store, [], TestContext.Current.CancellationToken);
        report.Ok.ShouldBeTrue(string.Join('\n', report.Invariants.SelectMany(i => i.Rows)));
    }

    [Fact]
    public async Task Of_many_attempts_and_a_retry_either_all_are_accepted_as_one_or_none_is()
    {
        for (var round = 0; round < 8; round++)
        {
            var order = Order();
            await ListAsync();
            var retry = SendAsync(order, isRetry: true);
            var attempts = Enumerable.Range(0, 4).Select(_ => SendAsync(order)).ToList();
            await ClearAsync();
            attempts.AddRange(Enumerable.Range(0, 4).Select(_ => SendAsync(order)));
            var wasAccepted = IsAccepted(await retry);
            await Task.WhenAll(attempts);

            IsAccepted(await SendAsync(order)).ShouldBe(wasAccepted);
            attempts.ShouldAllBe(a => wasAccepted || !IsAccepted(a.Result));
        }
    }

    [Fact]
    public async Task Without_saying_so_a_refused_id_may_be_tried_again()
    {
        var order = Order();
        await ListAsync();
        (await SendAsync(order)).ShouldBeRefused(HttpStatusCode.UnprocessableEntity, Listed);
        await ClearAsync();

        var first = await SendAsync(order);
        first.ShouldBeAccepted();
        (await SendAsync(order, isRetry: true)).Text.ShouldBe(first.Text);
    }

    /// <summary>
    /// Found by the tests' order: a connection went back to its pool in the middle of its transaction, and what came later was not seen.
    /// </summary>
    [Fact]
    public async Task A_verification_of_the_running_server_leaves_no_old_snapshot_behind()
    {
        for (var round = 0; round < 3; round++)
        {
            (await Verification.RunAsync(server.Store, [], TestContext.Current.CancellationToken)).Ok.ShouldBeTrue();
            var order = Order();
            var first = await SendAsync(order);
            first.ShouldBeAccepted();
            (await server.Store.FindReceiptAsync(order.Id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
            (await SendAsync(order, isRetry: true)).Text.ShouldBe(first.Text);
        }
    }

    [Fact]
    public async Task The_refusal_of_a_retried_line_of_a_stream_is_final()
    {
        var order = Order();
        await ListAsync();
        (await StreamAsync(order, isRetry: true)).ShouldBe(Listed);
        await ClearAsync();
        (await StreamAsync(order, isRetry: false)).ShouldBe(Listed);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData("true, true")]
    public async Task The_header_is_true_or_false(string retry)
    {
        var order = Order();
        using var request = Request(order.Line, "application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Retry", retry).ShouldBeTrue();
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        problem["code"]!.GetValue<string>().ShouldBe("malformed");
        problem["field"]!.GetValue<string>().ShouldBe("Idempotency-Retry");
    }

    [Fact]
    public void A_final_refusal_is_stored_as_this_text()
    {
        const string Stored =
            """{"bodyHash":"AQI=","rejection":{"code":"QuotaExceeded","field":"amount","available":100,"needed":250,"policy":"P1"}}""";
        var refusal = new SettledRefusal([1, 2], new(RejectionCode.QuotaExceeded, "amount", null, new(100), new(250), "P1"));
        refusal.Write().ShouldBe(Stored);
        SettledRefusal.Read(Stored).Rejection.ShouldBe(refusal.Rejection);
        SettledRefusal.Read(Stored).BodyHash.ShouldBe(refusal.BodyHash);
    }

    /// <summary>Created, or pending on a busy machine.</summary>
    private static bool IsAccepted(Answer answer) => answer.Status < HttpStatusCode.MultipleChoices;

    private static Placed Order() => new($"retry-{Interlocked.Increment(ref _orders)}", "1.00");

    private Task ListAsync() => SetAsync("integrity.list");

    private Task ClearAsync() => SetAsync("integrity.clear");

    private async Task SetAsync(string what) => (await server.CommandAsync(
        $$"""{"as":"fund:310000/li","do":"{{what}}","party":"{{Network.Enterprise}}","reason":"late"}""",
        $"{what}-{Interlocked.Increment(ref _orders)}")).ShouldBeAccepted();

    private async Task<Answer> SendAsync(Placed order, bool isRetry = false, string type = "application/json")
    {
        using var request = Request(order.Line, type);
        if (isRetry)
        {
            request.Headers.Add("Idempotency-Retry", "true");
        }
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), null);
    }

    private async Task<string> StreamAsync(Placed order, bool isRetry) =>
        JsonNode.Parse((await SendAsync(order, isRetry, "application/x-ndjson")).Text)!["outcome"]!.GetValue<string>();

    private static HttpRequestMessage Request(string body, string type) =>
        new(HttpMethod.Post, "/api/v1/commands") { Content = new StringContent(body, new MediaTypeHeaderValue(type)) };

    private sealed record Placed(string Id, string Price)
    {
        public string Line => $$"""
            {"id":"{{Id}}","at":"2026-03-05T09:00:00+08:00","as":"enterprise:{{Network.Enterprise}}","do":"order.place","voucher":"V1","order":"{{Id}}","provider":"{{Network.Provider}}","service":"testing","price":"{{Price}}"}
            """;
    }
}
