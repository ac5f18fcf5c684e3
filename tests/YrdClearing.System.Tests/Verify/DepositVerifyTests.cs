namespace YrdClearing.System.Tests.Verify;

/// <summary>What <c>yrd verify</c> finds when the stored entries about bid deposits are changed.</summary>
public sealed class DepositVerifyTests(DepositVerifyTests.BidsJournal journal) : IClassFixture<DepositVerifyTests.BidsJournal>
{
    public sealed class BidsJournal : PlayedJournal
    {
        protected override string Scenario => "bids";
    }

    [Theory]
    [InlineData("deposits are bids, escrow held is escrow owed",
        "UPDATE entry SET data = json_set(data, '$.amount', 1) WHERE event = 'bid.deposited.1'")]
    [InlineData("escrow held is escrow owed",
        "UPDATE entry SET data = json_set(data, '$.rest', 1) WHERE event = 'contract.deposit-taken.1'")]
    [InlineData("deposits are bids",
        "UPDATE entry SET data = json_set(data, '$.winner', 'nobody') WHERE event = 'listing.dealt.1'")]
    [InlineData("deposits are bids",
        "UPDATE entry SET data = json_set(data, '$.contract', 'K9') WHERE event = 'listing.dealt.1'")]
    [InlineData("claims payable are open payouts",
        "UPDATE entry SET event = 'bid.refunded.1' WHERE event = 'bid.refund-instructed.1'")]
    [InlineData("keys are unique and those of entries",
        "DELETE FROM key WHERE key LIKE 'listed/%'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET amount = amount + 1 WHERE kind = 'bid'")]
    [InlineData("state rows are those of entries",
        "UPDATE state SET provider = 'nobody' WHERE kind = 'listing'")]
    public Task A_change_of_a_deposit_behind_the_writers_back_is_found(string invariants, string sql) =>
        VerifyTests.ShouldBeFoundAsync(journal, invariants, sql);
}
