using Dapper;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Api;

/// <summary>Found by measuring: a party that listed its own vouchers or orders had the whole table read, a second and more at 600,000 rows.</summary>
public sealed class PartyListTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    [Theory]
    [InlineData("enterprise", "state_enterprise")]
    [InlineData("provider", "state_provider")]
    public async Task A_party_finds_its_own_by_an_index_in_the_order_of_their_ids(string party, string index)
    {
        await using var connection = await database.Store.OpenReadAsync(TestContext.Current.CancellationToken);
        var sql = StateReads.ListSql([new(party, "X")], isAfter: false);
        var plan = await connection.QueryAsync<(long Id, long Parent, long Unused, string Detail)>(
            "EXPLAIN QUERY PLAN " + sql, new Dictionary<string, object> { ["first"] = "v:", ["end"] = "v;", [party] = "X", ["take"] = 11 });
        plan.ShouldHaveSingleItem().Detail.ShouldBe($"SEARCH state USING INDEX {index} ({party}=? AND id>? AND id<?)");
    }
}
