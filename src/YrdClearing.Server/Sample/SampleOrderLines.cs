using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>Writes what happens to each voucher and its orders, from the application to the money.</summary>
internal sealed class SampleOrderLines(SampleScript script, SampleRandom random)
{
    private readonly List<SampleObligation> _obligations = [];
    private readonly List<SamplePayment> _payments = [];

    /// <summary>Approvals and claw-backs between two books, which the cycles net.</summary>
    public IReadOnlyList<SampleObligation> Obligations => _obligations;

    /// <summary>Every instruction to pay out, failed ones too.</summary>
    public IReadOnlyList<SamplePayment> Payments => _payments;

    public void Write(SampleVoucher voucher)
    {
        var enterprise = voucher.Enterprise.Actor;
        script.Add(voucher.AppliedAt, enterprise, "voucher.apply",
            ("voucher", voucher.Id), ("enterprise", voucher.Enterprise.Uscc), ("fund", voucher.Fund.Region), ("amount", voucher.Face));
        if (voucher.Fate == SampleVoucherFate.Waiting)
        {
            return;
        }
        var officer = voucher.Fund.Actor("officer-" + random.Between(1, 3));
        if (voucher.Fate == SampleVoucherFate.Rejected)
        {
            script.Add(voucher.ApprovedAt, officer, "voucher.reject", ("voucher", voucher.Id), ("reason", "材料不全 incomplete documents"));
            return;
        }
        script.Add(voucher.ApprovedAt, officer, "voucher.approve", ("voucher", voucher.Id));
        foreach (var order in voucher.Orders)
        {
            Write(order);
        }
        End(voucher);
    }

    /// <summary>Some give back what they do not need, a few lose it; the rest lapses by itself.</summary>
    private void End(SampleVoucher voucher)
    {
        var used = voucher.Orders.Count > 0;
        var returned = random.Chance(used ? 60 : 250);
        var revoked = !returned && random.Chance(used ? 4 : 30);
        var from = voucher.Orders.Select(o => o.PlacedAt).Append(voucher.ApprovedAt).Max();
        var at = SampleCalendar.After(from, random.Between(10, 70), random);
        var isExhausted = voucher.Face.Fen == voucher.Orders.Sum(o => o.Reserved.Fen);
        if (!(returned || revoked) || isExhausted || DateOnly.FromDateTime(at) > voucher.UseBy || at > SampleCalendar.LastPayment)
        {
            return;
        }
        (voucher.Fate, voucher.EndsAt) = (returned ? SampleVoucherFate.Returned : SampleVoucherFate.Revoked, at);
        if (returned)
        {
            script.Add(at, voucher.Enterprise.Actor, "voucher.return", ("voucher", voucher.Id));
        }
        else
        {
            script.Add(at, voucher.Fund.Actor("auditor-1"), "voucher.revoke", ("voucher", voucher.Id),
                ("reason", "不再符合条件 no longer eligible"));
        }
    }

    private void Write(SampleOrder order)
    {
        var at = order.PlacedAt;
        order.Steps["order.place"] = at;
        script.Add(at, order.Voucher.Enterprise.Actor, "order.place", ("voucher", order.Voucher.Id), ("order", order.Id),
            ("provider", order.Provider.Uscc), ("service", order.Service), ("price", order.Price));
        if (order.Fate == SampleOrderFate.Declined)
        {
            Step(order, order.Provider.Actor, "order.decline", Later(at, 0, 4));
        }
        else if (order.Fate == SampleOrderFate.CancelledPlaced)
        {
            Cancel(order, Later(at, 1, 12), "不再需要 no longer needed");
        }
        else
        {
            var until = order.Fate == SampleOrderFate.Redeemed ? SampleCalendar.LastApproval : SampleCalendar.LastPayment;
            Perform(order, Schedule(order, until));
        }
    }

    /// <summary>accept, deliver, confirm, submit, review, approve: shorter steps where the year ends sooner.</summary>
    private DateTime[] Schedule(SampleOrder order, DateTime until)
    {
        int[] gaps =
        [
            random.Between(0, 3), random.Between(4, 35), random.Between(0, 6),
            random.Between(1, 14), random.Between(1, 7), random.Between(1, 6),
        ];
        for (var percent = 100; ; percent -= 20)
        {
            var times = new DateTime[gaps.Length];
            var at = order.PlacedAt;
            for (var i = 0; i < gaps.Length; i++)
            {
                at = times[i] = SampleCalendar.After(at, gaps[i] * percent / 100, random);
            }
            if (at <= until || percent == 0)
            {
                return times;
            }
        }
    }

    private void Perform(SampleOrder order, DateTime[] times)
    {
        // An open order has come some of the way; nothing happens after the year.
        var steps = order.Fate == SampleOrderFate.Open ? random.Between(0, 5) : times.Length;
        bool Reached(int step) => steps > step && times[step] <= SampleCalendar.LastPayment;
        if (!Reached(0))
        {
            return;
        }
        Accept(order, times[0]);
        if (order.Fate == SampleOrderFate.CancelledAccepted)
        {
            Cancel(order, times[1], "服务机构无法按期 provider cannot keep the date");
            return;
        }
        if (!Reached(1))
        {
            return;
        }
        Step(order, order.Provider.Actor, "order.deliver", times[1],
            ("contract", SampleCodes.Contract(order.Provider.Fund.Region, order.Number)),
            ("invoice", order.Invoice), ("invoiceAmount", order.InvoiceAmount));
        if (order.Fate == SampleOrderFate.DisputedCancelled)
        {
            Step(order, order.Voucher.Enterprise.Actor, "order.dispute", times[2]);
            Cancel(order, times[3], "结果不符约定 not what was agreed");
            return;
        }
        if (!Reached(2))
        {
            return;
        }
        Step(order, order.Voucher.Enterprise.Actor, "order.confirm", times[2]);
        if (order.Fate == SampleOrderFate.NeverClaimed || !Reached(3))
        {
            return;
        }
        Step(order, order.Payee, "claim.submit", times[3]);
        Claim(order, times, Reached(4));
    }

    /// <summary>
    /// Now and then a clerk presses the button twice: the same id and body get the first receipt, another body is refused.
    /// </summary>
    private void Accept(SampleOrder order, DateTime at)
    {
        if (!random.Chance(6))
        {
            Step(order, order.Provider.Actor, "order.accept", at);
            return;
        }
        order.Steps["order.accept"] = at;
        var accept = new SampleLine(at, order.Provider.Actor, "order.accept", ("order", order.Id)) { Id = "accept-" + order.Id };
        script.Add(accept);
        script.Add(accept with { At = at.AddSeconds(5) });
        script.Add(accept with { At = at.AddSeconds(10), Do = "order.decline", Expect = "command_id_reused" });
    }

    private void Claim(SampleOrder order, DateTime[] times, bool reviewed)
    {
        var (review, approve) = (times[4], times[5]);
        var reviewer = order.Reviewer.Actor("reviewer-" + random.Between(1, 3));
        if (random.Chance(60) && order.Fate != SampleOrderFate.Open)
        {
            // Between submission and review there is time for one round of correction.
            var room = review - times[3];
            var returned = times[3] + room / 3;
            Step(order, reviewer, "claim.return", Whole(returned), ("reason", "发票不清 invoice not legible"));
            Step(order, order.Payee, "claim.submit", Whole(times[3] + room * 2 / 3));
        }
        if (!reviewed)
        {
            return;
        }
        if (order.Fate == SampleOrderFate.ClaimRejected && random.Chance(500))
        {
            Step(order, reviewer, "claim.reject", review, ("reason", "证据不足 evidence missing"));
            return;
        }
        order.ReviewedBy = reviewer;
        Step(order, reviewer, "claim.review", review);
        if (order.Fate == SampleOrderFate.ClaimRejected)
        {
            Step(order, order.Voucher.Fund.Actor("approver-1"), "claim.reject", approve, ("reason", "不属支持范围 outside the rules"));
        }
        else if (order.Fate == SampleOrderFate.Redeemed)
        {
            Approve(order, approve);
        }
    }

    private void Approve(SampleOrder order, DateTime at)
    {
        Step(order, order.Voucher.Fund.Actor("approver-" + random.Between(1, 2)), "claim.approve", at);
        if (order.IsAdvanced)
        {
            _obligations.Add(new(at, order.Voucher.Fund.Region, order.Provider.Fund.Region, order.Subsidy));
        }
        var instruct = Sooner(Later(at, 1, 4), at, SampleCalendar.LastPayment.AddDays(-2));
        var cashier = order.Payer.Actor("cashier-1");
        Instruct(order, cashier, instruct);
        var paid = Sooner(Later(instruct, 0, 2), instruct, SampleCalendar.LastPayment.AddDays(-1));
        if (random.Chance(25))
        {
            Step(order, "bank:network", "payout.fail", paid, ("reason", "账号户名不符 account and name differ"));
            var again = Sooner(Later(paid, 1, 5), paid, SampleCalendar.LastPayment.AddHours(-10));
            Instruct(order, cashier, again);
            paid = Sooner(Later(again, 0, 2), again, SampleCalendar.LastPayment);
        }
        Step(order, "bank:network", "payout.confirm", paid, ("bankRef", "BR" + order.Number.ToString("000000", null)));
        if (!order.ClawedBack.IsZero)
        {
            ClawBack(order, Sooner(Later(paid, 5, 40), paid, SampleCalendar.LastApproval));
        }
    }

    private void Instruct(SampleOrder order, string cashier, DateTime at)
    {
        _payments.Add(new(order.Payer, at, order.Subsidy));
        Step(order, cashier, "payout.instruct", at);
    }

    private void ClawBack(SampleOrder order, DateTime at)
    {
        Step(order, order.Voucher.Fund.Actor("auditor-1"), "claim.claw-back", at, ("amount", order.ClawedBack),
            ("reason", "审计发现 audit finding"));
        if (order.IsAdvanced)
        {
            _obligations.Add(new(at, order.Provider.Fund.Region, order.Voucher.Fund.Region, order.ClawedBack));
        }
        var first = order.ClawedBack;
        if (random.Chance(300) && first.Fen > 1)
        {
            first = new(first.Fen / 2);
            Step(order, "bank:network", "recovery.receive", Sooner(Later(at, 20, 30), at.AddDays(2), SampleCalendar.LastPayment),
                ("amount", order.ClawedBack - first));
        }
        if (random.Chance(850))
        {
            Step(order, "bank:network", "recovery.receive", Sooner(Later(at, 3, 15), at, SampleCalendar.LastPayment), ("amount", first));
        }
    }

    private void Cancel(SampleOrder order, DateTime at, string reason)
    {
        if (at <= SampleCalendar.LastPayment)
        {
            Step(order, order.Voucher.Enterprise.Actor, "order.cancel", at, ("reason", reason));
        }
    }

    private void Step(SampleOrder order, string actor, string @do, DateTime at, params (string, object?)[] fields)
    {
        order.Steps[@do] = at;
        script.Add(at, actor, @do, [("order", order.Id), .. fields]);
    }

    private DateTime Later(DateTime from, int leastDays, int mostDays) =>
        SampleCalendar.After(from, random.Between(leastDays, mostDays), random);

    /// <summary><paramref name="wanted"/>, or soon after <paramref name="from"/> where that would be too late.</summary>
    private DateTime Sooner(DateTime wanted, DateTime from, DateTime until) =>
        wanted <= until ? wanted : from.AddSeconds(random.Between(60, 900));

    private static DateTime Whole(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
