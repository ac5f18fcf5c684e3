using System.Globalization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// The mistakes of a year: lines that must be refused, each with its code, put beside the accepted line they belong to. Each is
/// decided by what its own lane or a barrier before it has settled, so that a parallel replay refuses the same ones.
/// </summary>
internal sealed class SampleRefusals(SampleScript script, SampleParties parties, IReadOnlyList<SampleVoucher> vouchers, SampleRandom random)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(20);

    private int _number;

    public void Write()
    {
        foreach (var voucher in vouchers)
        {
            Applications(voucher);
            if (voucher.IsApproved)
            {
                Misplaced(voucher);
                TooLate(voucher);
                foreach (var order in voucher.Orders)
                {
                    Orders(order);
                    Claims(order);
                }
            }
        }
        foreach (var enterprise in parties.Large)
        {
            Refuse(SampleCalendar.Day(2, 3).AddHours(10), enterprise.Actor, "not_sme", "voucher.apply", ("voucher", NextId("V")),
                ("enterprise", enterprise.Uscc), ("fund", enterprise.Fund.Region), ("amount", "50000.00"));
        }
    }

    private void Applications(SampleVoucher voucher)
    {
        var enterprise = voucher.Enterprise;
        if (random.Chance(8))
        {
            Apply(voucher.AppliedAt - Moment, enterprise, voucher.Fund, "0.00", "invalid_amount");
        }
        if (random.Chance(10))
        {
            var foreign = random.Pick(SampleFunds.All.Where(f => f.Province != enterprise.Fund.Province).ToList());
            Apply(voucher.AppliedAt - Moment, enterprise, foreign, "20000.00", "region_not_covered");
        }
        if (random.Chance(12))
        {
            Apply(voucher.AppliedAt + Moment, enterprise, voucher.Fund, "30000.00", "open_application_exists");
        }
        if (voucher.IsApproved && random.Chance(6))
        {
            var colleague = SampleFunds.All.First(f => f != voucher.Fund);
            Refuse(voucher.ApprovedAt - Moment, colleague.Actor("officer-1"), "not_allowed", "voucher.approve", ("voucher", voucher.Id));
        }
    }

    private void Misplaced(SampleVoucher voucher)
    {
        // Right after the approval the voucher is whole, whatever comes later.
        var at = voucher.ApprovedAt + Moment;
        var province = voucher.Fund.Province;
        var policy = voucher.Policy;
        var local = parties.Providers.First(p => p.Fund.Province == province && Unrelated(p, voucher));
        if (voucher.Face < policy.OrderCap && !policy.Clamp && random.Chance(15))
        {
            Place(at, voucher, local, "testing", new((voucher.Face.Fen + 100) * 10), "voucher_balance_insufficient");
        }
        if (random.Chance(10) && parties.Providers.FirstOrDefault(p => !p.Takes(province) && Unrelated(p, voucher)) is { } stranger)
        {
            Place(at, voucher, stranger, "testing", new(1_000_00), "provider_not_effective");
        }
        if (random.Chance(8))
        {
            Place(at, voucher, local, "archaeology", new(2_000_00), "service_not_offered");
        }
        if (policy.Excluded.Count > 0 && random.Chance(40) && ProviderOffering(policy.Excluded, voucher) is { } excluded)
        {
            Place(at, voucher, excluded, excluded.Services.First(policy.Excluded.Contains), new(2_000_00), "service_excluded");
        }
        if (voucher.Enterprise.Controller is { } controller && random.Chance(300)
            && parties.Providers.FirstOrDefault(p => p.Controller == controller && p.Takes(province)) is { } sister)
        {
            Place(at, voucher, sister, "testing", new(3_000_00), "related_party");
        }
        if (random.Chance(4))
        {
            Refuse(at, voucher.Enterprise.Actor, "malformed", "order.place", ("voucher", voucher.Id), ("order", NextId("O")),
                ("provider", local.Uscc), ("service", "testing"), ("price", random.Chance(500) ? "1000.125" : 1000));
        }
        if (random.Chance(4))
        {
            Refuse(at, voucher.Enterprise.Actor, "unknown_command", "voucher.transfer", ("voucher", voucher.Id), ("to", "another"));
        }
    }

    /// <summary>The day after use-by, before the deadlines of the month's end have struck.</summary>
    private void TooLate(SampleVoucher voucher)
    {
        var at = voucher.UseBy.AddDays(1).ToDateTime(new(10, 0));
        var hasRest = voucher.Face.Fen > voucher.Orders.Sum(o => o.Reserved.Fen);
        if (voucher.Fate == SampleVoucherFate.Kept && hasRest && at.Year == SampleCalendar.Year && random.Chance(60))
        {
            var local = parties.Providers.First(p => p.Fund.Province == voucher.Fund.Province && Unrelated(p, voucher));
            Place(at, voucher, local, "testing", new(100_00), "voucher_expired");
        }
        at = voucher.ClaimBy.AddDays(1).ToDateTime(new(10, 0));
        var unclaimed = voucher.Orders.Where(o => o.Fate == SampleOrderFate.NeverClaimed && o.Steps.ContainsKey("order.confirm"));
        foreach (var order in unclaimed.Where(_ => at.Year == SampleCalendar.Year))
        {
            Refuse(at, order.Payee, "claim_expired", "claim.submit", ("order", order.Id));
        }
    }

    private void Orders(SampleOrder order)
    {
        if (order.Steps.TryGetValue("order.accept", out var accepted) && random.Chance(8))
        {
            var other = parties.Providers.First(p => p != order.Provider);
            Refuse(accepted - Moment, other.Actor, "not_allowed", "order.accept", ("order", order.Id));
        }
        if (order.Steps.TryGetValue("order.deliver", out var delivered) && random.Chance(10))
        {
            Refuse(delivered - Moment, order.Provider.Actor, "invoice_exceeds_price", "order.deliver", ("order", order.Id),
                ("contract", "draft"), ("invoice", order.Invoice), ("invoiceAmount", order.Price + new Money(1)));
        }
        if (order.Steps.TryGetValue("order.deliver", out delivered) && random.Chance(6))
        {
            Refuse(delivered - Moment, order.Voucher.Enterprise.Actor, "wrong_state", "order.confirm", ("order", order.Id));
        }
        if (random.Chance(4))
        {
            Refuse(order.PlacedAt + Moment, order.Provider.Actor, "not_found", "order.accept", ("order", NextId("O")));
        }
        if (random.Chance(4))
        {
            Place(order.PlacedAt + Moment, order.Voucher, order.Provider, order.Service, new(500_00), "already_exists", order.Id);
        }
    }

    private void Claims(SampleOrder order)
    {
        if (order.Steps.TryGetValue("claim.approve", out var approved) && random.Chance(12))
        {
            Refuse(approved - Moment, order.Voucher.Enterprise.Actor, "not_allowed", "claim.approve", ("order", order.Id));
        }
        if (approved != default && order.Reviewer == order.Voucher.Fund && random.Chance(20))
        {
            Refuse(approved - Moment, order.ReviewedBy, "same_person", "claim.approve", ("order", order.Id));
        }
        if (order.Steps.TryGetValue("payout.confirm", out var paid) && order.ClawedBack.IsZero && random.Chance(4))
        {
            Refuse(paid + Moment, order.Voucher.Fund.Actor("auditor-1"), "amount_exceeds_claim", "claim.claw-back", ("order", order.Id),
                ("amount", order.Subsidy + new Money(1)), ("reason", "金额输错 mistyped amount"));
        }
        if (order.Steps.TryGetValue("claim.submit", out var submitted) && order.Fate == SampleOrderFate.Redeemed && random.Chance(5))
        {
            Refuse(submitted + Moment, order.Payee, "wrong_state", "claim.submit", ("order", order.Id));
        }
    }

    private SampleProvider? ProviderOffering(IReadOnlyList<string> services, SampleVoucher voucher) => parties.Providers
        .FirstOrDefault(p => p.Takes(voucher.Fund.Province) && Unrelated(p, voucher) && p.Services.Any(services.Contains));

    private static bool Unrelated(SampleProvider provider, SampleVoucher voucher) =>
        provider.Controller is null || provider.Controller != voucher.Enterprise.Controller;

    private void Apply(DateTime at, SampleEnterprise enterprise, SampleFund fund, string amount, string code) =>
        Refuse(at, enterprise.Actor, code, "voucher.apply", ("voucher", NextId("V")), ("enterprise", enterprise.Uscc),
            ("fund", fund.Region), ("amount", amount));

    private void Place(DateTime at, SampleVoucher voucher, SampleProvider provider, string service, Money price, string code,
        string? order = null) =>
        Refuse(at, voucher.Enterprise.Actor, code, "order.place", ("voucher", voucher.Id), ("order", order ?? NextId("O")),
            ("provider", provider.Uscc), ("service", service), ("price", price));

    private void Refuse(DateTime at, string actor, string code, string @do, params (string, object?)[] fields) =>
        script.Add(new SampleLine(at, actor, @do, fields) { Expect = code });

    /// <summary>Ids of things that never come to be.</summary>
    private string NextId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{SampleCalendar.Year}-X{++_number:0000}");
}
