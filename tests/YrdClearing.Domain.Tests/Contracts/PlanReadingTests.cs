using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>What of a contract's command is malformed (scenario.md, Readings of the markets, "Form").</summary>
public sealed class PlanReadingTests
{
    private const string Amend = """{"do":"contract.amend","contract":"K1","value":"1.00","technologyValue":"1.00","plan":""";

    [Theory]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"0.30"},{"id":"M-2.a_","share":"1"}]}""", true)]
    [InlineData("""{"milestones":[{"id":"M1","share":"1"}],"kind":"milestones"}""", true)]
    [InlineData("""{"kind":"milestones","milestones":[]}""", false)]
    [InlineData("""{"kind":"milestones"}""", false)]
    [InlineData("""{"milestones":[{"id":"M1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"lump","milestones":[{"id":"M1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"instalments","milestones":[{"id":"M1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","kind":"milestones","milestones":[{"id":"M1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"1"},null]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"1"}],"x":1}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"1","x":"y"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":1}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"1.01"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"0.33333"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"-0.5"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M1","share":"0.5"},{"id":"M1","share":"0.5"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"refund","share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"","share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":"M/1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":[{"id":1,"share":"1"}]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":["M1"]}""", false)]
    [InlineData("""{"kind":"milestones","milestones":{"id":"M1","share":"1"}}""", false)]
    [InlineData("""{"kind":1,"milestones":[{"id":"M1","share":"1"}]}""", false)]
    [InlineData("""[{"id":"M1","share":"1"}]""", false)]
    [InlineData("\"milestones\"", false)]
    [InlineData("null", false)]
    public void A_plan_is_a_list_of_distinct_milestones_or_malformed(string plan, bool isWellFormed)
    {
        var read = Read(Amend + plan + "}");
        (read.Rejection?.Code.ToString(), read.Rejection?.Field).ShouldBe(isWellFormed ? (null, null) : ("Malformed", "plan"));
    }

    [Theory]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"2026-03-31"}]}""", true)]
    [InlineData("""{"kind":"instalments","instalments":[{"due":"1900-01-01","id":"I1","share":"0"}]}""", true)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"1899-12-31"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"9000-01-01"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"2026-02-29"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"2026-3-31"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I1","share":"1","due":"2026-03-31","on":"x"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"refund","share":"1","due":"2026-03-31"}]}""", false)]
    [InlineData("""{"kind":"instalments","instalments":[{"id":"I","share":"0","due":"2026-03-31"},{"id":"I","share":"1","due":"2026-04-30"}]}""",
        false)]
    public void Instalments_have_distinct_ids_shares_and_days_or_are_malformed(string plan, bool isWellFormed)
    {
        var read = Read(Amend + plan + "}");
        (read.Rejection?.Code.ToString(), read.Rejection?.Field).ShouldBe(isWellFormed ? (null, null) : ("Malformed", "plan"));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("\"basis\":\"sales\"", "\"basis\":\"turnover\"", false)]
    [InlineData("\"form\":\"fixed\"", "\"form\":\"rising\"", false)]
    [InlineData("\"form\":\"fixed\"", "\"form\":\"Fixed\"", false)]
    [InlineData("\"above\":\"0.00\"", "\"above\":\"1.00\"", false)]
    [InlineData("\"above\":\"0.00\"", "\"above\":\"-1.00\"", false)]
    [InlineData("\"reportDays\":30", "\"reportDays\":36501", false)]
    [InlineData("\"reportDays\":30,", "", false)]
    [InlineData("\"id\":\"P2\"", "\"id\":\"P1\"", false)]
    [InlineData("\"id\":\"P2\"", "\"id\":\"entry\"", false)]
    [InlineData("\"id\":\"P2\"", "\"id\":\"refund\"", false)]
    [InlineData("2026-12-31", "2026-06-30", false)]
    [InlineData("2026-12-31", "9000-01-01", false)]
    [InlineData(",\"entryDue\":\"2026-03-31\"", "", false)]
    [InlineData("\"entryFee\":\"2.00\",", "", false)]
    [InlineData("\"minimum\":\"1.00\"", "\"minimum\":\"9.01\"", false)]
    [InlineData("\"minimum\":\"1.00\"", "\"minimum\":\"9.00\"", true)]
    [InlineData("\"cap\":\"9.00\"", "\"cap\":9", false)]
    [InlineData(",\"minimum\":\"1.00\",\"cap\":\"9.00\"", "", true)]
    public void A_royalty_is_as_described_or_malformed(string change, string to, bool isWellFormed)
    {
        var plan = """
            {"kind":"royalty","basis":"sales","form":"fixed","tiers":[{"above":"0.00","rate":"0.05"}],"reportDays":30,
            "periods":[{"id":"P1","ends":"2026-06-30"},{"id":"P2","ends":"2026-12-31"}],
            "entryFee":"2.00","entryDue":"2026-03-31","minimum":"1.00","cap":"9.00"}
            """;
        var read = Read(Amend + (change.Length == 0 ? plan : plan.Replace(change, to)) + "}");
        (read.Rejection?.Code.ToString(), read.Rejection?.Field).ShouldBe(isWellFormed ? (null, null) : ("Malformed", "plan"));
    }

    [Theory]
    [InlineData("rising", "0.00:0.05 1.00:0.06", true)]
    [InlineData("rising", "0.00:0.05 1.00:0.05", false)]
    [InlineData("rising", "0.00:0.05 1.00:0.06 1.00:0.07", false)]
    [InlineData("rising", "0.00:0.05", false)]
    [InlineData("falling", "0.00:0.05 1.00:0.04 9.00:0", true)]
    [InlineData("falling", "0.00:0.05 1.00:0.06", false)]
    [InlineData("fixed", "0.00:0.05 1.00:0.06", false)]
    public void Rates_move_as_the_form_says(string form, string tiers, bool isWellFormed)
    {
        var list = string.Join(',', tiers.Split(' ').Select(t => t.Split(':')).Select(t => $$"""{"above":"{{t[0]}}","rate":"{{t[1]}}"}"""));
        Read(Amend + $$"""
            {"kind":"royalty","basis":"profit","form":"{{form}}","tiers":[{{list}}],"reportDays":0,"periods":[{"id":"P","ends":"2026-06-30"}]}
            """ + "}").Rejection?.Field.ShouldBe(isWellFormed ? null : "plan");
    }

    [Theory]
    [InlineData("""[{"party":"X","share":"0.5"},{"party":"Y","share":"0.5"}]""", true)]
    [InlineData("""[{"party":"X","share":"0.5"},{"party":"Y","share":"0.5001"}]""", false)]
    [InlineData("""[{"party":"X","share":"0.5"},{"party":"X","share":"0.5"}]""", false)]
    [InlineData("""[{"party":"X"}]""", false)]
    [InlineData("""[{"party":"X","share":"0.5","name":"Li"}]""", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    public void Owners_are_distinct_parties_whose_shares_leave_something_or_nothing(string owners, bool isWellFormed)
    {
        var read = Read(Draft("service", $"\"owners\":{owners},", "0"));
        (read.Rejection?.Code.ToString(), read.Rejection?.Field).ShouldBe(isWellFormed ? (null, null) : ("Malformed", "owners"));
    }

    [Fact]
    public void The_fault_within_a_plan_is_told()
    {
        Read(Amend + """{"kind":"milestones","milestones":[{"id":"M1","share":"1.5"}]}}""").Rejection!.Detail.ShouldBe(
            "The field 'plan' is at fault: The field 'milestones' is at fault: "
            + "The field 'share' must be a rate in a string: from 0 to 1, at most four decimals.");
        Read(Amend + """{"kind":"lump"}}""").Rejection!.Detail!.ShouldStartWith(
            "The field 'plan' must be an object whose kind is one of milestones, instalments");
    }

    /// <summary>Journals written before there were other kinds hold a list where a plan stands.</summary>
    [Fact]
    public void A_stored_plan_of_milestones_is_a_list_and_any_other_names_its_kind()
    {
        DomainJson.Store<ContractPlan>(MarketDesk.Plan(("M1", "1"))).ToString().ShouldBe("""[{"id":"M1","share":10000}]""");
        DomainJson.Read<ContractPlan>(StoredJson.Of("""[{"id":"M1","share":10000}]""")).ShouldBeOfType<MilestonePlan>().Ids.ShouldBe(["M1"]);
        foreach (var kind in PlanKinds.All)
        {
            var plan = ((AmendContract)Read(Amend + kind.Example + "}").Envelope!.Command).Plan;
            plan.GetType().ShouldBe(kind.Type);
            var stored = DomainJson.Store(plan);
            DomainJson.Store(DomainJson.Read<ContractPlan>(stored)).ShouldBe(stored);
        }
    }

    [Fact]
    public void A_plan_has_at_most_a_hundred_milestones()
    {
        string Plan(int n) => string.Join(',', Enumerable.Range(0, n).Select(i => $$"""{"id":"M{{i}}","share":"0.01"}"""));
        Read(Amend + $$"""{"kind":"milestones","milestones":[{{Plan(100)}}]}""" + "}").Rejection.ShouldBeNull();
        Read(Amend + $$"""{"kind":"milestones","milestones":[{{Plan(101)}}]}""" + "}").Rejection!.Field.ShouldBe("plan");
    }

    [Theory]
    [InlineData("development", null, true)]
    [InlineData("development", "T1", false)]
    [InlineData("transfer", "T1", true)]
    [InlineData("transfer", null, false)]
    [InlineData("licence", "T1", true)]
    [InlineData("licence", null, false)]
    [InlineData("consulting", null, true)]
    [InlineData("consulting", "T1", false)]
    [InlineData("service", null, true)]
    [InlineData("service", "T1", false)]
    [InlineData("licence", "T/1", false)]
    [InlineData("license", "T1", false, "type")]
    [InlineData("Transfer", "T1", false, "type")]
    [InlineData("1", "T1", false, "type")]
    public void A_title_is_there_for_transfer_and_licence_and_only_for_these(
        string type, string? title, bool isWellFormed, string field = "title")
    {
        var read = Read(
            Draft(type, title is null ? "" : $"\"title\":\"{title}\",", "0"));
        (read.Rejection?.Code.ToString(), read.Rejection?.Field).ShouldBe(isWellFormed ? (null, null) : ("Malformed", field));
        (read.Envelope?.Command as DraftContract)?.Type.ToString().ToLowerInvariant().ShouldBe(type);
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData("\"1\"", false)]
    [InlineData("0", true)]
    [InlineData("36500", true)]
    [InlineData("36501", false)]
    public void Objection_days_are_a_whole_number_from_zero_on(string days, bool isWellFormed) => Read(
        Draft("service", "", days))
        .Rejection?.Field.ShouldBe(isWellFormed ? null : "objectionDays");

    [Theory]
    [InlineData("payout.instruct", "", """ "order":"O1" """, "O1")]
    [InlineData("payout.instruct", "", """ "contract":"K1","milestone":"M1" """, "K1/M1")]
    [InlineData("payout.confirm", "", """ "milestone":"refund","contract":"K1" """, "K1/refund")]
    [InlineData("payout.fail", ""","reason":"x" """, """ "contract":"K1","milestone":"M1" """, "K1/M1")]
    [InlineData("recovery.receive", ""","amount":"1.00" """, """ "contract":"K1","milestone":"M1" """, "K1/M1")]
    [InlineData("payout.instruct", "", """ "contract":"K1","milestone":"M1","owner":"X" """, "K1/M1/X")]
    [InlineData("payout.instruct", "", """ "contract":"K1" """, null)]
    [InlineData("payout.instruct", "", """ "milestone":"M1" """, null)]
    [InlineData("payout.instruct", "", """ "order":"O1","contract":"K1","milestone":"M1" """, null)]
    [InlineData("payout.confirm", "", """ "order":"O1","milestone":"M1" """, null)]
    [InlineData("payout.fail", ""","reason":"x" """, """ "order":"O1","contract":"K1" """, null)]
    [InlineData("recovery.receive", ""","amount":"1.00" """, """ "contract":"K1" """, null)]
    public void A_payout_is_named_by_its_order_or_by_contract_and_milestone(string @do, string more, string subject, string? expected)
    {
        var read = Read($$"""{"do":"{{@do}}",{{subject}}{{more}}}""");
        (read.Envelope?.Command as PayoutCommand)?.Order.ShouldBe(expected);
        read.Rejection?.Field.ShouldBe(expected is null ? "order" : null);
        (read.Rejection is null).ShouldBe(expected is not null);
    }

    [Fact]
    public void Two_names_of_payouts_cannot_be_confused()
    {
        (PayoutIds.ContractOf("K1/M1"), PayoutIds.MilestoneOf("K1/M1"), PayoutIds.IsBuyerRefund("K1/M1")).ShouldBe(("K1", "M1", false));
        (PayoutIds.ContractOf("O1"), PayoutIds.MilestoneOf("O1"), PayoutIds.IsBuyerRefund("refund")).ShouldBe((null, null, false));
        PayoutIds.IsBuyerRefund("K1/refund").ShouldBeTrue();
        PayoutIds.OfBid("L1", "refund").ShouldSatisfyAllConditions(
            b => PayoutIds.IsBidRefund(b).ShouldBeTrue(),
            b => PayoutIds.ContractOf(b).ShouldBeNull(),
            b => PayoutIds.MilestoneOf(b).ShouldBeNull(),
            b => PayoutIds.IsBuyerRefund(b).ShouldBeFalse());
        var key = new ContractKey("market:330000", "market:340000", null);
        ContractKey.Parse(key.ToString()).ShouldBe(key);
        ContractKey.Parse("a|b|T1").Title.ShouldBe("T1");
        Should.Throw<FormatException>(() => ContractKey.Parse("a|b"));
    }

    private static string Draft(string type, string title, string days) =>
        $$"""{"do":"contract.draft","contract":"K1","type":"{{type}}",{{title}}"seller":"S","buyer":"B","buyerMarket":"340000","""
        + $$""" "value":"1.00","technologyValue":"1.00","objectionDays":{{days}}, """
        + """ "plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1"}]}}""";

    private static ReadResult Read(string line) => CommandReader.Read(
        Encoding.UTF8.GetBytes("""{"as":"market:330000","at":"2026-03-02T09:00:00+08:00",""" + line[1..]), "test", null);
}
