using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Domain.Tests.Settlement;

public sealed class CycleTests
{
    private const string Clearing = "clearing:network", Bank = "bank:network";
    private const string SH = "310000", JS = "320000", ZJ = "330000", AH = "340000";

    [Fact]
    public void A_multilateral_cycle_ends_with_nothing_due_and_the_net_paid()
    {
        var desk = new ClearingDesk(SH, ZJ);
        desk.Approve(SH, ZJ, "32000.00");
        desk.Approve(ZJ, SH, "12000.00");

        CutOff(desk, "C1", NettingMode.Multilateral).ShouldBeNull();
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBeNull();
        DomainJson.Store(desk.Show("C1")).ToString().ShouldBe(
            """
            {"id":"C1","status":"Calculated","mode":"multilateral","gross":"44000.00","net":"20000.00",
            "obligations":[{"from":"310000","to":"330000","amount":"32000.00"},{"from":"330000","to":"310000","amount":"12000.00"}],
            "positions":{"310000":"-20000.00","330000":"20000.00"},
            "instructions":[{"from":"310000","to":"330000","amount":"20000.00","status":"Calculated"}],"network":"vouchers"}
            """.ReplaceLineEndings(""));
        desk.Do("fund:310000/xu", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Calculated");
        desk.Do("fund:330000/xu", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Confirmed");
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBeNull();
        desk.Show("C1").Instructions.ShouldBe([new(SH, ZJ, "20000.00", "Instructed")]);
        desk.Balances(SH).ShouldBe(
        [
            "budget:reserved 32000.00", "budget:spent -32000.00", "expenses:subsidy 32000.00", "liabilities:claims:P -12000.00",
            "liabilities:settlement:C1 -20000.00",
        ]);
        desk.Balances(ZJ).ShouldBe(
        [
            "assets:settlement:C1 20000.00", "budget:reserved 12000.00", "budget:spent -12000.00", "expenses:subsidy 12000.00",
            "liabilities:claims:P -32000.00",
        ]);
    }

    [Fact]
    public void Payments_move_cash_in_both_books_and_the_last_one_settles()
    {
        var desk = Instructed("C1", NettingMode.Gross, (SH, ZJ, "30.00"), (ZJ, SH, "10.00"));
        desk.Do(Bank, new FailCycle("C1", SH, ZJ, "limit")).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Instructed");
        desk.Do(Bank, new FailCycle("C1", SH, ZJ, "limit again")).ShouldBeNull();
        desk.Do(Bank, new PayCycle("C1", ZJ, SH)).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("PartlySettled");
        desk.Show("C1").Instructions.Select(i => i.Status).ShouldBe(["Failed", "Paid"]);
        desk.Do(Bank, new PayCycle("C1", ZJ, SH)).ShouldBe(RejectionCode.WrongState);
        desk.Do(Bank, new FailCycle("C1", ZJ, SH, "late")).ShouldBe(RejectionCode.WrongState);
        desk.Do(Clearing, new CloseCycle("C1")).ShouldBe(RejectionCode.WrongState);
        desk.Do(Bank, new PayCycle("C1", SH, ZJ)).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Settled");
        desk.Do(Clearing, new CloseCycle("C1")).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Closed");
        desk.Balances(SH).ShouldContain("assets:cash -20.00");
        desk.Balances(ZJ).ShouldContain("assets:cash 20.00");
        desk.Balances(SH).Concat(desk.Balances(ZJ)).ShouldNotContain(b => b.Contains(":settlement:") || b.Contains(":due-"));
    }

    [Theory]
    [InlineData(NettingMode.Gross, 1)]
    [InlineData(NettingMode.Bilateral, 0)]
    [InlineData(NettingMode.Multilateral, 0)]
    public void Equal_debts_both_ways_are_paid_in_gross_mode_only(NettingMode mode, int payers)
    {
        var desk = new ClearingDesk(SH, JS, ZJ, AH);
        desk.Approve(SH, JS, "5.00");
        desk.Approve(JS, SH, "5.00");
        CutOff(desk, "C1", mode);
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBeNull();
        desk.Show("C1").Positions.ShouldBe([new(SH, "0.00"), new(JS, "0.00")]);
        if (payers > 0)
        {
            desk.Show("C1").Status.ShouldBe("Calculated");
            desk.Do("fund:310000", new ConfirmCycle("C1")).ShouldBeNull("an instruction is enough to confirm");
            return;
        }
        desk.Show("C1").Status.ShouldBe("Confirmed");
        desk.Do("fund:310000", new ConfirmCycle("C1")).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBeNull();
        desk.Show("C1").Status.ShouldBe("Settled");
        desk.Balances(SH).ShouldBe(
            ["budget:reserved 5.00", "budget:spent -5.00", "expenses:subsidy 5.00", "liabilities:claims:P -5.00"]);
    }

    [Fact]
    public void An_empty_cycle_is_confirmed_by_calculate_and_settled_by_instruct()
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "7.00");
        foreach (var command in new CycleCommand[] { new CutOffCycle("M", SettlementNetwork.Markets, NettingMode.Gross), new CalculateCycle("M") })
        {
            desk.Do(Clearing, command).ShouldBeNull();
        }
        DomainJson.Store(desk.Show("M")).ToString().ShouldBe(
            """
            {"id":"M","status":"Confirmed","mode":"gross","gross":"0.00","net":"0.00",
            "obligations":[],"positions":{},"instructions":[],"network":"markets"}
            """.ReplaceLineEndings(""));
        desk.Do(Clearing, new InstructCycle("M")).ShouldBeNull();
        desk.Show("M").Status.ShouldBe("Settled");
        desk.Do(Clearing, new CloseCycle("M")).ShouldBeNull();
        CutOff(desk, "C1", NettingMode.Gross);
        desk.Show("C1").Gross.ShouldBe("7.00", "the other network's cycle took nothing of it");
    }

    [Fact]
    public void After_cut_off_obligations_and_positions_are_known_and_instructions_are_not()
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "7.00");
        CutOff(desk, "C1", NettingMode.Bilateral);
        var view = desk.Show("C1");
        view.Status.ShouldBe("CutOff");
        (view.Gross, view.Net).ShouldBe(("7.00", "0.00"));
        view.Positions.ShouldBe([new(SH, "-7.00"), new(JS, "7.00")]);
        view.Instructions.ShouldBeEmpty();
    }

    /// <summary>domain.md, "More check cases", 6.</summary>
    [Fact]
    public void A_reversal_is_an_obligation_of_the_next_cycle_and_the_closed_one_stays()
    {
        var desk = Instructed("C1", NettingMode.Bilateral, (JS, SH, "40000.00"));
        desk.Do(Bank, new PayCycle("C1", JS, SH)).ShouldBeNull();
        desk.Do(Clearing, new CloseCycle("C1")).ShouldBeNull();
        var closed = DomainJson.Store(desk.Show("C1"));

        desk.ClawBack(JS, SH, "40000.00");
        desk.Approve(JS, SH, "25000.00");
        CutOff(desk, "C2", NettingMode.Bilateral);
        desk.Do(Clearing, new CalculateCycle("C2")).ShouldBeNull();

        desk.Show("C2").Obligations.ShouldBe([new(SH, JS, "40000.00"), new(JS, SH, "25000.00")]);
        desk.Show("C2").Instructions.ShouldBe([new(SH, JS, "15000.00", "Calculated")]);
        DomainJson.Store(desk.Show("C1")).ShouldBe(closed);
        desk.Do("fund:310000", new ConfirmCycle("C2")).ShouldBeNull();
        desk.Do("fund:320000", new ConfirmCycle("C2")).ShouldBeNull();
        desk.Do(Clearing, new InstructCycle("C2")).ShouldBeNull();
        desk.Do(Bank, new PayCycle("C2", SH, JS)).ShouldBeNull();
        desk.Balances(JS).ShouldBe(
        [
            "assets:cash -25000.00", "budget:available -40000.00", "budget:reserved 65000.00", "budget:spent -25000.00",
            "expenses:subsidy 25000.00",
        ]);
    }

    [Fact]
    public void An_obligation_before_its_books_cut_off_is_taken_even_while_its_mirror_is_on_its_way()
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "10.00", hold: true);
        CutOff(desk, "C1", NettingMode.Gross);
        desk.Approve(SH, JS, "1.00");
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBeNull();
        desk.Show("C1").Gross.ShouldBe("10.00");
        CutOff(desk, "C2", NettingMode.Gross);
        desk.Show("C2").Gross.ShouldBe("1.00");
        CutOff(desk, "C3", NettingMode.Gross);
        desk.Show("C3").Gross.ShouldBe("0.00");
    }

    [Fact]
    public void Two_cut_offs_in_a_row_share_nothing_and_lose_nothing()
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "10.00");
        desk.Send(Clearing, new CutOffCycle("C1", SettlementNetwork.Vouchers, NettingMode.Gross)).ShouldBeNull();
        desk.Send(Clearing, new CutOffCycle("C2", SettlementNetwork.Vouchers, NettingMode.Gross)).ShouldBeNull();
        desk.Approve(SH, JS, "1.00");
        desk.Drain();
        (desk.Show("C1").Gross, desk.Show("C2").Gross).ShouldBe(("11.00", "0.00"));
    }

    [Fact]
    public void A_fund_opened_after_the_cut_off_can_still_be_a_counterparty()
    {
        var desk = new ClearingDesk(SH);
        desk.Send(Clearing, new CutOffCycle("C1", SettlementNetwork.Vouchers, NettingMode.Gross)).ShouldBeNull();
        desk.Approve(SH, AH, "3.00");
        desk.Drain();
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBeNull();
        desk.Do("fund:310000", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Do("fund:340000", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBeNull();
        desk.Balances(AH).ShouldBe(["assets:settlement:C1 3.00", "liabilities:claims:P -3.00"]);
    }

    [Fact]
    public void Calculate_waits_for_every_report_and_every_mirror()
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "10.00");
        desk.Send(Clearing, new CutOffCycle("C1", SettlementNetwork.Vouchers, NettingMode.Gross)).ShouldBeNull();
        desk.Send(Clearing, new CalculateCycle("C1")).ShouldBe(RejectionCode.CycleNotReconciled);
        desk.Drain();
        desk.Send(Clearing, new CalculateCycle("C1")).ShouldBeNull();
    }

    [Theory]
    [InlineData("10.01")]
    [InlineData("9.99")]
    public void A_mirror_that_differs_by_a_fen_either_way_stops_the_cycle(string mirror)
    {
        var desk = new ClearingDesk(SH, JS);
        desk.Approve(SH, JS, "10.00");
        desk.Tamper(JS, 0, Money.Parse(mirror));
        CutOff(desk, "C1", NettingMode.Gross);
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBe(RejectionCode.CycleNotReconciled);
        desk.Show("C1").Status.ShouldBe("CutOff");
    }

    [Fact]
    public void Wrong_actors_and_wrong_states_are_refused_in_the_order_of_the_codes()
    {
        var desk = new ClearingDesk(SH, JS, ZJ);
        desk.Approve(SH, JS, "10.00");
        foreach (var command in new CycleCommand[]
        {
            new CalculateCycle("C1"), new ConfirmCycle("C1"), new InstructCycle("C1"), new PayCycle("C1", SH, JS),
            new FailCycle("C1", SH, JS, "x"), new CloseCycle("C1"),
        })
        {
            desk.Do("auditor:network", command).ShouldBe(RejectionCode.NotFound);
        }
        desk.Do("clearing:other", new CutOffCycle("C1", SettlementNetwork.Vouchers, NettingMode.Gross)).ShouldBe(RejectionCode.NotAllowed);
        CutOff(desk, "C1", NettingMode.Gross).ShouldBeNull();
        desk.Do("auditor:network", new CutOffCycle("C1", SettlementNetwork.Markets, NettingMode.Gross)).ShouldBe(RejectionCode.AlreadyExists);

        desk.Do("fund:310000", new ConfirmCycle("C1")).ShouldBe(RejectionCode.WrongState, "a participant that comes too early");
        desk.Do("fund:330000", new ConfirmCycle("C1")).ShouldBe(RejectionCode.NotAllowed, "no obligation");
        desk.Do("fund:340000", new ConfirmCycle("C1")).ShouldBe(RejectionCode.NotAllowed, "never opened");
        desk.Do("market:310000", new ConfirmCycle("C1")).ShouldBe(RejectionCode.NotAllowed, "another network");
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBe(RejectionCode.WrongState);
        desk.Do(Bank, new PayCycle("C1", SH, JS)).ShouldBe(RejectionCode.NotFound, "there are no instructions yet");
        desk.Do(Bank, new CalculateCycle("C1")).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBeNull();
        desk.Do(Clearing, new CalculateCycle("C1")).ShouldBe(RejectionCode.WrongState);
        desk.Do("fund:310000", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Do("fund:310000/another", new ConfirmCycle("C1")).ShouldBe(RejectionCode.WrongState, "a second confirm");
        desk.Do(Bank, new PayCycle("C1", SH, JS)).ShouldBe(RejectionCode.WrongState, "not instructed");
        desk.Do(Bank, new PayCycle("C1", JS, SH)).ShouldBe(RejectionCode.NotFound, "no such instruction");
        desk.Do(Clearing, new PayCycle("C1", SH, JS)).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Clearing, new FailCycle("C1", SH, JS, "x")).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBe(RejectionCode.WrongState, "one confirm is missing");
        desk.Do("fund:320000", new ConfirmCycle("C1")).ShouldBeNull();
        desk.Do(Bank, new InstructCycle("C1")).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBeNull();
        desk.Do(Clearing, new InstructCycle("C1")).ShouldBe(RejectionCode.WrongState);
        desk.Do(Bank, new CloseCycle("C1")).ShouldBe(RejectionCode.NotAllowed);
        desk.Do(Bank, new PayCycle("C1", SH, JS)).ShouldBeNull();
        desk.Do(Clearing, new CloseCycle("C1")).ShouldBeNull();
        desk.Do(Clearing, new CloseCycle("C1")).ShouldBe(RejectionCode.WrongState);
        desk.Do(Bank, new PayCycle("C1", SH, JS)).ShouldBe(RejectionCode.WrongState);
    }

    private static RejectionCode? CutOff(ClearingDesk desk, string cycle, NettingMode mode) =>
        desk.Do(Clearing, new CutOffCycle(cycle, SettlementNetwork.Vouchers, mode));

    private static ClearingDesk Instructed(string cycle, NettingMode mode, params (string Home, string Host, string Amount)[] approvals)
    {
        var desk = new ClearingDesk(SH, JS, ZJ, AH);
        Array.ForEach(approvals, a => desk.Approve(a.Home, a.Host, a.Amount));
        CutOff(desk, cycle, mode).ShouldBeNull();
        desk.Do(Clearing, new CalculateCycle(cycle)).ShouldBeNull();
        foreach (var fund in approvals.SelectMany(a => new[] { a.Home, a.Host }).Distinct())
        {
            desk.Do("fund:" + fund, new ConfirmCycle(cycle)).ShouldBeNull();
        }
        desk.Do(Clearing, new InstructCycle(cycle)).ShouldBeNull();
        return desk;
    }
}
