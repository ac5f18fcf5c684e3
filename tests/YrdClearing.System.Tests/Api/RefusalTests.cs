using System.Net;
using System.Net.Sockets;
using System.Text;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Api;

public sealed class RefusalTests(NetworkServer server) : IClassFixture<NetworkServer>
{
    private const string V1 = "/api/v1/vouchers/V1";
    private const string Appropriate = "/api/v1/funds/310000/appropriate";
    private const string Order =
        $$"""
        {"at":"2026-03-03T09:00:00+08:00","voucher":"V1","order":"X1","provider":"{{Network.Provider}}",
        "service":"testing","price":"1000.00"}
        """;

    [Fact]
    public async Task A_trial_balance_of_more_accounts_than_an_answer_may_have_is_refused()
    {
        await using var large = new NetworkServer();
        await large.InitializeAsync();
        await large.ExecuteAsync(
            $"""
            INSERT INTO balance (book, account, fen)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {ApiLimits.MaxTrialBalanceItems})
            SELECT 'fund:310000', 'test:' || i, 1 FROM n
            """);
        (await large.GetAsync("/api/v1/trial-balance")).ShouldBeRefused(HttpStatusCode.BadRequest, "malformed");
        (await large.GetAsync("/api/v1/books/fund:310000/balances")).Json["next"].ShouldNotBeNull();
    }

    /// <summary>Found by reading: each answer was whole in memory for as long as its client took for it, and there could be a thousand.</summary>
    [Fact]
    public async Task Clients_that_do_not_read_large_answers_hold_few_of_them_and_others_wait()
    {
        await using var large = new NetworkServer();
        var clients = await HoldLargeAnswersAsync(large);
        var next = large.GetAsync("/api/v1/trial-balance");
        await Should.ThrowAsync<TimeoutException>(next.WaitAsync(TimeSpan.FromSeconds(5), Stop));
        clients[0].Dispose();
        (await next.WaitAsync(TimeSpan.FromSeconds(60), Stop)).Status.ShouldBe(HttpStatusCode.OK);
        clients.ForEach(c => c.Dispose());
    }

    /// <summary>Found by reading: each page of them adds up every posting of the book, and there could be a thousand at once.</summary>
    [Fact]
    public async Task Balances_of_a_day_are_counted_among_the_large_answers_and_balances_of_now_are_not()
    {
        const string balances = "/api/v1/books/fund:310000/balances";
        await using var large = new NetworkServer();
        var clients = await HoldLargeAnswersAsync(large);
        var next = large.GetAsync(balances + "?asOf=2026-03-31");
        await Should.ThrowAsync<TimeoutException>(next.WaitAsync(TimeSpan.FromSeconds(5), Stop));
        (await large.GetAsync(balances).WaitAsync(TimeSpan.FromSeconds(60), Stop)).Status.ShouldBe(HttpStatusCode.OK);
        clients[0].Dispose();
        (await next.WaitAsync(TimeSpan.FromSeconds(60), Stop)).Status.ShouldBe(HttpStatusCode.OK);
        clients.ForEach(c => c.Dispose());
    }

    [Theory]
    [InlineData(V1 + "/approve",          ",\"amount\":\"1.00\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":1.00", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.001\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"-1.00\"", "fund:310000/li", 422, "invalid_amount")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\",\"fund\":\"330000\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\",\"as\":\"fund:330000\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\",\"do\":\"fund.deposit\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\",\"id\":\"other\"", "fund:310000/li", 400, "malformed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\"", "fund:330000/li", 403, "not_allowed")]
    [InlineData(Appropriate,              ",\"amount\":\"1.00\"", "king:310000", 400, "malformed")]
    [InlineData("/api/v1/vouchers/none/approve", "", "fund:310000/li", 404, "not_found")]
    [InlineData(V1 + "/approve",          "", "fund:310000/li", 422, "wrong_state")]
    [InlineData("/api/v1/funds",          ",\"fund\":\"310000\",\"name\":\"again\"", "operator:network", 409, "already_exists")]
    [InlineData("/api/v1/commands",       ",\"do\":\"voucher.sell\"", "operator:network", 400, "unknown_command")]
    public async Task A_refused_command_is_answered_with_its_code_and_changes_nothing(
        string path, string fields, string actor, int status, string code)
    {
        var before = await EntriesAsync();
        var body = $$"""{"at":"2026-03-03T09:00:00+08:00"{{fields}}}""";
        (await server.PostAsync(path, body, actor, Guid.NewGuid().ToString())).ShouldBeRefused((HttpStatusCode)status, code);
        (await EntriesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Figures_and_policy_version_are_told()
    {
        var answer = await server.PostAsync(
            "/api/v1/orders", Order.Replace("1000.00", "300000.00"), "enterprise:" + Network.Enterprise, "figures");
        answer.ShouldBeRefused(HttpStatusCode.UnprocessableEntity, "voucher_balance_insufficient");
        answer["available"].ShouldBe("100000.00");
        answer["needed"].ShouldBe("120000.00");
        answer["policy"].ShouldBe("P1");
        answer["detail"].ShouldContain("120000.00");
        answer["detailZh"].ShouldContain("120000.00");
    }

    [Fact]
    public async Task A_write_without_key_or_actor_is_malformed()
    {
        (await server.PostAsync(V1 + "/return", "{}", "enterprise:" + Network.Enterprise, null))
            .ShouldBeRefused(HttpStatusCode.BadRequest, "malformed")["field"].ShouldBe("Idempotency-Key");
        (await server.PostAsync(V1 + "/return", "{}", null, "k-1"))
            .ShouldBeRefused(HttpStatusCode.BadRequest, "malformed")["field"].ShouldBe("X-Actor");
        (await server.PostAsync("/api/v1/commands", """{"as":"operator:network","do":"deadlines.run"}""", null, null))
            .ShouldBeRefused(HttpStatusCode.BadRequest, "malformed")["field"].ShouldBe("id");
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_key_that_is_no_id_is_malformed(string key) =>
        (await server.PostAsync(V1 + "/return", "{}", "enterprise:" + Network.Enterprise, key))
            .ShouldBeRefused(HttpStatusCode.BadRequest, "malformed")["field"].ShouldBe("id");

    [Fact]
    public async Task A_body_above_the_limit_is_refused_with_413()
    {
        var body = Encoding.UTF8.GetBytes("{" + new string(' ', ApiLimits.MaxBodyBytes) + "}");
        (await server.PostAsync("/api/v1/commands", body, null, "k-2"))
            .ShouldBeRefused(HttpStatusCode.RequestEntityTooLarge, "malformed");
    }

    [Fact]
    public async Task A_body_below_the_limit_but_longer_than_a_command_is_malformed()
    {
        var body = Encoding.UTF8.GetBytes("{" + new string(' ', 500_000) + "}");
        (await server.PostAsync("/api/v1/commands", body, null, "k-3")).ShouldBeRefused(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_with_415() =>
        (await server.PostAsync(V1 + "/return", "x=1", "enterprise:" + Network.Enterprise, "k-4", "application/x-www-form-urlencoded"))
            .ShouldBeRefused(HttpStatusCode.UnsupportedMediaType, "malformed");

    [Theory]
    [InlineData("/api/v1/nothing", 404, "not_found")]
    [InlineData("/api/v1/vouchers/none", 404, "not_found")]
    [InlineData("/api/v1/claims/O99", 404, "not_found")]
    [InlineData("/api/v1/books/fund:999999/balances", 404, "not_found")]
    [InlineData("/api/v1/books/fund:310000/entries/999", 404, "not_found")]
    [InlineData("/api/v1/books/fund:310000/accounts/assets:gold/statement", 404, "not_found")]
    [InlineData("/api/v1/vouchers?colour=red", 400, "malformed")]
    [InlineData("/api/v1/vouchers/V1?status=Issued", 400, "malformed")]
    [InlineData("/api/v1/vouchers?limit=0", 400, "malformed")]
    [InlineData("/api/v1/vouchers?limit=201", 400, "malformed")]
    [InlineData("/api/v1/vouchers?limit=1e1", 400, "malformed")]
    [InlineData("/api/v1/vouchers?limit=1&limit=2", 400, "malformed")]
    [InlineData("/api/v1/vouchers?status=", 400, "malformed")]
    [InlineData("/api/v1/vouchers?status=%00", 400, "malformed")]
    [InlineData("/api/v1/vouchers?cursor=***", 400, "malformed")]
    [InlineData("/api/v1/books/fund:310000/entries?cursor=YWJj", 400, "malformed")]
    [InlineData("/api/v1/events?after=YWJj", 400, "malformed")]
    [InlineData("/api/v1/events?after=eyJhIjotMX0", 400, "malformed")]
    [InlineData("/api/v1/trial-balance?asOf=2026-02-30", 400, "malformed")]
    [InlineData("/api/v1/trial-balance?format=xml", 400, "malformed")]
    [InlineData("/api/v1/books/fund:310000/accounts/assets:cash/statement?from=2026-03-02&to=2026-03-01", 400, "malformed")]
    public async Task A_read_that_cannot_be_answered_says_why(string path, int status, string code) =>
        (await server.GetAsync(path)).ShouldBeRefused((HttpStatusCode)status, code);

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_refused_with_405()
    {
        using var response = await server.Client.DeleteAsync("/api/v1/vouchers/V1", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    /// <summary>Found by reading: what was too long for Kestrel was answered with a status and nothing else.</summary>
    [Theory]
    [InlineData("vouchers?status=", 400)]
    [InlineData("vouchers/", 404)]
    public async Task A_request_line_of_forty_thousand_bytes_is_refused_with_a_problem(string path, int status) =>
        (await server.GetAsync($"/api/v1/{path}{new string('a', 40_000)}"))
            .ShouldBeRefused((HttpStatusCode)status, status == 404 ? "not_found" : "malformed");

    /// <summary>Found by reading: a slow line was told that its command was malformed, which is a reason not to send it again.</summary>
    [Fact]
    public async Task A_body_that_does_not_come_is_answered_with_408_and_to_be_sent_again()
    {
        var answer = await SendRawAsync("POST /api/v1/commands", "Content-Type: application/json\r\nContent-Length: 100", "{");
        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain("application/problem+json");
        answer.ShouldContain("\"code\":\"unavailable\"");
    }

    [Theory]
    [InlineData("/api/v1/vouchers", 200, "application/json")]
    [InlineData("/api/v1/vouchers/V1", 200, "application/json")]
    [InlineData("/api/v1/vouchers/none", 404, "application/problem+json")]
    [InlineData("/api/v1/trial-balance?format=csv", 200, "text/csv")]
    [InlineData("/api/v1/events", 405, "application/problem+json")]
    [InlineData("/api/v1/commands", 405, "application/problem+json")]
    [InlineData("/health/ready", 200, "application/json")]
    public async Task A_read_answers_HEAD_as_it_answers_GET_but_without_a_body(string path, int status, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await server.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe((HttpStatusCode)status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBeEmpty();
    }

    /// <summary>Found by reading: the feed began at its beginning again.</summary>
    [Fact]
    public async Task Two_ids_of_a_last_event_are_malformed()
    {
        var answer = await SendRawAsync("GET /api/v1/events", "Accept: text/event-stream\r\nLast-Event-ID: e30\r\nLast-Event-ID: e30", "");
        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("\"field\":\"Last-Event-ID\"");
    }

    /// <summary>Found by reading: a page whose name leads to this machine could act as anyone from the browser of whoever opens it.</summary>
    [Theory]
    [InlineData("vouchers.example.org", 421)]
    [InlineData("localhost.example.org:5080", 421)]
    [InlineData("192.0.2.1:5080", 421)]
    [InlineData("localhost:5080", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:5080", 200)]
    public async Task Only_this_machines_own_names_are_answered_to(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/books");
        request.Headers.Host = host;
        var answer = await server.SendAsync(request);
        if (status == 200)
        {
            answer.Status.ShouldBe(HttpStatusCode.OK);
            return;
        }
        answer.ShouldBeRefused((HttpStatusCode)status, "malformed");
        answer.Json["field"]!.GetValue<string>().ShouldBe("Host");
    }

    /// <summary>Sends what HttpClient does not, and reads until the server has hung up.</summary>
    private async Task<string> SendRawAsync(string request, string headers, string body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Stop);
        var text = $"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n\r\n{body}";
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Stop);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string> EntriesAsync() => (await server.GetAsync("/api/v1/books")).Text;

    /// <summary>As many clients as there may be large answers, none of which reads its own.</summary>
    private static async Task<List<TcpClient>> HoldLargeAnswersAsync(NetworkServer large)
    {
        await large.InitializeAsync();
        await large.ExecuteAsync(
            $"""
            INSERT INTO balance (book, account, fen)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            SELECT 'fund:310000', printf('test:%0200d', i), 1 FROM n
            """);
        var clients = new List<TcpClient>();
        for (var i = 0; i < ApiLimits.MaxLargeAnswers; i++)
        {
            clients.Add(new() { ReceiveBufferSize = 4096 });
            await clients[i].ConnectAsync(large.Client.BaseAddress!.Host, large.Client.BaseAddress.Port, Stop);
            await clients[i].GetStream().WriteAsync("GET /api/v1/trial-balance HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Stop);
            (await clients[i].GetStream().ReadAsync(new byte[16], Stop)).ShouldBe(16);
        }
        return clients;
    }
}
