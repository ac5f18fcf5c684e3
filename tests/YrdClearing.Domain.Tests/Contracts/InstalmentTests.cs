using CsCheck;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;
using static YrdClearing.Domain.Tests.Contracts.MarketDesk;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>A price in instalments by date: each leaves the escrow on its day, without a delivery.</summary>
public sealed class InstalmentTests
{
    /// <summary>1,000,000.00: 300,000.00 on 2026-03-31, 400,000.00 on 06-30, 300,000.00 on 09-30.</summary>
    private static DraftContract InInstalments(string contract = "K1", ContractType type = ContractType.Development, string? title = null) =>
        Draft(contract, type, title) with
        {
            Plan = Instalments(("I1", "0.30", "2026-03-31"), ("I2", "0.40", "2026-06-30"), ("I3", "0.30", "2026-09-30")),
        };

    private static AcceptMilestone Accept(string instalment) => new("K1", instalment);

    [Fact]
    public void An_instalment_is_released_on_its_day_and_not_before()
    {
        var desk = new MarketDesk().Performing(InInstalments()).LastMicrosecondOf("2026-03-30");
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Pending/Pending/Pending");
        desk.EndOf("2026-03-30").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Pending/Pending", "00:00 of its day is its day");
        desk.Balances(AH).ShouldBe(
        [
            "assets:cash 300000.00", "assets:escrow 700000.00", "income:fees -1200.00", "liabilities:due-to:market:330000 -298800.00",
            "liabilities:escrow:K1 -700000.00",
        ]);
        desk.Balances(ZJ).ShouldBe(
            ["assets:due-from:market:340000 298800.00", "income:fees -1800.00", $"liabilities:sellers:{S} -297000.00"]);
        desk.Network.Events.OfType<MilestoneReleased>().ShouldAllBe(e => e.IsDeemed);
        ContractView.Of(desk.Contract()).Milestones.Select(m => $"{m.Id} {m.Due} {m.Amount} {m.AcceptBy}").ShouldBe(
            ["I1 2026-03-31 300000.00 ", "I2 2026-06-30 400000.00 ", "I3 2026-09-30 300000.00 "]);
    }

    [Fact]
    public void What_the_escrow_does_not_cover_waits_for_a_later_run_and_the_last_one_completes()
    {
        var desk = new MarketDesk().Performing(InInstalments(), "399999.99").At("2026-10-01");
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Pending/Pending", "I1 comes first; I2 and I3 are due and not covered");
        desk.Setup(Bank, new FundContract("K1", Yuan("600000.01")));
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Completed Released/Released/Released");
        desk.Network.Events.OfType<MarketDeadlinesRun>().Select(e => e.Milestones).Where(n => n > 0).ShouldBe([1, 2]);
    }

    [Fact]
    public void Only_a_contract_that_performs_releases()
    {
        var desk = new MarketDesk().Registered(InInstalments()).At("2026-04-01");
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Registered Pending/Pending/Pending");
        desk.Setup(Bank, new FundContract("K1", Yuan("1000000.00")));
        desk.Setup(Buyer, new DisputeContract("K1", "no technology came"));
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Disputed Pending/Pending/Pending");
        desk.Setup(Li, new ResolveContract("K1", "it came"));
        desk.Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Pending/Pending", "a dispute moves no day");
    }

    [Fact]
    public void Nothing_is_delivered_or_objected_to_and_the_buyer_may_pay_earlier()
    {
        var desk = new MarketDesk().Performing(InInstalments(), "400000.00");
        desk.Table(
            ("not_found",           Buyer,      Accept("M1")),
            ("not_allowed",         Buyer,      new DeliverMilestone("K1", "I1")),
            ("wrong_state",         Seller,     new DeliverMilestone("K1", "I1")),
            ("not_allowed",         Seller,     new ObjectToMilestone("K1", "I1", "x")),
            ("wrong_state",         Buyer,      new ObjectToMilestone("K1", "I1", "x")),
            ("not_allowed",         Seller,     Accept("I2")),
            ("ok",                  Buyer,      Accept("I2")),
            ("escrow_insufficient", Buyer,      Accept("I1")),
            ("wrong_state",         Buyer,      Accept("I2")),
            ("ok",                  Li,         new RefundMilestone("K1", "I2", Yuan("400000.00"), "ruling")),
            ("amount_exceeds_contract", Li,     new RefundMilestone("K1", "I2", Yuan("0.01"), "ruling")));
        desk.Status().ShouldBe("Performing Pending/Released/Pending");
    }

    [Fact]
    public void A_plan_is_checked_as_milestones_are()
    {
        var desk = new MarketDesk();
        desk.Table(
            ("shares_not_one",  Li, InInstalments() with { Plan = Instalments(("I1", "0.30", "2026-03-31")) }),
            ("shares_not_one",  Li, InInstalments() with { Plan = Instalments(("I1", "0.60", "2026-03-31"), ("I2", "0.60", "2026-03-31")) }),
            ("ok",              Li, InInstalments()));
    }

    [Fact]
    public void An_amendment_may_turn_milestones_into_instalments_and_back()
    {
        var desk = new MarketDesk().Performing().Release("M1");
        desk.Setup(Li, new AmendContract(
            "K1", Yuan("900000.00"), Yuan("1.00"), Instalments(("I1", "0.50", "2026-03-03"), ("I2", "0.50", "2026-12-31"))));
        desk.Sign().At("2026-03-03").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Released/Pending");
        ContractView.Of(desk.Contract()).Milestones.Select(m => $"{m.Id} {m.Amount} {m.Due}").ShouldBe(
            ["M1 300000.00 ", "I1 300000.00 2026-03-03", "I2 300000.00 2026-12-31"]);
        desk.Table(
            ("already_exists", Li, new AmendContract("K1", Yuan("900000.00"), Yuan("1.00"), Instalments(("I1", "1", "2026-12-31")))),
            ("shares_not_one", Li, new AmendContract("K1", Yuan("900000.00"), Yuan("1.00"), Instalments(("I9", "0.5", "2026-12-31")))),
            ("ok",             Li, new AmendContract("K1", Yuan("900000.00"), Yuan("1.00"), Plan(("I2", "1")))));
        desk.Sign().At("2027-01-01").Setup(Operator, new RunDeadlines());
        desk.Status().ShouldBe("Performing Released/Released/Pending", "I2 is a milestone now and falls due by acceptance");
        desk.Release("I2").Status().ShouldBe("Completed Released/Released/Released");
    }

    [Fact]
    public void The_last_instalment_of_a_transfer_passes_the_title()
    {
        var desk = new MarketDesk().Titled().Performing(InInstalments(type: ContractType.Transfer, title: "T1")).At("2026-09-30");
        desk.Setup(Operator, new RunDeadlines());
        (desk.Status(), desk.Title()).ShouldBe(("Completed Released/Released/Released", "buyer"));
    }

    /// <summary>Whatever was funded when: no fen is lost, and all is released once all is due and funded.</summary>
    [Fact]
    public void Nothing_is_lost_however_it_is_funded() => Gen.Select(
            Gen.Long[1, 99_999_999], Gen.Int[0, 10_000], Gen.Double[0, 1], Gen.Int[0, 300])
        .Sample((fen, share, part, day) =>
        {
            var value = new Money(fen);
            var plan = new InstalmentPlan(
            [
                new("I1", new(share), new(2026, 4, 1)), new("I2", new(10_000 - share), new(2026, 8, 1)),
            ]);
            var first = new Money(Math.Max(1, (long)(fen * part)));
            var desk = new MarketDesk().Performing(Draft() with { Value = value, TechnologyValue = new(1), Plan = plan }, first.ToString());
            desk.At(new DateOnly(2026, 3, 2).AddDays(day).ToString("O")).Setup(Operator, new RunDeadlines());
            (desk.Contract().Released + desk.Contract().Standing.Escrow).ShouldBe(first);
            if (first < value)
            {
                desk.Setup(Bank, new FundContract("K1", value - first));
            }
            desk.At("2027-01-01").Setup(Operator, new RunDeadlines());
            desk.Status().ShouldBe("Completed Released/Released");
            desk.Contract().Released.ShouldBe(value);
        }, iter: 200);
}
