using System.Net;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

public sealed class WriteRefusedBySqliteTests(RefusingSqlite server) : FailedWriteTests(server), IClassFixture<RefusingSqlite>;

public sealed class WriteRefusedByPostgresTests(RefusingPostgres server) : FailedWriteTests(server), IClassFixture<RefusingPostgres>;

public sealed class BackendDyingAtCommitTests(DyingPostgres server) : FailedWriteTests(server), IClassFixture<DyingPostgres>;

public sealed class WriteTimedOutTests(SlowPostgres server) : FailedWriteTests(server), IClassFixture<SlowPostgres>;

/// <summary>
/// Lesson 3: state that was changed before a failed write stayed changed in memory and later answered "done"; after a restart it was lost.
/// Lesson 7: a failed or timed-out write is an unknown outcome, 503 <c>unavailable</c>, never a refusal, and the same id answers the retry.
/// </summary>
public abstract class FailedWriteTests(NetworkServer server)
{
    private const int Attempts = 3;

    [Fact]
    public async Task A_failed_write_is_never_done_later_and_its_id_answers_the_retry()
    {
        var database = (IFailingDatabase)server;
        await server.ExecuteAsync(database.Refuse);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            (await PlaceAsync("F1", "failed")).ShouldBeUnavailable();
            await ShouldHoldAsync(available: "100000.00", reserved: "0.00");
            (await AcceptAsync("F1", $"early-{attempt}")).ShouldBeRefused(HttpStatusCode.NotFound, "not_found");
        }
        await server.ExecuteAsync(database.Allow);

        var accepted = (await PlaceAsync("F1", "failed")).ShouldBeAccepted();
        (await PlaceAsync("F1", "failed")).Text.ShouldBe(accepted.Text);
        (await AcceptAsync("F1", "in-time")).ShouldBeAccepted();
        await ShouldHoldAsync(available: "68000.00", reserved: "32000.00");

        await server.RestartAsync();

        (await PlaceAsync("F1", "failed")).Text.ShouldBe(accepted.Text);
        await ShouldHoldAsync(available: "68000.00", reserved: "32000.00");
        (await server.PlacementsAsync("failed")).ShouldBe(1);
    }

    private Task<Answer> PlaceAsync(string order, string key) => server.PlaceAsync(order, key);

    private Task<Answer> AcceptAsync(string order, string key) => server.PostAsync(
        $"/api/v1/orders/{order}/accept", """{"at":"2026-03-05T09:00:00+08:00"}""", "provider:" + Network.Provider, key);

    private Task ShouldHoldAsync(string available, string reserved) => server.VoucherShouldHoldAsync(available, reserved);
}

/// <summary>The other half of an unknown outcome: the write is there, and only its acknowledgement was lost.</summary>
public sealed class LostAcknowledgementTests(PostgresBehindAWire server) : IClassFixture<PostgresBehindAWire>
{
    private const int Cuts = 5;

    [Fact]
    public async Task A_write_whose_acknowledgement_was_lost_is_unknown_counts_once_and_is_answered_by_its_id()
    {
        for (var i = 1; i <= Cuts; i++)
        {
            var key = $"lost-{i}";
            server.Wire.CutAnswerTo(key);
            (await server.PlaceAsync($"L{i}", key, price: "40000.00")).ShouldBeUnavailable();
            server.Wire.Cuts.ShouldBe(i);
            (await server.PlacementsAsync(key)).ShouldBe(1, "the database had committed");

            var receipt = (await server.PlaceAsync($"L{i}", key, price: "40000.00")).ShouldBeAccepted();
            receipt["id"].ShouldBe(key);
            (await server.PlacementsAsync(key)).ShouldBe(1);
        }
        await server.VoucherShouldHoldAsync(available: "20000.00", reserved: "80000.00");
    }
}

internal static class PlacedOrders
{
    /// <summary>Places an order of 80,000.00 on V1, which reserves 32,000.00.</summary>
    public static Task<Answer> PlaceAsync(this NetworkServer server, string order, string key, string price = "80000.00") =>
        server.PostAsync(
            "/api/v1/orders",
            $$"""
            {"at":"2026-03-05T09:00:00+08:00","voucher":"V1","order":"{{order}}","provider":"{{Network.Provider}}","service":"testing",
            "price":"{{price}}"}
            """,
            "enterprise:" + Network.Enterprise, key);

    public static async Task VoucherShouldHoldAsync(this NetworkServer server, string available, string reserved)
    {
        var voucher = await server.GetAsync("/api/v1/vouchers/V1");
        voucher["available"].ShouldBe(available);
        voucher["reserved"].ShouldBe(reserved);
        var balances = (await server.GetAsync("/api/v1/books/fund:310000/balances")).Json["balances"]!;
        (balances["budget:reserved"]?.GetValue<string>() ?? "0.00").TrimStart('-').ShouldBe(reserved);
    }

    /// <summary>How many entries of Shanghai's budget this command has made.</summary>
    public static async Task<int> PlacementsAsync(this NetworkServer server, string key)
    {
        var statement = await server.GetAsync("/api/v1/books/fund:310000/accounts/budget:reserved/statement");
        return statement.Json["lines"]!.AsArray().Count(l => l!["command"]?.GetValue<string>() == key);
    }

    public static void ShouldBeUnavailable(this Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Text);
        answer["code"].ShouldBe("unavailable");
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }
}
