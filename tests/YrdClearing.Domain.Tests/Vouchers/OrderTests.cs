using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Vouchers;
using static YrdClearing.Domain.Tests.Vouchers.VoucherDesk;

namespace YrdClearing.Domain.Tests.Vouchers;

public sealed class OrderTests
{
    private static readonly BankAccount Account = new("313651027012", "6222000000000001", "Account");

    [Fact]
    public void An_order_is_refused_by_the_first_rule_it_breaks()
    {
        const string rep = "91330000MAXX00031U", mine = "91340000MAXX0004XP";
        var desk = new VoucherDesk();
        desk.Setup(Operator, new ApplyProvider(rep, "Rep", SH, ["testing"], "rep-1", null, Account));
        desk.Setup(Operator, new ApplyProvider(mine, "Mine", SH, ["testing"], "rep-9", "ctl-1", Account));
        desk.Setup(Operator, new ApplyProvider(E, "Itself", SH, ["testing"], null, null, Account));
        desk.Setup(Enterprise, new ApplyVoucher("V1", E, SH, Yuan("10000.00")));
        desk.Do(Enterprise, Place("1.00")).ShouldBe("wrong_state");
        desk.Setup(Wang, new ApproveVoucher("V1"));
        desk.Table(
            ("not_found",                       Enterprise,         Place("1.00", provider: "91330000MAXX00322Y")),
            ("not_allowed",                     "enterprise:" + E2, Place("0.00")),
            ("not_allowed",                     Li,                 Place("0.00")),
            ("invalid_amount",                  Enterprise,         Place("0.00")),
            ("provider_not_recognised",         Enterprise,         Place("1.00", provider: rep, service: "training")),
            ("ok",                              Li,                 new RecogniseProvider(rep)),
            ("ok",                              Li,                 new RecogniseProvider(mine)),
            ("ok",                              Li,                 new RecogniseProvider(E)),
            ("service_not_offered",             Enterprise,         Place("1.00", provider: rep, service: "training")),
            ("service_not_offered",             Enterprise,         Place("1.00", provider: Abroad, service: "design")),
            ("service_excluded",                Enterprise,         Place("1.00", service: "training")),
            ("related_party",                   Enterprise,         Place("99999999.00", provider: rep)),
            ("related_party",                   Enterprise,         Place("1.00", provider: mine)),
            ("related_party",                   Enterprise,         Place("1.00", provider: E)),
            ("voucher_balance_insufficient",    Enterprise,         Place("20000.02")),
            ("ok",                              Enterprise,         Place("20000.00")),
            ("already_exists",                  Li,                 Place("0.00")),
            ("voucher_balance_insufficient",    Enterprise,         Place("0.02", "O2")),
            ("ok",                              Enterprise,         Place("0.01", "O2")),
            ("ok",                              Su,                 new ListIntegrity(Abroad, "x")),
            ("integrity_listed",                Enterprise,         Place("1.00", "O3", Abroad)),
            ("ok",                              Su,                 new ClearIntegrity(Abroad, "x")),
            ("ok",                              Li,                 new ObjectProvider(Abroad, SH, "x")),
            ("provider_not_effective",          Enterprise,         Place("1.00", "O3", Abroad)),
            ("ok",                              Su,                 new ListIntegrity(E, "x")),
            ("integrity_listed",                Enterprise,         Place("1.00", "O3", rep)));
    }

    [Fact]
    public void An_orders_id_is_taken_in_the_whole_network_and_outranks_who_asks()
    {
        var desk = new VoucherDesk().Issued().Issued("1.00", "V2").Placed();
        desk.Table(
            ("already_exists", "enterprise:" + E2, Place("0.00", voucher: "V2")),
            ("not_found",      Enterprise,         Place("1.00", voucher: "V3")));
        desk.Network.IsTaken("order/O1").ShouldBeTrue();
    }

    /// <summary>domain.md, check case 4: use-by ends with its day at +08:00.</summary>
    [Fact]
    public void An_order_at_24_00_of_use_by_is_refused()
    {
        var desk = new VoucherDesk().Issued();
        desk.LastMicrosecondOf("2026-04-01").Do(Enterprise, Place("1.00")).ShouldBe("ok");
        desk.EndOf("2026-04-01").Do(Enterprise, Place("1.00", "O2")).ShouldBe("voucher_expired");
        desk.Do(Enterprise, Place("1.00", "O2", service: "training")).ShouldBe("voucher_expired");
    }

    [Fact]
    public void An_order_needs_a_policy_even_where_its_voucher_has_one()
    {
        var state = new VoucherDesk().Issued().Voucher();
        VoucherDecider.Decide(state, Given.By(Enterprise), Place("1.00"), new() { Provider = ProviderOf(), ProviderListed = true })
            .Outcome().ShouldBe("no_policy");
    }

    /// <summary>domain.md, check cases 1, 2 and 5; scenario.md, Readings, "Orders".</summary>
    [Theory]
    [InlineData("200000.00", Local,  null,       CapMode.Reject, "100000.00", "100000.00")]
    [InlineData("100000.00", Abroad, null,       CapMode.Reject, "40000.00",  "60000.00")]
    [InlineData("333.33",    Local,  null,       CapMode.Reject, "166.66",    "166.67")]
    [InlineData("0.03",      Local,  null,       CapMode.Reject, "0.01",      "0.02")]
    [InlineData("0.01",      Local,  null,       CapMode.Reject, "0.00",      "0.01")]
    [InlineData("90000.00",  Local,  "30000.00", CapMode.Reject, "30000.00",  "60000.00")]
    [InlineData("300000.00", Local,  null,       CapMode.Clamp,  "100000.00", "200000.00")]
    [InlineData("300000.00", Local,  "90000.00", CapMode.Clamp,  "90000.00",  "210000.00")]
    public void Subsidy_is_the_floor_of_price_times_rate_capped_and_clamped(
        string price, string provider, string? cap, CapMode mode, string subsidy, string own)
    {
        var desk = new VoucherDesk(policy: p => p with { OrderCap = cap is null ? null : Yuan(cap), CapMode = mode }).Issued();
        desk.Placed(price, provider: provider);
        (desk.Order().Subsidy, desk.Order().Own).ShouldBe((Yuan(subsidy), Yuan(own)));
        desk.Voucher().Standing.Reserved.ShouldBe(Yuan(subsidy));
    }

    /// <summary>domain.md, check case 2: 50,000.00 are left and 50,000.01 wanted.</summary>
    [Theory]
    [InlineData(CapMode.Reject, "voucher_balance_insufficient")]
    [InlineData(CapMode.Clamp, "ok")]
    public void More_than_the_vouchers_available_is_refused_or_clamped(CapMode mode, string outcome)
    {
        var desk = new VoucherDesk(policy: p => p with { CapMode = mode }).Issued("300000.00").Placed("500000.00");
        desk.Do(Enterprise, Place("100000.02", "O2")).ShouldBe(outcome);
        if (outcome == "ok")
        {
            (desk.Order("O2").Subsidy, desk.Order("O2").Own).ShouldBe((Yuan("50000.00"), Yuan("50000.02")));
            desk.Do(Enterprise, Place("0.02", "O3")).ShouldBe("voucher_balance_insufficient");
            desk.Do(Enterprise, Place("0.01", "O3")).ShouldBe("ok");
        }
    }

    [Fact]
    public void A_refused_balance_says_what_there_was_and_what_was_wanted()
    {
        var desk = new VoucherDesk().Issued("10.00");
        var enterprise = new EnterpriseState(E, "E", "310115", true, null, null, null);
        var facts = new VoucherFacts { Policy = PolicyOf(), Provider = ProviderOf(), Enterprise = enterprise };
        VoucherDecider.Decide(desk.Voucher(), Given.By(Enterprise), Place("50.00"), facts).Rejection
            .ShouldBe(new(RejectionCode.VoucherBalanceInsufficient, "price", null, Yuan("10.00"), Yuan("25.00"), "P9"));
    }

    /// <summary>Whose turn each step is and where it may be taken; columns: Placed, Accepted, Delivered, Disputed, Confirmed.</summary>
    [Fact]
    public void Steps_are_taken_by_the_right_party_in_the_right_state()
    {
        (string Who, Command Step, string Wrong, string States)[] table =
        [
            (LocalProvider, new AcceptOrder("O1"),                              Enterprise,     "ok -- -- -- --"),
            (LocalProvider, new DeclineOrder("O1"),                             AbroadProvider, "ok -- -- -- --"),
            (LocalProvider, new DeliverOrder("O1", "C", "I", Yuan("1.00")),     Enterprise,     "-- ok -- -- --"),
            (Enterprise,    new ConfirmOrder("O1"),                             LocalProvider,  "-- -- ok -- --"),
            (Enterprise,    new DisputeOrder("O1"),                             LocalProvider,  "-- -- ok -- --"),
            (Enterprise,    new CancelOrder("O1", "x"),                         LocalProvider,  "ok ok -- ok --"),
            (Li,            new CancelOrder("O1", "x"),                         Su,             "ok ok -- ok --"),
        ];
        foreach (var (who, step, wrong, states) in table)
        {
            foreach (var (outcome, n) in states.Split(' ').Select((s, n) => (s == "--" ? "wrong_state" : s, n)))
            {
                var desk = OrderAt(n);
                desk.Do(wrong, step).ShouldBe("not_allowed", step.ToString());
                desk.Do(who, step).ShouldBe(outcome, $"{desk.StatusOf()} {step}");
            }
        }
    }

    [Fact]
    public void Delivery_lowers_the_subsidy_and_releases_the_rest()
    {
        var desk = new VoucherDesk(policy: p => p with { OrderCap = Yuan("10000.00") }).Issued().Placed("80000.00");
        desk.Setup(LocalProvider, new AcceptOrder("O1"));
        desk.Table(
            ("invalid_amount",          LocalProvider, new DeliverOrder("O1", "C", "I", Yuan("0.00"))),
            ("invoice_exceeds_price",   LocalProvider, new DeliverOrder("O1", "C", "I", Yuan("80000.01"))),
            ("ok",                      LocalProvider, new DeliverOrder("O1", "C", "I", Yuan("15000.01"))));
        var o = desk.Order();
        (o.Subsidy, o.Own, o.InvoiceAmount, o.Contract, o.Invoice)
            .ShouldBe((Yuan("7500.00"), Yuan("7500.01"), Yuan("15000.01"), "C", "I"));
        desk.Standing().ShouldBe("PartlyUsed 92500.00 7500.00 0.00");
        desk.Delivered("80000.00", "O2", invoiced: "30000.00").Order("O2").Subsidy.ShouldBe(Yuan("10000.00"));
        desk.Balances(SH, "budget:issued", "budget:reserved").ShouldBe(["budget:issued -82500.00", "budget:reserved -17500.00"]);
    }

    /// <summary>A subsidy of nothing takes every step, and no step posts anything.</summary>
    [Fact]
    public void An_order_without_subsidy_takes_every_step()
    {
        var desk = new VoucherDesk().Issued().Paid("0.01", provider: Abroad);
        desk.StatusOf().ShouldBe("Confirmed/Paid");
        desk.Standing().ShouldBe("Issued 100000.00 0.00 0.00");
        desk.Balances(JS, "").ShouldBe(["assets:cash 100000.00", "equity:treasury -100000.00"]);
        desk.Do(Li, new ClawBackClaim("O1", Yuan("0.01"), "x")).ShouldBe("amount_exceeds_claim");
    }

    /// <summary>Placed and Accepted orders past use-by stay; a Confirmed one lapses when claim-by has passed.</summary>
    [Fact]
    public void A_confirmed_order_lapses_past_claim_by_and_others_stay()
    {
        var desk = new VoucherDesk().Issued()
            .Placed("10.00", "O1").Confirmed("20.00", "O2").Submitted("40.00", "O3").Submitted("80.00", "O4");
        desk.Setup(Li, new ReturnClaim("O4", "x"));
        desk.LastMicrosecondOf("2026-04-11").RunDeadlines();
        new[] { "O1", "O2", "O3", "O4" }.Select(desk.StatusOf)
            .ShouldBe(["Placed/-", "Confirmed/-", "Confirmed/Submitted", "Confirmed/Returned"]);
        desk.EndOf("2026-04-11").RunDeadlines();
        new[] { "O1", "O2", "O3", "O4" }.Select(desk.StatusOf)
            .ShouldBe(["Placed/-", "Lapsed/-", "Confirmed/Submitted", "Lapsed/Returned"]);
        desk.Standing().ShouldBe("Lapsed 0.00 25.00 0.00");
        desk.Order("O2").Subsidy.ShouldBe(Yuan("10.00"));
        desk.Network.IsTaken("invoice/I-O4").ShouldBeTrue();
        desk.Do(LocalProvider, new SubmitClaim("O4")).ShouldBe("wrong_state");
    }

    [Fact]
    public void An_order_keeps_the_policy_it_was_placed_under()
    {
        var desk = new VoucherDesk().Issued().Placed("100.00");
        desk.Publish(p => p with { Version = "P2", Rate = Rate.Parse("0.10") }, FundingRoute.R1);
        desk.Placed("100.00", "O2");
        var (first, second) = (desk.Order("O1"), desk.Order("O2"));
        (first.Policy, first.Route, first.Payee, first.Subsidy).ShouldBe(("P1", FundingRoute.R3, Local, Yuan("50.00")));
        (second.Policy, second.Route, second.Payee, second.Subsidy).ShouldBe(("P2", FundingRoute.R1, E, Yuan("10.00")));
        desk.Setup(LocalProvider, new AcceptOrder("O1"));
        desk.Setup(LocalProvider, new DeliverOrder("O1", "C", "I", Yuan("80.00")));
        desk.Order("O1").Subsidy.ShouldBe(Yuan("40.00"));
    }

    [Theory]
    [InlineData(FundingRoute.R1, Abroad, E, "fund:310000")]
    [InlineData(FundingRoute.R2, Abroad, Abroad, "fund:310000")]
    [InlineData(FundingRoute.R3, Abroad, Abroad, "fund:320000")]
    [InlineData(FundingRoute.R3, Local, Local, "fund:310000")]
    public void The_route_says_who_is_paid_by_whom(FundingRoute route, string provider, string payee, string payingBook)
    {
        var desk = new VoucherDesk(route).Issued().Placed(provider: provider);
        (desk.Order().Payee, desk.Order().PayingBook).ShouldBe((payee, payingBook));
    }

    private static PlaceOrder Place(
        string price, string order = "O1", string provider = Local, string service = "testing", string voucher = "V1") => new(voucher, order, provider, service, Yuan(price));

    private static Policy PolicyOf() => new()
    {
        Version = "P9",
        From = new(2026, 1, 1),
        Source = "x",
        Route = FundingRoute.R1,
        Rate = Rate.Parse("0.50"),
        AnnualCap = Yuan("1.00"),
        UseDays = 1,
        ClaimDays = 1,
    };

    private static ProviderState ProviderOf() => new(
        Local, "Local", SH, ["testing"], null, null, new("313651027012", "h", "****", "Local"), ProviderStatus.Recognised,
        new Dictionary<string, RecognitionStatus> { [SH] = RecognitionStatus.Effective });

    private static VoucherDesk OrderAt(int n)
    {
        var desk = new VoucherDesk().Issued();
        switch (n)
        {
            case 0:
                return desk.Placed();
            case 1:
                desk.Placed().Setup(LocalProvider, new AcceptOrder("O1"));
                return desk;
            case 2:
                return desk.Delivered();
            case 3:
                desk.Delivered().Setup(Enterprise, new DisputeOrder("O1"));
                return desk;
            default:
                return desk.Confirmed();
        }
    }
}
