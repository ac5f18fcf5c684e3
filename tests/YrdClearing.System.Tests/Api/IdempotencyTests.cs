using System.Net;

namespace YrdClearing.System.Tests.Api;

public sealed class IdempotencyOnSqliteTests(NetworkServer server) : IdempotencyTests(server), IClassFixture<NetworkServer>;

public sealed class IdempotencyOnPostgresTests(NetworkOnPostgres server) : IdempotencyTests(server), IClassFixture<NetworkOnPostgres>;

public abstract class IdempotencyTests(NetworkServer server)
{
    private const int Clients = 64;

    [Fact]
    public async Task The_same_key_and_body_gets_the_first_receipt_and_another_body_is_refused()
    {
        const string path = "/api/v1/funds/330000/deposit";
        var first = await server.PostAsync(path, """{"amount":"5.00"}""", "bank:network", "once");
        first.ShouldBeAccepted();
        var cash = await CashAsync();
        (await server.PostAsync(path, """{ "amount" : "5.00" }""", "bank:network", "once")).Text.ShouldBe(first.Text);
        (await server.PostAsync(path, """{"amount":"6.00"}""", "bank:network", "once"))
            .ShouldBeRefused(HttpStatusCode.Conflict, "command_id_reused");
        (await CashAsync()).ShouldBe(cash);
    }

    [Fact]
    public async Task The_same_command_sent_8_times_at_once_posts_once_and_gets_one_receipt()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            server.PostAsync(
                "/api/v1/funds/310000/deposit", """{"at":"2026-03-05T09:00:00+08:00","amount":"7.00"}""", "bank:network", "eight")));
        answers.Select(a => a.ShouldBeAccepted().Text).Distinct().Count().ShouldBe(1);
        var statement = (await server.GetAsync("/api/v1/books/fund:310000/accounts/assets:cash/statement")).Json;
        statement["lines"]!.AsArray().Count(l => l!["command"]!.GetValue<string>() == "eight").ShouldBe(1);
    }

    [Fact]
    public async Task Sixty_four_clients_at_once_never_overspend_a_voucher()
    {
        // 40% of 20,000.00 is 8,000.00: of 100,000.00 twelve orders fit, and nothing is left over that a thirteenth could take.
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => server.PostAsync(
            "/api/v1/orders",
            $$"""
            {"at":"2026-03-05T09:00:00+08:00","voucher":"V1","order":"P{{i}}","provider":"{{Network.Provider}}",
            "service":"testing","price":"20000.00"}
            """,
            "enterprise:" + Network.Enterprise, $"parallel-{i}")));
        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(12);
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created))
        {
            refused.ShouldBeRefused(HttpStatusCode.UnprocessableEntity, "voucher_balance_insufficient");
        }
        var voucher = await server.GetAsync("/api/v1/vouchers/V1");
        voucher["available"].ShouldBe("4000.00");
        voucher["reserved"].ShouldBe("96000.00");
        voucher.Json["orders"]!.AsArray().Count.ShouldBe(12);
        var balances = (await server.GetAsync("/api/v1/books/fund:310000/balances")).Json["balances"]!;
        balances["budget:issued"]!.GetValue<string>().ShouldBe("-4000.00");
        balances["budget:reserved"]!.GetValue<string>().ShouldBe("-96000.00");
    }

    [Fact]
    public async Task Two_orders_with_one_key_are_one_command_whichever_route_they_take()
    {
        const string fields = $$"""
            "at":"2026-03-05T09:00:00+08:00","voucher":"V2","order":"K1","provider":"{{Network.OtherProvider}}",
            "service":"testing","price":"100.00"
            """;
        var byRoute = await server.PostAsync("/api/v1/orders", $"{{{fields}}}", "enterprise:" + Network.OtherEnterprise, "one-key");
        var byCommand = await server.PostAsync(
            "/api/v1/commands", $$"""{"as":"enterprise:{{Network.OtherEnterprise}}","do":"order.place",{{fields}},"id":"one-key"}""",
            null, null);
        byCommand.Text.ShouldBe(byRoute.ShouldBeAccepted().Text);
        byRoute.Location.ShouldBe("/api/v1/orders/K1");
    }

    private async Task<string> CashAsync() =>
        (await server.GetAsync("/api/v1/books/fund:330000/balances")).Json["balances"]!["assets:cash"]!.GetValue<string>();
}
