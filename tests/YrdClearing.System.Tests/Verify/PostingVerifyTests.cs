using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// What <c>yrd verify</c> finds when the postings or the obligation of entries are forged and the events left as they are, the chains computed
/// anew: in a network where a fund owes another and no cycle has taken it.
/// </summary>
public sealed class PostingVerifyTests(PostingVerifyTests.UnclearedJournal journal) : IClassFixture<PostingVerifyTests.UnclearedJournal>
{
    private const string Name = "postings are those of events";

    private const string Twice = "amounts = (SELECT json_group_array(value * 2) FROM json_each(amounts))";

    private const string OfApproval = "WHERE event IN ('claim.approved.1', 'payout.due.1') AND due_kind IS NOT NULL";

    /// <summary>The scenario of one redemption across provinces, up to where it is cleared.</summary>
    public sealed class UnclearedJournal : PlayedJournal
    {
        public override async ValueTask InitializeAsync()
        {
            var scenario = await File.ReadAllLinesAsync(Path.Combine(ScenarioFolder.Copies, "cross-province.jsonl"));
            var file = Path.Combine(Path.GetDirectoryName(Original)!, "uncleared.jsonl");
            await File.WriteAllLinesAsync(file, scenario.TakeWhile(l => !l.Contains("\"cycle.cut-off\"", StringComparison.Ordinal)));
            await PlayAsync(file);
        }
    }

    /// <summary>Found by reading: both sides of an amount raised alike balance, and nothing compared them with the event.</summary>
    [Theory]
    [InlineData("UPDATE entry SET " + Twice + " WHERE event = 'fund.appropriated.1'")]
    [InlineData("UPDATE entry SET " + Twice + " WHERE event = 'fund.deposited.1'")]
    [InlineData("UPDATE entry SET accounts = replace(accounts, 'equity:treasury', 'expenses:subsidy') WHERE event = 'fund.deposited.1'")]
    [InlineData("UPDATE entry SET accounts = replace(accounts, 'assets:cash', 'equity:treasury') WHERE event = 'payout.paid.1'")]
    [InlineData("UPDATE entry SET accounts = replace(accounts, 'expenses:subsidy', 'assets:cash') WHERE event = 'claim.approved.1'")]
    [InlineData("UPDATE entry SET accounts = '[\"assets:cash\",\"equity:treasury\"]', amounts = '[1,-1]' WHERE event = 'order.confirmed.1'")]
    public Task Postings_that_are_not_those_of_the_event_are_found(string sql) => ShouldBeFoundAsync(sql);

    /// <summary>Found by reading: without it in both books no cycle ever takes the debt, and the books agreed.</summary>
    [Theory]
    [InlineData("UPDATE entry SET due_kind = NULL, due_book = NULL, due_fen = NULL " + OfApproval)]
    [InlineData("UPDATE entry SET due_fen = due_fen + 1 " + OfApproval)]
    [InlineData("UPDATE entry SET due_kind = replace(due_kind, 'Approval', 'ClawBack') " + OfApproval)]
    [InlineData("UPDATE entry SET due_kind = 'Approval', due_book = 'fund:340000', due_fen = 1 WHERE event = 'order.confirmed.1'")]
    public Task An_obligation_that_is_not_that_of_the_event_is_found(string sql) => ShouldBeFoundAsync(sql);

    [Fact]
    public async Task Each_is_an_obligation_or_a_mirror_where_one_book_owes_another()
    {
        var report = await VerifyTests.RunAsync(journal.Copy());
        report.Ok.ShouldBeTrue();
        report.Invariants.Single(i => i.Name == Name).Figure.ShouldEndWith(" events, 4 obligations and mirrors");
    }

    private async Task ShouldBeFoundAsync(string sql)
    {
        var copy = journal.Copy();
        VerifyTests.Change(copy, sql).ShouldBePositive();
        foreach (var head in (await VerifyTests.RunAsync(journal.Original)).Heads)
        {
            RecomputedChain.Write(copy, head.Book);
        }
        VerifyTests.ShouldName(await VerifyTests.RunAsync(copy), Name);
    }
}
