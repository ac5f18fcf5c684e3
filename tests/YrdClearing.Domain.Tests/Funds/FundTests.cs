using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Funds;

public sealed class FundTests
{
    private static readonly FundState Opened = FundState.Evolve(null, new FundOpeningRecorded("310000", "Shanghai"));

    private static readonly Policy P1 = new()
    {
        Version = "P1",
        From = new(2026, 1, 1),
        Source = "notice",
        Route = FundingRoute.R3,
        Rate = Rate.Parse("0.50"),
        CorridorRates = new Dictionary<string, Rate> { ["340000"] = Rate.Parse("0.30"), ["320000"] = Rate.Parse("0.40") },
        AnnualCap = Money.Parse("300000.00"),
        UseDays = 180,
        ClaimDays = 90,
        OrderCap = Money.Parse("100000.00"),
        CapMode = CapMode.Clamp,
        ExcludedServices = ["training"],
        NetDebitCap = Money.Parse("5000000.00"),
    };

    [Theory]
    [InlineData("operator:network", false, "ok")]
    [InlineData("operator:network", true, "already_exists")]
    [InlineData("fund:310000/li", true, "already_exists")]
    [InlineData("fund:310000/li", false, "not_allowed")]
    [InlineData("operator:other", false, "not_allowed")]
    [InlineData("bank:network", false, "not_allowed")]
    public void Only_the_operator_opens_a_fund_and_only_once(string actor, bool exists, string outcome)
    {
        var state = exists ? new FundOpeningState("310000", "Shanghai") : null;
        var decision = FundOpeningDecider.Decide(state, Given.By(actor), new OpenFund("310000", "Shanghai"), new FundOpeningFacts());
        decision.Outcome().ShouldBe(outcome);
        decision.Claims.ShouldBe([new("fund/310000", "opening:310000", RejectionCode.AlreadyExists)]);
    }

    [Fact]
    public void An_opening_tells_the_fund_in_its_own_book()
    {
        var opening = FundOpeningDecider.Decide(null, Given.By("operator:network"), new OpenFund("310000", "Shanghai"), new());
        opening.Event.ShouldBe(new FundOpened("310000", "Shanghai"));
        var message = opening.Messages.ShouldHaveSingleItem();
        (message.ToBook, message.Target).ShouldBe(("fund:310000", "fund:310000"));

        var fund = Decide(null, "operator:network", (FundCommand)message.Command);
        FundState.Evolve(null, fund.Event!).ShouldBe(Opened with { Policies = FundState.Evolve(null, fund.Event!).Policies });
        Should.Throw<InvalidOperationException>(() => Decide(Opened, "operator:network", (FundCommand)message.Command));
    }

    [Theory]
    [InlineData("fund:310000/li", true, "100.00", "ok")]
    [InlineData("fund:310000", true, "0.01", "ok")]
    [InlineData("fund:310000/li", false, "0.00", "not_found")]
    [InlineData("bank:network", false, "0.00", "not_found")]
    [InlineData("fund:320000/li", true, "0.00", "not_allowed")]
    [InlineData("operator:network", true, "100.00", "not_allowed")]
    [InlineData("bank:network", true, "100.00", "not_allowed")]
    [InlineData("fund:310000/li", true, "0.00", "invalid_amount")]
    [InlineData("fund:310000/li", true, "-1.00", "invalid_amount")]
    public void That_fund_appropriates(string actor, bool opened, string amount, string outcome) =>
        Decide(opened ? Opened : null, actor, new AppropriateFund("310000", Money.Parse(amount))).Outcome().ShouldBe(outcome);

    [Theory]
    [InlineData("bank:network", true, "100.00", "ok")]
    [InlineData("bank:network", false, "100.00", "not_found")]
    [InlineData("bank:other", true, "100.00", "not_allowed")]
    [InlineData("fund:310000/li", true, "0.00", "not_allowed")]
    [InlineData("bank:network", true, "0.00", "invalid_amount")]
    public void The_bank_reports_deposits(string actor, bool opened, string amount, string outcome) =>
        Decide(opened ? Opened : null, actor, new DepositFund("310000", Money.Parse(amount))).Outcome().ShouldBe(outcome);

    [Fact]
    public void Appropriation_and_deposit_post_to_the_two_parallel_sets()
    {
        Decide(Opened, "fund:310000/li", new AppropriateFund("310000", new(10_000))).Postings
            .ShouldBe([new("budget:appropriated", 10_000), new("budget:available", -10_000)]);
        Decide(Opened, "bank:network", new DepositFund("310000", new(500))).Postings
            .ShouldBe([new("assets:cash", 500), new("equity:treasury", -500)]);
    }

    public static TheoryData<string, string, bool, Policy, string> Publications => new()
    {
        { "first", "operator:network", true, P1, "ok" },
        { "without any cap", "operator:network", true, P1 with { Version = "P2", OrderCap = null, NetDebitCap = null }, "ok" },
        { "no such fund", "fund:310000", false, P1 with { AnnualCap = default }, "not_found" },
        { "by the fund", "fund:310000/li", true, P1 with { AnnualCap = default }, "not_allowed" },
        { "by another operator", "operator:other", true, P1, "not_allowed" },
        { "no annual cap", "operator:network", true, P1 with { AnnualCap = default }, "invalid_amount" },
        { "negative annual cap", "operator:network", true, P1 with { AnnualCap = new(-1) }, "invalid_amount" },
        { "order cap of nothing", "operator:network", true, P1 with { OrderCap = default(Money) }, "invalid_amount" },
        { "net debit cap of nothing", "operator:network", true, P1 with { NetDebitCap = default(Money) }, "invalid_amount" },
    };

    [Theory]
    [MemberData(nameof(Publications))]
    public void The_operator_publishes_policies(string about, string actor, bool opened, Policy policy, string outcome) =>
        Decide(opened ? Opened : null, actor, new PublishPolicy("310000", policy)).Outcome().ShouldBe(outcome, about);

    [Fact]
    public void A_version_is_published_once_in_its_fund_whoever_asks()
    {
        var fund = With(P1);
        Decide(fund, "operator:network", new PublishPolicy("310000", P1)).Outcome().ShouldBe("already_exists");
        Decide(fund, "bank:network", new PublishPolicy("310000", P1 with { AnnualCap = default })).Outcome().ShouldBe("already_exists");
        Decide(fund, "operator:network", new PublishPolicy("310000", P1 with { Version = "p1" })).Outcome().ShouldBe("ok");
    }

    [Theory]
    [InlineData("2025-12-31", null)]
    [InlineData("2026-01-01", "P1")]
    [InlineData("2026-02-28", "P1")]
    [InlineData("2026-03-01", "P4")]
    [InlineData("2026-05-31", "P4")]
    [InlineData("2026-06-01", "P2")]
    [InlineData("2030-01-01", "P2")]
    public void The_policy_of_a_day_is_the_latest_in_force_and_of_equal_dates_the_last_published(string day, string? version)
    {
        var fund = With(
            P1,
            P1 with { Version = "P2", From = new(2026, 6, 1) },
            P1 with { Version = "P3", From = new(2026, 3, 1) },
            P1 with { Version = "P4", From = new(2026, 3, 1) });
        fund.PolicyFor(DateOnly.Parse(day)).ShouldBe(version is null ? null : fund.PolicyOf(version));
        FundRows.Read(FundRows.Changed(null, fund)).PolicyFor(DateOnly.Parse(day))?.Version.ShouldBe(version);
    }

    [Theory]
    [InlineData("310000", "310000", "0.50")]
    [InlineData("310000", "320000", "0.40")]
    [InlineData("310000", "340000", "0.30")]
    [InlineData("310000", "330000", "0.50")]
    [InlineData("320000", "320000", "0.50")]
    public void A_corridor_has_its_own_rate_where_one_is_given_and_the_provinces_differ(string home, string host, string rate) =>
        P1.RateFor(home, host).ShouldBe(Rate.Parse(rate));

    [Fact]
    public void Rows_are_the_fund_and_its_new_policies_and_read_back()
    {
        var before = With(P1);
        var after = FundState.Evolve(before, new PolicyPublished("310000", P1 with { Version = "P2", OrderCap = null }));
        FundRows.Changed(before, after).Select(r => (r.Id, r.Parent))
            .ShouldBe([("fund:310000", null), ("policy:310000/P2", "fund:310000")]);
        FundRows.Changed(after, after).ShouldBeEmpty();

        var read = FundRows.Read(FundRows.Changed(null, after));
        DomainJson.Store(read).ShouldBe(DomainJson.Store(after));
        read.PolicyOf("P2")!.OrderCap.ShouldBeNull();
        read.PolicyOf("P1")!.RateFor("310000", "320000").ShouldBe(Rate.Parse("0.40"));
    }

    [Fact]
    public void Events_and_messages_of_a_fund_are_stored_and_read_back()
    {
        var published = Decide(Opened, "operator:network", new PublishPolicy("310000", P1)).Event!;
        foreach (var value in new object[]
        {
            new FundOpened("310000", "上海"), new FundOpeningRecorded("310000", "上海"), new FundAppropriated("310000", new(1)),
            new FundDeposited("310000", new(1)), new RecordFundOpened("310000", "上海"), published,
        })
        {
            var json = StoredTypes.Store(value);
            StoredTypes.Store(StoredTypes.Read(StoredTypes.NameOf(value), json)).ShouldBe(json);
        }
        StoredTypes.Store(published).ToString().ShouldContain("\"corridorRates\":{\"320000\":4000,\"340000\":3000}");
    }

    [Fact]
    public void A_policy_is_shown_in_the_words_it_was_published_with()
    {
        var view = FundView.Of(With(P1)).Policies.ShouldHaveSingleItem();
        (view.Route, view.CapMode, view.From, view.AnnualCap, view.CorridorRates["320000"])
            .ShouldBe(("R3", "clamp", "2026-01-01", "300000.00", "0.4000"));
    }

    private static FundState With(params Policy[] policies) =>
        policies.Aggregate(Opened, (fund, policy) => FundState.Evolve(fund, new PolicyPublished("310000", policy)));

    private static Decision Decide(FundState? state, string actor, FundCommand command) =>
        FundDecider.Decide(state, Given.By(actor), command, new FundFacts());
}
