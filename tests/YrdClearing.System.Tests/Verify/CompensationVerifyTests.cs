namespace YrdClearing.System.Tests.Verify;

/// <summary>What <c>yrd verify</c> finds when the stored entries about defaults and compensation funds are changed.</summary>
public sealed class CompensationVerifyTests(CompensationVerifyTests.DeferredJournal journal)
    : IClassFixture<CompensationVerifyTests.DeferredJournal>
{
    public sealed class DeferredJournal : PlayedJournal
    {
        protected override string Scenario => "deferred";
    }

    [Theory]
    [InlineData("compensation funds cover claims",
        "UPDATE entry SET data = json_set(data, '$.amount', 1) WHERE event = 'compensation.deposited.1'")]
    [InlineData("compensation funds cover claims, escrow held is escrow owed, claims payable are open payouts",
        "UPDATE entry SET data = json_set(data, '$.compensation.amount', 999999999) WHERE event = 'use.defaulted.1'")]
    [InlineData("compensation funds cover claims",
        "UPDATE entry SET data = json_set(data, '$.amount', 9999999) WHERE event = 'subrogation.written-off.1'")]
    [InlineData("compensation funds cover claims, guarded accounts at every sequence",
        "UPDATE entry SET amounts = (SELECT json_group_array(-value) FROM json_each(amounts)) WHERE event = 'compensation.deposited.1'")]
    public Task A_change_of_a_fund_behind_the_writers_back_is_found(string invariants, string sql) =>
        VerifyTests.ShouldBeFoundAsync(journal, invariants, sql);
}
