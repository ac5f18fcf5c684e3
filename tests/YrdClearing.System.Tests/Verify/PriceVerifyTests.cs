namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// What <c>yrd verify</c> finds when a part of a contract is not worth what its plan makes it, whatever kind the plan is of.
/// </summary>
public sealed class PriceVerifyTests(
    PriceVerifyTests.RoyaltyJournal royalty,
    PriceVerifyTests.InstalmentJournal instalments,
    PriceVerifyTests.DeferredJournal deferred,
    PriceVerifyTests.OpenLicenceJournal licences,
    PlayedJournal milestones)
    : IClassFixture<PriceVerifyTests.RoyaltyJournal>,
        IClassFixture<PriceVerifyTests.InstalmentJournal>,
        IClassFixture<PriceVerifyTests.DeferredJournal>,
        IClassFixture<PriceVerifyTests.OpenLicenceJournal>,
        IClassFixture<PlayedJournal>
{
    private const string Prices = "parts are priced as their plan says";

    public sealed class RoyaltyJournal : PlayedJournal
    {
        protected override string Scenario => "royalty";
    }

    public sealed class InstalmentJournal : PlayedJournal
    {
        protected override string Scenario => "instalments";
    }

    public sealed class DeferredJournal : PlayedJournal
    {
        protected override string Scenario => "deferred";
    }

    public sealed class OpenLicenceJournal : PlayedJournal
    {
        protected override string Scenario => "open-licence";
    }

    [Theory]
    [InlineData("contract.drafted.2",       "$.value",              49_000_000)]
    [InlineData("contract.drafted.2",       "$.terms.feeRate",      201)]
    [InlineData("contract.drafted.2",       "$.owners[0].share",    3_001)]
    [InlineData("contract.drafted.2",       "$.plan.tiers[1].rate", 299)]
    [InlineData("contract.drafted.2",       "$.plan.entryFee",      20_000_001)]
    [InlineData("contract.drafted.2",       "$.plan.cap",           30_000_000)]
    [InlineData("contract.drafted.2",       "$.plan.minimum",       30_500_001)]
    [InlineData("royalty.reported.1",       "$.base",               333_333_353)]
    [InlineData("royalty.inspected.1",      "$.base",               350_000_100)]
    [InlineData("royalty.payable.1",        "$.terms.amount",       16_666_668)]
    [InlineData("royalty.payable.1",        "$.terms.buyerMarketFee", 100_001)]
    [InlineData("milestone.released.2",     "$.terms.amount",       20_000_001)]
    [InlineData("milestone.released.2",     "$.owners[0].amount",   1)]
    [InlineData("milestone.released.2",     "$.owners[0].party",    "91330000MAXX0071X8")]
    [InlineData("payout.release-due.2",     "$.amount",             1)]
    [InlineData("payout.release-due.2",     "$.fee",                1)]
    [InlineData("payout.owner-due.1",       "$.payee",              "91330000MAXX0071X8")]
    [InlineData("payout.instructed.1",      "$.amount",             1)]
    [InlineData("payout.paid.1",            "$.amount",             1)]
    public Task A_royalty_that_is_not_its_rate_of_the_base_is_found(string @event, string field, object value) =>
        ShouldBeFoundAsync(royalty, @event, field, value);

    [Theory]
    [InlineData("contract.drafted.2",       "$.plan.instalments[0].share", 3_332)]
    [InlineData("contract.drafted.2",       "$.milestones[2].amount", 3_334_000)]
    [InlineData("milestone.released.1",     "$.terms.amount",       3_333_001)]
    [InlineData("milestone.released.1",     "$.terms.sellerMarketFee", 1)]
    public Task An_instalment_that_is_not_its_share_is_found(string @event, string field, object value) =>
        ShouldBeFoundAsync(instalments, @event, field, value);

    [Theory]
    [InlineData("contract.drafted.2",       "$.plan.compensationShare", 5_001)]
    [InlineData("use.defaulted.1",          "$.compensation.amount", 4_000_000)]
    [InlineData("use.defaulted.1",          "$.rest.amount",        6_000_001)]
    [InlineData("use.defaulted.1",          "$.compensation",       null)]
    public Task A_compensation_that_is_not_its_share_of_what_is_unpaid_is_found(string @event, string field, object? value) =>
        ShouldBeFoundAsync(deferred, @event, field, value);

    [Theory]
    [InlineData("licence.offered.1",        "$.value",              1)]
    [InlineData("contract.licence-accepted.1", "$.value",           1)]
    [InlineData("market.opened.1",          "$.terms.feeRate",      1)]
    public Task A_licence_at_other_terms_than_published_is_found(string @event, string field, object value) =>
        ShouldBeFoundAsync(licences, @event, field, value);

    [Theory]
    [InlineData("contract.drafted.1",       "$.milestones[0].share", 1)]
    [InlineData("contract.drafted.1",       "$.milestones[0].amount", 1)]
    [InlineData("contract.amendment-proposed.1", "$.value",         1)]
    [InlineData("contract.amended.1",       "$.milestones[0].amount", 1)]
    [InlineData("contract.amended.1",       "$.value",              1)]
    [InlineData("milestone.released.1",     "$.terms.buyerMarketFee", 1)]
    public Task A_milestone_that_is_not_its_share_is_found(string @event, string field, object value) =>
        ShouldBeFoundAsync(milestones, @event, field, value);

    /// <summary>Fees moved from one market to the other in the postings alone balance, and nothing else adds them up.</summary>
    [Theory]
    [InlineData("UPDATE entry SET accounts = replace(accounts, 'income:fees', 'assets:cash') WHERE event = 'payout.release-due.1'")]
    [InlineData("UPDATE entry SET due_fen = due_fen - 1 WHERE event = 'milestone.released.1'")]
    public Task Fees_and_debts_of_the_markets_that_are_not_those_of_the_parts_are_found(string sql) =>
        VerifyTests.ShouldBeFoundAsync(instalments, Prices, sql);

    private static Task ShouldBeFoundAsync(PlayedJournal journal, string @event, string field, object? value) =>
        VerifyTests.ShouldBeFoundAsync(
            journal, Prices,
            $"UPDATE entry SET data = json_set(data, '{field}', {value switch { null => "NULL", string s => $"'{s}'", _ => $"{value}" }}) "
            + $"WHERE event = '{@event}' AND json_extract(data, '{field}') IS NOT NULL");
}
