using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Server.Replay;

namespace YrdClearing.System.Tests.Replay;

public sealed class LanesTests
{
    private const string E1 = "91310000MAXX00015X";
    private const string P1 = "91320000MAXX00023W";

    /// <summary>
    /// What the lines before say: vouchers V1 (Shanghai, R3) and V2 (Zhejiang, R1), orders O1 and O2 with a provider of Jiangsu.
    /// </summary>
    private static readonly string[] Before =
    [
        """{"do":"policy.publish","fund":"310000","version":"A","from":"2026-01-01","source":"s","route":"R3","rate":"0.50","annualCap":"1.00","useDays":1,"claimDays":1}""",
        """{"do":"policy.publish","fund":"330000","version":"B","from":"2026-01-01","source":"s","route":"R1","rate":"0.50","annualCap":"1.00","useDays":1,"claimDays":1}""",
        $$"""{"do":"provider.apply","provider":"{{P1}}","name":"n","fund":"320000","services":["s"],"account":{"bankCode":"1","number":"1","name":"n"} }""",
        $$"""{"do":"voucher.apply","voucher":"V1","enterprise":"{{E1}}","fund":"310000","amount":"1.00"}""",
        $$"""{"do":"voucher.apply","voucher":"V2","enterprise":"{{E1}}","fund":"330000","amount":"1.00"}""",
        $$"""{"do":"order.place","voucher":"V1","order":"O1","provider":"{{P1}}","service":"s","price":"1.00"}""",
        $$"""{"do":"order.place","voucher":"V2","order":"O2","provider":"{{P1}}","service":"s","price":"1.00"}""",
        """{"do":"order.deliver","order":"O1","contract":"c","invoice":"N1","invoiceAmount":"1.00"}""",
        Draft("K1", "transfer", ",\"title\":\"T1\""),
        Draft("K2", "service", ""),
        """{"do":"licence.offer","offer":"OL1","title":"T2","seller":"E","value":"1.00","technologyValue":"1.00","objectionDays":1,"plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1"}]}}""",
        """{"do":"licence.accept","contract":"K3","offer":"OL1","buyer":"E","buyerMarket":"340000"}""",
    ];

    [Theory]
    [InlineData("""{"do":"fund.open","fund":"310000","name":"n"}""")]
    [InlineData("""{"do":"integrity.list","party":"91310000MAXX00015X","reason":"r"}""")]
    [InlineData("""{"do":"deadlines.run"}""")]
    [InlineData("""{"do":"market.open","market":"310000","name":"n","feeRate":"0.01","sellerShare":"0.5"}""")]
    [InlineData("""{"do":"title.register","title":"T1","holder":"E","kind":"k"}""")]
    [InlineData("""{"do":"cycle.cut-off","cycle":"C1","mode":"gross"}""")]
    [InlineData("""{"do":"listing.deal","listing":"L1","contract":"K1"}""")]
    [InlineData("""{"do":"licence.withdraw","offer":"OL1","reason":"r"}""")]
    [InlineData("""{"do":"payout.instruct","listing":"L1","bidder":"E"}""")]
    [InlineData("""{"do":"cycle.calculate","cycle":"C1"}""")]
    [InlineData("""{"do":"cycle.instruct","cycle":"C1"}""")]
    public void What_may_matter_to_any_line_is_a_barrier(string line) => Of(line).ShouldBeNull();

    [Theory]
    [InlineData("""{"do":"fund.deposit","fund":"310000","amount":"1.00"}""", "cash:310000~")]
    [InlineData("""{"do":"fund.appropriate","fund":"310000","amount":"1.00"}""", "budget:310000~")]
    [InlineData("""{"do":"enterprise.register","enterprise":"E","name":"n","region":"310000","sme":true}""", "enterprise:E")]
    [InlineData("""{"do":"provider.recognise","provider":"P"}""", "provider:P")]
    [InlineData("""{"do":"voucher.apply","voucher":"V9","enterprise":"E","fund":"310000","amount":"1.00"}""", "enterprise:E voucher:V9")]
    [InlineData("""{"do":"voucher.approve","voucher":"V1"}""", "budget:310000 enterprise:" + E1 + " voucher:V1")]
    [InlineData("""{"do":"voucher.reject","voucher":"V1","reason":"r"}""", "enterprise:" + E1 + " voucher:V1")]
    [InlineData("""{"do":"voucher.return","voucher":"V1"}""", "budget:310000~ enterprise:" + E1 + " voucher:V1")]
    [InlineData("""{"do":"voucher.approve","voucher":"V7"}""", "voucher:V7")]
    [InlineData("""{"do":"order.confirm","order":"O1"}""", "enterprise:" + E1 + " order:O1 voucher:V1")]
    [InlineData("""{"do":"order.cancel","order":"O1","reason":"r"}""", "budget:310000~ enterprise:" + E1 + " order:O1 voucher:V1")]
    [InlineData("""{"do":"order.confirm","order":"O7"}""", "order:O7")]
    [InlineData("""{"do":"claim.submit","order":"O1"}""", "enterprise:" + E1 + " invoice/N1 order:O1 provider:" + P1 + "~ voucher:V1")]
    [InlineData("""{"do":"claim.reject","order":"O1","reason":"r"}""",
        "budget:310000~ enterprise:" + E1 + " invoice/N1 order:O1 voucher:V1")]
    [InlineData("""{"do":"claim.approve","order":"O1"}""", "due:310000~ enterprise:" + E1 + " order:O1 voucher:V1")]
    [InlineData("""{"do":"claim.claw-back","order":"O1","amount":"1.00","reason":"r"}""",
        "budget:310000~ due:320000~ enterprise:" + E1 + " order:O1 voucher:V1")]
    [InlineData("""{"do":"payout.instruct","order":"O1"}""", "cash:320000 order:O1")]
    [InlineData("""{"do":"payout.instruct","order":"O2"}""", "cash:330000 order:O2")]
    [InlineData("""{"do":"payout.confirm","order":"O1"}""", "order:O1")]
    [InlineData("""{"do":"payout.fail","order":"O1","reason":"r"}""", "cash:320000~ order:O1")]
    [InlineData("""{"do":"recovery.receive","order":"O1","amount":"1.00"}""", "cash:320000~ order:O1")]
    [InlineData("""{"do":"contract.sign","contract":"K1"}""", "cash:market:340000~ contract:K1 title:T1")]
    [InlineData("""{"do":"contract.sign","contract":"K2"}""", "cash:market:340000~ contract:K2")]
    [InlineData("""{"do":"contract.fund","contract":"K1","amount":"1.00"}""", "contract:K1")]
    [InlineData("""{"do":"contract.register","contract":"K1","number":"N","technologyValue":"1.00"}""", "contract:K1 registration:N")]
    [InlineData("""
        {"do":"registration.record","number":"N","date":"2026-03-02","type":"service","seller":"S","sellerName":"s","sellerRegion":"330000",
        "buyer":"B","buyerName":"b","buyerRegion":"340000","contractValue":"1.00","technologyValue":"1.00"}
        """, "registration:N")]
    [InlineData("""{"do":"contract.refuse","contract":"K1","reason":"r"}""", "contract:K1 title:T1")]
    [InlineData("""{"do":"contract.terminate","contract":"K1","reason":"r"}""", "cash:market:340000~ contract:K1 title:T1")]
    [InlineData("""{"do":"milestone.accept","contract":"K1","milestone":"M1"}""", "cash:market:340000~ contract:K1 title:T1")]
    [InlineData("""{"do":"milestone.deliver","contract":"K1","milestone":"M1"}""", "contract:K1")]
    [InlineData("""{"do":"payout.instruct","contract":"K1","milestone":"M1"}""", "cash:market:330000 contract:K1")]
    [InlineData("""{"do":"payout.instruct","contract":"K1","milestone":"refund"}""", "cash:market:340000 contract:K1")]
    [InlineData("""{"do":"payout.confirm","contract":"K1","milestone":"M1"}""", "contract:K1")]
    [InlineData("""{"do":"payout.fail","contract":"K1","milestone":"refund","reason":"r"}""", "cash:market:340000~ contract:K1")]
    [InlineData("""{"do":"recovery.receive","contract":"K1","milestone":"M1","amount":"1.00"}""", "cash:market:330000~ contract:K1")]
    [InlineData("""{"do":"compensation.deposit","market":"340000","amount":"1.00"}""", "cash:market:340000~")]
    [InlineData("""{"do":"use.trigger","contract":"K2","evidence":"e"}""", "contract:K2")]
    [InlineData("""{"do":"subrogation.receive","contract":"K2","amount":"1.00"}""", "cash:market:340000~ contract:K2")]
    [InlineData("""{"do":"licence.accept","contract":"K4","offer":"OL1","buyer":"E","buyerMarket":"340000"}""",
        "contract:K4 drafts:market:340000 enterprise:E~ title:T2")]
    [InlineData("""{"do":"contract.refuse","contract":"K3","reason":"r"}""", "contract:K3 title:T2")]
    [InlineData("""{"do":"bid.deposit","listing":"L1","bidder":"E","market":"340000","amount":"1.00"}""", "enterprise:E~ listing:L1")]
    [InlineData("""{"do":"cycle.confirm","cycle":"C1"}""", "cycle:C1")]
    [InlineData("""{"do":"cycle.pay","cycle":"C1","from":"310000","to":"320000"}""",
        "cash:310000 cash:320000 cash:market:310000~ cash:market:320000~ cycle:C1")]
    [InlineData("""{"do":"cycle.close","cycle":"C1"}""", "cycle:C1")]
    public void A_line_has_the_lanes_its_outcome_may_depend_on(string line, string expected) =>
        string.Join(' ', Of(line)!.Select(l => l.Name + (l.IsShared ? "~" : "")).Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Fact]
    public void Placing_an_order_shares_its_provider() =>
        Of($$"""{"do":"order.place","voucher":"V1","order":"O9","provider":"{{P1}}","service":"s","price":"1.00"}""")!
            .ShouldBe([new("voucher:V1", false), new("enterprise:" + E1, false), new("order:O9", false), new("provider:" + P1, true)]);

    [Fact]
    public void An_id_that_a_line_brings_is_a_lane() =>
        Lanes.Of(Command("""{"do":"provider.recognise","provider":"P"}"""), "K-1", new())!.ShouldContain(new Lane("id:K-1", false));

    [Fact]
    public void Two_applications_for_one_voucher_id_count_both()
    {
        var known = Known();
        Learn(known, """{"do":"voucher.apply","voucher":"V1","enterprise":"E2","fund":"340000","amount":"1.00"}""");
        var lanes = Lanes.Of(Command("""{"do":"voucher.approve","voucher":"V1"}"""), null, known)!;
        lanes.Select(l => l.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["budget:310000", "budget:340000", "enterprise:" + E1, "enterprise:E2", "voucher:V1"]);
    }

    [Fact]
    public void With_a_net_debit_cap_approvals_of_a_fund_run_one_after_the_other()
    {
        var known = Known();
        var capped = Before[0].Replace("\"A\"", "\"C\"").Replace("\"route\"", "\"netDebitCap\":\"5.00\",\"route\"");
        Learn(known, capped);
        Lanes.Of(Command("""{"do":"claim.approve","order":"O1"}"""), null, known)!.ShouldContain(new Lane("due:310000", false));
    }

    [Fact]
    public void A_fund_that_changed_its_route_may_pay_itself_or_have_the_host_pay()
    {
        var known = Known();
        Learn(known, Before[0].Replace("\"A\"", "\"C\"").Replace("R3", "R2"));
        var lanes = Lanes.Of(Command("""{"do":"payout.instruct","order":"O1"}"""), null, known)!;
        lanes.Select(l => l.Name).Order(StringComparer.Ordinal).ShouldBe(["cash:310000", "cash:320000", "order:O1"]);
    }

    /// <summary>Found by reading: the one that came second in the file could be the one that had it.</summary>
    [Fact]
    public void An_invoice_is_one_lane_however_it_is_typed()
    {
        var known = Known();
        Learn(known, """{"do":"order.deliver","order":"O2","contract":"c","invoice":" ｎ1","invoiceAmount":"1.00"}""");
        Lanes.Of(Command("""{"do":"claim.submit","order":"O2"}"""), null, known)!.ShouldContain(new Lane("invoice/N1", false));
    }

    [Fact]
    public void Drafting_shares_its_parties_and_its_title() =>
        Of(Draft("K9", "licence", ",\"title\":\"T1\""))!.ShouldBe(
        [
            new("contract:K9", false), new("drafts:market:340000", false), new("enterprise:S", true), new("enterprise:B", true),
            new("title:T1", true),
        ]);

    private static string Draft(string contract, string type, string title) =>
        $$"""{"do":"contract.draft","contract":"{{contract}}","type":"{{type}}","seller":"S","buyer":"B","buyerMarket":"340000","""
        + """ "value":"1.00","technologyValue":"1.00","objectionDays":1, """
        + """ "plan":{"kind":"milestones","milestones":[{"id":"M1","share":"1"}]}""" + title + "}";

    private static List<Lane>? Of(string line) => Lanes.Of(Command(line), null, Known());

    private static KnownThings Known()
    {
        var known = new KnownThings();
        foreach (var line in Before)
        {
            Learn(known, line);
        }
        return known;
    }

    private static void Learn(KnownThings known, string line)
    {
        var envelope = Read(line);
        known.Learn(envelope.Command, envelope.Actor);
    }

    private static Command Command(string line) => Read(line).Command;

    private static Envelope Read(string line)
    {
        string[] ofMarkets = ["contract.draft", "licence.offer"];
        var actor = ofMarkets.Any(d => line.Contains(d, StringComparison.Ordinal)) ? "market:330000" : "operator:network";
        var whole = $$"""{"as":"{{actor}}","at":"2026-03-02T09:00:00+08:00",""" + line[1..];
        var read = CommandReader.Read(Encoding.UTF8.GetBytes(whole), "test", null);
        read.Rejection.ShouldBeNull();
        return read.Envelope!;
    }
}
