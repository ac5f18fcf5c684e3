using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// The first two weeks: funds, policies, money, providers and their mutual recognition, enterprises; later policies and money.
/// </summary>
internal sealed class SampleSetup(SampleScript script, SampleParties parties, SampleRandom random)
{
    private const string Operator = "operator:network";

    public void Write()
    {
        var at = SampleCalendar.Day(1, 2).AddHours(8);
        foreach (var fund in SampleFunds.All)
        {
            script.Add(at, Operator, "fund.open", ("fund", fund.Region), ("name", $"{fund.Zh}创新券资金 · {fund.En} Innovation Voucher Fund"));
            foreach (var policy in fund.Policies)
            {
                var isFirst = policy == fund.Policies[0] && fund.Region != SampleFunds.Late;
                var later = policy.From.ToDateTime(new(8, 0)).AddDays(fund.Region == SampleFunds.Late ? 2 : -3);
                Publish(isFirst ? at.AddMinutes(10) : later, fund, policy);
            }
        }
        foreach (var provider in parties.Providers)
        {
            Introduce(provider, SampleCalendar.Day(1, 3).AddHours(8));
        }
        foreach (var provider in parties.Providers)
        {
            Recognise(provider);
        }
        foreach (var enterprise in parties.Enterprises.Concat(parties.Large))
        {
            Register(enterprise);
        }
    }

    public void Publish(DateTime at, SampleFund fund, SamplePolicy policy) => script.Add(at, Operator, "policy.publish",
        ("fund", fund.Region), ("version", policy.Version), ("from", policy.From), ("source", policy.Source), ("route", policy.Route),
        ("rate", policy.Rate), ("corridorRates", policy.Corridors.Count > 0 ? policy.Corridors : null), ("annualCap", policy.AnnualCap),
        ("useDays", policy.UseDays), ("claimDays", policy.ClaimDays), ("orderCap", policy.OrderCap),
        ("capMode", policy.Clamp ? "clamp" : "reject"),
        ("excludedServices", policy.Excluded.Count > 0 ? policy.Excluded : null), ("netDebitCap", policy.NetDebitCap));

    public void Introduce(SampleProvider provider, DateTime at) => script.Add(at, provider.Actor, "provider.apply",
        ("provider", provider.Uscc), ("name", provider.Name), ("fund", provider.Fund.Region), ("services", provider.Services),
        ("legalRep", provider.LegalRep), ("controller", provider.Controller), ("account", provider.Account));

    private void Recognise(SampleProvider provider)
    {
        script.Add(SampleCalendar.Day(1, 7).AddHours(8), provider.Fund.Actor("officer-1"), "provider.recognise",
            ("provider", provider.Uscc));
        foreach (var province in provider.EffectiveIn)
        {
            script.Add(SampleCalendar.Day(1, 8).AddHours(8), provider.Fund.Actor("officer-1"), "provider.propose",
                ("provider", provider.Uscc), ("province", province));
            script.Add(SampleCalendar.Day(1, 9).AddHours(8), SampleFunds.Of(province).Actor("officer-1"), "provider.accept",
                ("provider", provider.Uscc), ("province", province));
        }
    }

    private void Register(SampleEnterprise enterprise)
    {
        var at = SampleCalendar.Day(1, 6).AddHours(9).AddDays(random.Between(0, 7)).AddSeconds(random.Below(36_000));
        var isLarge = parties.Large.Contains(enterprise);
        script.Add(at, random.Chance(300) ? Operator : enterprise.Actor, "enterprise.register", ("enterprise", enterprise.Uscc),
            ("name", enterprise.Name), ("region", enterprise.Region), ("controller", enterprise.Controller),
            ("sme", !isLarge), ("account", enterprise.Account));
    }
}
