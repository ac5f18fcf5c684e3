using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>What <c>yrd verify</c> does for each thing of a history must not grow with how many there are.</summary>
public sealed class LongHistoryTests
{
    private const string Fund = "fund:310000";

    /// <summary>Found by reading: each quota account was compared with every enterprise of its fund.</summary>
    [Fact]
    public void A_quota_account_is_looked_up_by_its_name_however_many_enterprises_a_fund_has()
    {
        const int enterprises = 1_000;
        using var scratch = new Scratch();
        var balances = new Balances(scratch);
        var quotas = new QuotaCheck(scratch);
        balances.Begin(Fund);
        for (var i = 0; i < enterprises; i++)
        {
            quotas.Entry(StoredEntries.Of(Fund, i + 1, $"voucher:V{i}", "voucher.approved.1",
                $$"""{"enterprise":"E{{i}}","quotaYear":2026,"annualCap":100,"amount":40}"""));
            balances.TryAdd($"quota:available:E{i}:2026", -60);
            balances.TryAdd($"quota:granted:E{i}:2026", 60);
        }
        balances.TryAdd("quota:available:E1:2027", -1);
        balances.TryAdd("quota:granted:E1:2027", 1);
        balances.Flush();
        quotas.Finish();

        quotas.Result().Rows.ShouldBe([$"{Fund} quota:available:E1:2027 was never granted", $"{Fund} quota:granted:E1:2027 was never granted"]);
        Plan(scratch, QuotaCheck.NeverGranted).ShouldContain(p => p.Contains("(book=? AND account=?)", StringComparison.Ordinal));
    }

    /// <summary>Each acceptance of an open licence encumbers its title, which is free again for the next one.</summary>
    [Fact]
    public void A_title_counts_its_encumbrances_as_they_come()
    {
        const string title = "title:T1";
        using var scratch = new Scratch();
        var titles = new TitleCheck(scratch, new Things(scratch));
        titles.Entry(StoredEntries.Of("market:310000", 1, title, "title.registered.1", """{"title":"T1","market":"310000","holder":"H"}"""));
        foreach (var (seq, count) in new[] { (2, 1), (3, 2), (4, 2) })
        {
            titles.Entry(StoredEntries.Of("market:310000", seq, title, "title.encumbered.1",
                $$"""{"title":"T1","contract":"K{{seq}}","count":{{count}}}"""));
        }
        titles.Entry(StoredEntries.Of("market:310000", 5, "title:T2", "title.encumbered.1", """{"title":"T2","contract":"K5","count":1}"""));

        titles.Result().Rows.ShouldBe(
        [
            "market:310000/4: encumbrance 2 of title T1 does not follow",
            "market:310000/5: encumbrance 1 of title T2 does not follow",
        ]);
    }

    private static List<string> Plan(Scratch scratch, string sql) =>
        [.. scratch.Rows("EXPLAIN QUERY PLAN " + sql).Select(r => r.GetString(r.GetOrdinal("detail")))];
}
