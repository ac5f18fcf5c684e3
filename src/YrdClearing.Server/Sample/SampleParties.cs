using System.Globalization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

internal sealed class SampleEnterprise(int number, string uscc, string name, string region, SampleFund fund)
{
    public int Number => number;
    public string Uscc => uscc;
    public string Name => name;

    /// <summary>Its district.</summary>
    public string Region => region;
    public SampleFund Fund => fund;
    public string? Controller { get; init; }
    public BankAccount? Account { get; init; }
    public string Actor => "enterprise:" + uscc;
    public List<SampleVoucher> Vouchers { get; } = [];
}

internal sealed record SampleProvider(string Uscc, string Name, SampleFund Fund, IReadOnlyList<string> Services, string LegalRep,
    string? Controller)
{
    public required BankAccount Account { get; init; }

    /// <summary>Provinces other than its own whose vouchers it takes.</summary>
    public required IReadOnlyList<string> EffectiveIn { get; init; }

    /// <summary>How often it is chosen, in proportion to the others.</summary>
    public required int Weight { get; init; }
    public string Actor => "provider:" + Uscc;

    public bool Takes(string province) => Fund.Province == province || EffectiveIn.Contains(province);
}

/// <summary>Who takes part: all names and codes are made up.</summary>
internal sealed class SampleParties
{
    /// <summary>Published: enterprises that registered and applied until mid-2023 (domain.md, "Published figures").</summary>
    public const int Applicants = 2207;

    private static readonly string[] Services =
        ["testing", "design", "simulation", "certification", "analysis", "prototyping", "computing", "training"];

    private static readonly string[] Kinds = ["检测 Testing", "设计 Design", "计算 Computing", "材料 Materials", "生物 Biology", "装备 Equipment"];

    private readonly SampleRandom _random;
    private int _number;

    public SampleParties(SampleRandom random)
    {
        _random = random;
        Providers = SampleFunds.All.SelectMany(f => Enumerable.Range(1, f.Providers).Select(i => Provider(f, i))).ToList();
        var counts = Split.LargestRemainder(new(Applicants), SampleFunds.All.Select(f => (long)f.EnterpriseShare).ToList());
        Enterprises = SampleFunds.All.Zip(counts)
            .SelectMany(p => Enumerable.Range(1, (int)p.Second.Fen).Select(i => Enterprise(p.First, i)))
            .ToList();
        Large = SampleFunds.All.Take(6).Select(f => Enterprise(f, 9001)).ToList();
        Newcomer = Provider(SampleFunds.Of("310000"), 91);
        Outcast = Provider(SampleFunds.Of("330000"), 92);
        Contested = Provider(SampleFunds.Of("320000"), 93);
    }

    /// <summary>Exactly <see cref="Applicants"/>, by fund.</summary>
    public IReadOnlyList<SampleEnterprise> Enterprises { get; }

    /// <summary>Registered, but too large for vouchers.</summary>
    public IReadOnlyList<SampleEnterprise> Large { get; }

    public IReadOnlyList<SampleProvider> Providers { get; }

    /// <summary>A provider that is recognised only in the middle of the year.</summary>
    public SampleProvider Newcomer { get; }

    /// <summary>A provider that is listed for its integrity.</summary>
    public SampleProvider Outcast { get; }

    /// <summary>A provider that another province objects to.</summary>
    public SampleProvider Contested { get; }

    /// <summary>A provider for a voucher of <paramref name="fund"/>: about half of the orders cross a provincial border.</summary>
    public SampleProvider Choose(SampleEnterprise enterprise, SampleFund fund, SampleRandom random)
    {
        var local = random.Chance(500);
        var candidates = Providers
            .Where(p => (p.Fund.Province == fund.Province) == local && p.Takes(fund.Province))
            .Where(p => p.Controller is null || p.Controller != enterprise.Controller)
            .ToList();
        return candidates[random.Weighted(candidates.Select(p => p.Fund == fund ? p.Weight * 3 : p.Weight).ToList())];
    }

    private SampleEnterprise Enterprise(SampleFund fund, int index)
    {
        var number = ++_number;
        var region = _random.Pick(fund.Districts);
        var large = index > 9000;
        var suffix = index.ToString("0000", CultureInfo.InvariantCulture);
        var (zh, en) = large ? ("集团", "Group") : ("企业", "Enterprise");
        var name = $"{fund.Zh}样本{zh} {suffix} · {fund.En} Sample {en} {suffix}";
        var own = fund.Policies.Any(p => p.Route == "R1") || _random.Chance(300);
        return new(number, SampleCodes.Uscc(region, number), name, region, fund)
        {
            Controller = _random.Chance(60) ? $"ctl-{_random.Between(1, 9):00}" : null,
            Account = own ? Account(region, number, name) : null,
        };
    }

    private SampleProvider Provider(SampleFund fund, int index)
    {
        var number = ++_number;
        var kind = _random.Pick(Kinds).Split(' ');
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{fund.Zh}样本{kind[0]}中心 {index:00} · {fund.En} Sample {kind[1]} Centre {index:00}");
        var services = Services.ToList();
        _random.Shuffle(services);
        return new(
            SampleCodes.Uscc(fund.Region, number),
            name,
            fund,
            // testing and design everywhere, so that no policy excludes all that a provider offers
            services.Take(_random.Between(2, 4)).Concat(["testing", "design"]).Distinct().Order(StringComparer.Ordinal).ToList(),
            string.Create(CultureInfo.InvariantCulture, $"rep-{number:0000}"),
            index % 5 == 2 ? $"ctl-{_random.Between(1, 9):00}" : null)
        {
            Account = Account(fund.Region, number, name),
            EffectiveIn = SampleFunds.Provinces.Where(p => p != fund.Province && (index == 1 || _random.Chance(780))).ToList(),
            Weight = 240 / (index + 1) + 10,
        };
    }

    private static BankAccount Account(string region, int number, string name) =>
        new(SampleCodes.BankCode(region[..4], number), SampleCodes.AccountNumber(number), name);
}
