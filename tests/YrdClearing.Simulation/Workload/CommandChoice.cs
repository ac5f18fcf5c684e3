using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>
/// What a client asks next: mostly a step that the network's state allows, sometimes one that it does not. What is chosen may be outdated
/// when it arrives: others ask at the same time.
/// </summary>
/// <param name="write">Writes the commands.</param>
/// <param name="model">The network's state.</param>
/// <param name="chance">Chooses.</param>
/// <param name="contractsPerHundred">Of 100 commands, those for the technology markets.</param>
internal sealed class CommandChoice(CommandWriter write, Model model, Chance chance, int contractsPerHundred)
{
    private readonly ContractChoice _contracts = new(write, model, chance);

    public Envelope Next(string? id = null)
    {
        if (chance.OneIn(40))
        {
            write.Pass(TimeSpan.FromDays(chance.Between(1, 25)));
        }
        if (chance.Below(100) < contractsPerHundred)
        {
            return chance.OneIn(12) ? Cycle("markets", id) : _contracts.Next(id);
        }
        return chance.Below(100) switch
        {
            < 12 => Apply(id),
            < 16 => Fund(id),
            < 18 => Write("operator:network", "deadlines.run", "", id),
            < 21 => Nonsense(id),
            < 23 => Integrity(id),
            < 36 => Cycle("vouchers", id),
            < 50 => Voucher(id),
            _ => Order(id),
        };
    }

    /// <summary>A cut-off of everything, and its calculation: what a run ends with.</summary>
    public Envelope CutOff(string cycle, string network, string? id = null) => Write("clearing:network", "cycle.cut-off", $$"""
        "cycle":"{{cycle}}","network":"{{network}}","mode":"{{chance.Of(["gross", "bilateral", "multilateral"])}}"
        """, id);

    public Envelope Calculate(string cycle) => OfCycle("clearing:network", "cycle.calculate", cycle, null);

    private Envelope Write(string actor, string name, string fields, string? id) => write.Write(actor, name, fields, id);

    private string Person(string fund) => $"fund:{fund}/{(chance.OneIn(2) ? "li" : "wang")}";

    private Envelope Apply(string? id)
    {
        var (uscc, fund) = chance.Of(Cast.Enterprises);
        return Write("enterprise:" + uscc, "voucher.apply", $$"""
            "voucher":"{{write.NewId("V")}}","enterprise":"{{uscc}}","fund":"{{fund}}","amount":"{{CommandWriter.Yuan(chance.Between(100_000, 6_000_000))}}"
            """, id);
    }

    private Envelope Fund(string? id)
    {
        var fund = chance.Of(Cast.Funds);
        var fields = $$"""
            "fund":"{{fund}}","amount":"{{CommandWriter.Yuan(chance.Between(1, 3_000_000))}}"
            """;
        return chance.OneIn(3) ? Write(Person(fund), "fund.appropriate", fields, id) : Write("bank:network", "fund.deposit", fields, id);
    }

    /// <summary>The wrong actor, an unknown thing, no amount, an excluded service.</summary>
    private Envelope Nonsense(string? id)
    {
        return chance.Below(4) switch
        {
            0 => Write("fund:340000/li", "order.accept", Json("order", "unknown"), id),
            1 => Write("bank:network", "fund.deposit", """
                "fund":"310000","amount":"0.00"
                """, id),
            2 => Write("bank:network", "cycle.pay", """
                "cycle":"unknown","from":"310000","to":"320000"
                """, id),
            _ => Write("clearing:network", "voucher.approve", Json("voucher", "unknown"), id),
        };
    }

    private Envelope Integrity(string? id)
    {
        var isToClear = model.Listed.Count > 0 && !chance.OneIn(5);
        var party =
            isToClear          ? chance.Of(model.Listed.ToList()) :
            chance.OneIn(3)    ? chance.Of(Cast.Providers).Uscc :
            chance.Of(Cast.Enterprises).Uscc;
        return Write(Person("320000"), isToClear ? "integrity.clear" : "integrity.list", $$"""
            "party":"{{party}}","reason":"check"
            """, id);
    }

    private Envelope Voucher(string? id)
    {
        if (model.Vouchers.Vouchers.Count == 0)
        {
            return Apply(id);
        }
        var v = Recent(model.Vouchers.Vouchers.Values);
        var voucher = Json("voucher", v.Id);
        return (v.Status, chance.Below(12)) switch
        {
            ("Applied", 0) => Write(Person(v.Fund), "voucher.reject", voucher + Reason, id),
            ("Applied", _) => Write(Person(v.Fund), "voucher.approve", voucher, id),
            (_, 0) => Write("enterprise:" + v.Enterprise, "voucher.return", voucher, id),
            (_, 1) => Write(Person(v.Fund), "voucher.revoke", voucher + Reason, id),
            _ => Place(v, id),
        };
    }

    private Envelope Place(ModelVoucher v, string? id)
    {
        var service = chance.OneIn(20) ? Cast.ExcludedService : Cast.Service;
        var price = chance.OneIn(30) ? 1 : chance.Between(10_000, 4_000_000);
        return Write("enterprise:" + v.Enterprise, "order.place", $$"""
            "voucher":"{{v.Id}}","order":"{{write.NewId("O")}}","provider":"{{chance.Of(Cast.Providers).Uscc}}","service":"{{service}}","price":"{{CommandWriter.Yuan(price)}}"
            """, id);
    }

    private Envelope Order(string? id)
    {
        if (model.Vouchers.Orders.Count == 0)
        {
            return Voucher(id);
        }
        var o = Recent(model.Vouchers.Orders.Values);
        var v = model.Vouchers.Vouchers[o.Voucher];
        var order = Json("order", o.Id);
        var (enterprise, provider) = ("enterprise:" + v.Enterprise, "provider:" + o.Provider);
        return (o.Status, o.Claim, chance.Below(10)) switch
        {
            ("Placed", _, 0)       => Write(provider, "order.decline", order, id),
            ("Placed", _, 1)       => Write(enterprise, "order.cancel", order + Reason, id),
            ("Placed", _, _)       => Write(provider, "order.accept", order, id),
            ("Accepted", _, 0)     => Write(Person(v.Fund), "order.cancel", order + Reason, id),
            ("Accepted", _, _)     => Deliver(o, provider, id),
            ("Delivered", _, 0)    => Write(enterprise, "order.dispute", order, id),
            ("Delivered", _, _)    => Write(enterprise, "order.confirm", order, id),
            ("Confirmed", null or "Returned", _) =>
                Write(o.Payee == v.Enterprise ? enterprise : "provider:" + o.Payee, "claim.submit", order, id),
            ("Confirmed", _, _)    => Claim(o, v, order, id),
            _                      => Place(v, id),
        };
    }

    private Envelope Deliver(ModelOrder o, string provider, string? id)
    {
        // Now and then an invoice that another order has too.
        var invoice = chance.OneIn(6) ? Typed(Recent(model.Vouchers.Orders.Values).Id) : Typed(o.Id);
        var amount = chance.OneIn(15) ? o.Price + 1 : chance.OneIn(3) ? 1 + o.Price * chance.Between(1, 9) / 10 : o.Price;
        return Write(provider, "order.deliver", $$"""
            "order":"{{o.Id}}","contract":"C-{{o.Id}}","invoice":"{{invoice}}","invoiceAmount":"{{CommandWriter.Yuan(Math.Max(1, amount))}}"
            """, id);
    }

    /// <summary>The invoice of an order, now and then in capitals and with a blank.</summary>
    private string Typed(string order) => chance.OneIn(4) ? "I- " + order.ToUpperInvariant() : "I-" + order;

    private Envelope Claim(ModelOrder o, ModelVoucher v, string order, string? id)
    {
        var reviewer = o.Route == "R3" ? o.HostFund : v.Fund;
        var payer = o.PayingBook["fund:".Length..];
        return (o.Claim, o.Payout, chance.Below(12)) switch
        {
            ("Submitted", _, 0)              => Write($"fund:{reviewer}/li", "claim.return", order + Reason, id),
            ("Submitted", _, 1)              => Write($"fund:{reviewer}/li", "claim.reject", order + Reason, id),
            ("Submitted", _, _)              => Write($"fund:{reviewer}/li", "claim.review", order, id),
            ("Reviewed", _, 0)               => Write($"fund:{v.Fund}/wang", "claim.reject", order + Reason, id),
            ("Reviewed", _, 1)               => Write($"fund:{v.Fund}/li", "claim.approve", order, id),
            ("Reviewed", _, _)               => Write($"fund:{v.Fund}/wang", "claim.approve", order, id),
            (_, "Instructed", < 3)           => Write("bank:network", "payout.fail", order + Reason, id),
            (_, "Instructed", _)             => Write("bank:network", "payout.confirm", order, id),
            ("Paid", _, < 8)                 => Write(Person(v.Fund), "claim.claw-back", Amount(order, o.Subsidy - o.ClawedBack) + Reason, id),
            (_, "Paid", _)                   => Write("bank:network", "recovery.receive", Amount(order, o.ClawedBack - o.Received), id),
            _                                => Write(Person(payer), "payout.instruct", order, id),
        };
    }

    private string Amount(string order, long left)
    {
        var fen = chance.OneIn(10) ? left + 1 : chance.OneIn(2) ? left : left / 2;
        return $$"""
            {{order}},"amount":"{{CommandWriter.Yuan(Math.Max(0, fen))}}"
            """;
    }

    private Envelope Cycle(string network, string? id)
    {
        var open = model.Cycles.Cycles.Values.Where(c => c.IsOf(network) && c.Status != "Closed").ToList();
        if (open.Count == 0 || chance.OneIn(6))
        {
            return CutOff(write.NewId("C"), network, id);
        }
        // Mostly one with something to pay: most cycles of such short runs have nothing.
        var withPayments = open.FindAll(c => c.Instructions.Count > 0);
        var c = chance.Of(withPayments.Count > 0 && !chance.OneIn(3) ? withPayments : open);
        return c.Status switch
        {
            "CutOff"     => OfCycle("clearing:network", "cycle.calculate", c.Id, id),
            "Calculated" => OfCycle(Confirmer(c), "cycle.confirm", c.Id, id),
            "Confirmed"  => OfCycle("clearing:network", "cycle.instruct", c.Id, id),
            "Settled"    => OfCycle("clearing:network", "cycle.close", c.Id, id),
            _            => Pay(c, id),
        };
    }

    private Envelope OfCycle(string actor, string name, string cycle, string? id) => Write(actor, name, Json("cycle", cycle), id);

    /// <summary>Mostly one that has not confirmed yet.</summary>
    private string Confirmer(ModelCycle c)
    {
        var missing = c.Instructions.Keys.SelectMany(i => new[] { i.From, i.To }).Where(b => !c.Confirmed.Contains(b)).Distinct().ToList();
        return (missing.Count > 0 && !chance.OneIn(8) ? chance.Of(missing) : "fund:" + chance.Of(Cast.Funds)) + "/li";
    }

    private Envelope Pay(ModelCycle c, string? id)
    {
        var unpaid = c.Instructions.Where(i => !i.Value.Paid).Select(i => i.Key).ToList();
        var (from, to) = unpaid.Count > 0 && !chance.OneIn(10) ? chance.Of(unpaid) : ("fund:310000", "fund:320000");
        var fields = $$"""
            {{Json("cycle", c.Id)}},"from":"{{from[(from.IndexOf(':') + 1)..]}}","to":"{{to[(to.IndexOf(':') + 1)..]}}"
            """;
        return chance.OneIn(6)
            ? Write("bank:network", "cycle.fail", fields + Reason, id)
            : Write("bank:network", "cycle.pay", fields, id);
    }

    private T Recent<T>(IReadOnlyCollection<T> things) => chance.Recent(things);

    private const string Reason = """
        ,"reason":"test"
        """;

    private static string Json(string name, string value) => $"\"{name}\":\"{value}\"";
}
