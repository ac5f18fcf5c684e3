using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// What happens once or a few times a year and touches more than one party: listings, objections, a newcomer, a fund without a policy, one
/// without cash, one at its net debit cap, an invoice handed in twice. None of it moves the year's totals.
/// </summary>
internal sealed class SampleStories(
    SampleScript script, SampleSetup setup, SampleParties parties, IReadOnlyList<SampleVoucher> vouchers, SampleRandom random)
{
    private const string Operator = "operator:network";

    private static readonly Money AboveAnyBudget = Money.Parse("99000000.00");

    private int _orders;
    private int _vouchers;

    /// <summary>Before the lines are written: a few orders that nobody claimed hand in the invoice of an earlier one.</summary>
    public IReadOnlyList<(SampleOrder Second, SampleOrder First)> ShareInvoices()
    {
        var pairs = new List<(SampleOrder, SampleOrder)>();
        foreach (var second in vouchers.SelectMany(v => v.Orders).Where(o => o.Fate == SampleOrderFate.NeverClaimed))
        {
            var first = second.Voucher.Orders.FirstOrDefault(o => o.Fate == SampleOrderFate.Redeemed && o.PlacedAt < second.PlacedAt);
            if (first is not null && pairs.Count < 12)
            {
                second.Invoice = first.Invoice;
                pairs.Add((second, first));
            }
        }
        return pairs;
    }

    public void Write(IReadOnlyList<(SampleOrder Second, SampleOrder First)> sharedInvoices)
    {
        FormErrors(SampleCalendar.Day(1, 14).AddHours(8));
        NoPolicy();
        OverTheLimits();
        ListedEnterprises();
        ListedProvider();
        Newcomer();
        Contested();
        NetDebitCap();
        foreach (var (second, first) in sharedInvoices)
        {
            SecondInvoice(second, first);
        }
    }

    /// <summary>A refused first payment; the deposit that ends it comes ten minutes later.</summary>
    /// <returns>When the deposit is due.</returns>
    public DateTime ShortOfCash(IReadOnlyList<SamplePayment> payments)
    {
        var first = payments.Where(p => p.Fund.Region == SampleFunds.ShortOfCash).MinBy(p => p.At)!;
        var order = vouchers.SelectMany(v => v.Orders).First(o => o.Payer == first.Fund && o.Steps.ContainsKey("claim.approve")
            && payments.Any(p => p == first && p.Amount == o.Subsidy) && o.Steps["claim.approve"] < first.At);
        var at = order.Steps["claim.approve"].AddSeconds(20);
        Refuse(at, first.Fund.Actor("cashier-1"), "insufficient_cash", "payout.instruct", ("order", order.Id));
        return at.AddSeconds(20);
    }

    private void FormErrors(DateTime at)
    {
        var enterprise = parties.Enterprises[0];
        var provider = parties.Providers[0];
        Refuse(at, Operator, "invalid_uscc", "enterprise.register", ("enterprise", SampleCodes.BrokenUscc(enterprise.Uscc)),
            ("name", "校验码错 wrong check"), ("region", enterprise.Region), ("sme", true));
        Refuse(at, Operator, "already_exists", "enterprise.register", ("enterprise", enterprise.Uscc), ("name", enterprise.Name),
            ("region", enterprise.Region), ("sme", true));
        Refuse(at, Operator, "already_exists", "fund.open", ("fund", "310000"), ("name", "again"));
        Refuse(at, Operator, "invalid_bank_code", "provider.apply", ("provider", SampleCodes.Uscc("310000", 9998)),
            ("name", "联行号错 wrong bank code"), ("fund", "310000"), ("services", new[] { "testing" }),
            ("account", provider.Account with { BankCode = SampleCodes.BrokenBankCode(provider.Account.BankCode) }));
        Refuse(at, SampleFunds.Of("320500").Actor("treasurer-1"), "not_allowed", "fund.appropriate", ("fund", "310000"),
            ("amount", "1000.00"));
        Refuse(at, "bank:network", "invalid_amount", "fund.deposit", ("fund", "310000"), ("amount", "-50.00"));
    }

    private void NoPolicy()
    {
        var fund = SampleFunds.Of(SampleFunds.Late);
        var enterprise = parties.Enterprises.First(e => e.Fund == fund);
        var at = SampleCalendar.Day(2, 20).AddHours(10);
        var voucher = Apply(at, enterprise, fund, new(50_000_00));
        Refuse(at.AddDays(1), fund.Actor("officer-1"), "no_policy", "voucher.approve", ("voucher", voucher));
        Reject(at.AddDays(4), fund, voucher, "办法尚未发布 no rules published yet");
    }

    private void OverTheLimits()
    {
        var single = vouchers.Where(v => v.Fate == SampleVoucherFate.Kept && v.Enterprise.Vouchers.Count == 1
            && v.ApprovedAt < SampleCalendar.Day(10, 1)).ToList();
        for (var i = 0; i < 24; i++)
        {
            var first = single[i * single.Count / 24];
            var (amount, code) = i % 2 == 0 ? (first.Policy.AnnualCap, "quota_exceeded") : (AboveAnyBudget, "budget_insufficient");
            var at = SampleCalendar.After(first.ApprovedAt, 1, random);
            var voucher = Apply(at, first.Enterprise, first.Fund, amount);
            Refuse(at.AddMinutes(40), first.Fund.Actor("officer-1"), code, "voucher.approve", ("voucher", voucher));
            Reject(at.AddMinutes(50), first.Fund, voucher, "超出额度 above the limit");
        }
    }

    private void ListedEnterprises()
    {
        var idle = vouchers.Where(v => v is { Fate: SampleVoucherFate.Kept, Orders.Count: 0 } && v.Enterprise.Vouchers.Count == 1
            && v.ApprovedAt < SampleCalendar.Day(6, 1)).Take(4).ToList();
        for (var i = 0; i < idle.Count; i++)
        {
            var (voucher, fund) = (idle[i], idle[i].Fund);
            var listed = voucher.ApprovedAt.Date.AddDays(14).AddHours(8);
            script.Add(listed, fund.Actor("integrity-1"), "integrity.list", ("party", voucher.Enterprise.Uscc),
                ("reason", "失信 breach of research integrity"));
            Place(listed.AddHours(3), voucher, parties.Providers.First(p => p.Fund.Province == fund.Province), "integrity_listed");
            if (i % 2 == 0)
            {
                (voucher.Fate, voucher.EndsAt) = (SampleVoucherFate.Revoked, listed.AddHours(4));
                script.Add(listed.AddHours(4), fund.Actor("auditor-1"), "voucher.revoke", ("voucher", voucher.Id), ("reason", "失信 listed"));
            }
            else
            {
                script.Add(listed.AddDays(28), fund.Actor("integrity-1"), "integrity.clear", ("party", voucher.Enterprise.Uscc),
                    ("reason", "修复 restored"));
            }
        }
    }

    private void ListedProvider()
    {
        var provider = parties.Outcast;
        var officer = provider.Fund.Actor("officer-1");
        setup.Introduce(provider, SampleCalendar.Day(1, 3).AddHours(8));
        script.Add(SampleCalendar.Day(1, 7).AddHours(8), officer, "provider.recognise", ("provider", provider.Uscc));
        var listed = SampleCalendar.Day(4, 14).AddHours(8);
        script.Add(listed, SampleFunds.Of("310000").Actor("integrity-1"), "integrity.list", ("party", provider.Uscc),
            ("reason", "虚假合同 sham contract"));
        Place(listed.AddHours(2), ActiveVoucher("330000", listed, provider), provider, "integrity_listed");
        script.Add(SampleCalendar.Day(10, 1).AddHours(8), SampleFunds.Of("310000").Actor("integrity-1"), "integrity.clear",
            ("party", provider.Uscc), ("reason", "期满 term served"));
    }

    private void Newcomer()
    {
        var provider = parties.Newcomer;
        var officer = provider.Fund.Actor("officer-1");
        var applied = SampleCalendar.Day(3, 10).AddHours(8);
        setup.Introduce(provider, applied);
        Place(applied.AddHours(3), ActiveVoucher("310000", applied, provider), provider, "provider_not_recognised");
        script.Add(SampleCalendar.Day(4, 1).AddHours(8), officer, "provider.recognise", ("provider", provider.Uscc));
        Place(SampleCalendar.Day(4, 1).AddHours(11), ActiveVoucher("330000", SampleCalendar.Day(4, 1), provider), provider,
            "provider_not_effective");
    }

    private void Contested()
    {
        var provider = parties.Contested;
        var officer = provider.Fund.Actor("officer-1");
        var zhejiang = SampleFunds.Of("330000");
        (string, object?)[] mutual = [("provider", provider.Uscc), ("province", zhejiang.Region)];
        setup.Introduce(provider, SampleCalendar.Day(1, 3).AddHours(8));
        script.Add(SampleCalendar.Day(1, 7).AddHours(8), officer, "provider.recognise", ("provider", provider.Uscc));
        script.Add(SampleCalendar.Day(1, 8).AddHours(8), officer, "provider.propose", mutual);
        script.Add(SampleCalendar.Day(1, 9).AddHours(8), zhejiang.Actor("officer-1"), "provider.accept", mutual);
        var objected = SampleCalendar.Day(5, 12).AddHours(8);
        script.Add(objected, zhejiang.Actor("officer-1"), "provider.object", [.. mutual, ("reason", "资质待查 qualification in doubt")]);
        Place(objected.AddHours(4), ActiveVoucher("330000", objected, provider), provider, "provider_not_effective");
        script.Add(SampleCalendar.Day(7, 1).AddHours(8), zhejiang.Actor("officer-1"), "provider.accept", mutual);
    }

    /// <summary>For ten minutes a fund may owe nobody anything; the same terms without the cap follow.</summary>
    private void NetDebitCap()
    {
        var order = vouchers.SelectMany(v => v.Orders).First(o => o.IsAdvanced
            && !o.Subsidy.IsZero
            && o.Steps.TryGetValue("claim.approve", out var approved)
            && approved > SampleCalendar.Day(8, 4) && o.Steps["claim.review"] < approved.Date && approved.Hour >= 9);
        var fund = order.Voucher.Fund;
        var day = order.Steps["claim.approve"].Date.AddHours(8);
        var terms = fund.PolicyOn(day) with { From = DateOnly.FromDateTime(day) };
        setup.Publish(day, fund, terms with { Version = terms.Version + "-cap", NetDebitCap = new Money(1) });
        Refuse(day.AddMinutes(5), fund.Actor("approver-1"), "net_debit_cap_exceeded", "claim.approve", ("order", order.Id));
        setup.Publish(day.AddMinutes(10), fund, terms with { Version = terms.Version + "-nocap" });
    }

    private void SecondInvoice(SampleOrder second, SampleOrder first)
    {
        if (second.Steps.TryGetValue("order.confirm", out var confirmed) && first.Steps.TryGetValue("claim.submit", out var submitted))
        {
            var at = SampleCalendar.After(confirmed > submitted ? confirmed : submitted, 2, random);
            if (DateOnly.FromDateTime(at) <= second.Voucher.ClaimBy && at < SampleCalendar.LastPayment)
            {
                Refuse(at, second.Payee, "invoice_already_claimed", "claim.submit", ("order", second.Id));
            }
        }
    }

    private SampleVoucher ActiveVoucher(string fund, DateTime at, SampleProvider provider) => vouchers.First(v =>
        v.IsApproved && v.Fund.Region == fund && v.EndsAt is null
        && v.ApprovedAt < at.AddDays(-1) && v.UseBy > DateOnly.FromDateTime(at).AddDays(1)
        && v.Face.Fen > v.Orders.Sum(o => o.Reserved.Fen) + 1_000_00
        && (provider.Controller is null || v.Enterprise.Controller != provider.Controller));

    private string Apply(DateTime at, SampleEnterprise enterprise, SampleFund fund, Money amount)
    {
        var voucher = $"V{SampleCalendar.Year}-N{++_vouchers:000}";
        script.Add(at, enterprise.Actor, "voucher.apply", ("voucher", voucher), ("enterprise", enterprise.Uscc),
            ("fund", fund.Region), ("amount", amount));
        return voucher;
    }

    private void Reject(DateTime at, SampleFund fund, string voucher, string reason) =>
        script.Add(at, fund.Actor("officer-1"), "voucher.reject", ("voucher", voucher), ("reason", reason));

    private void Place(DateTime at, SampleVoucher voucher, SampleProvider provider, string code) =>
        Refuse(at, voucher.Enterprise.Actor, code, "order.place", ("voucher", voucher.Id),
            ("order", $"O{SampleCalendar.Year}-N{++_orders:000}"), ("provider", provider.Uscc),
            ("service", "testing"), ("price", "1000.00"));

    private void Refuse(DateTime at, string actor, string code, string @do, params (string, object?)[] fields) =>
        script.Add(new SampleLine(at, actor, @do, fields) { Expect = code });
}
