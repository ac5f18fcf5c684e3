using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>The terms a fund grants vouchers under, as policy.publish takes them.</summary>
internal sealed record SamplePolicy(string Version, DateOnly From, string Source, string Route, Rate Rate)
{
    public IReadOnlyDictionary<string, Rate> Corridors { get; init; } = new SortedDictionary<string, Rate>(StringComparer.Ordinal);
    public required Money AnnualCap { get; init; }
    public required Money OrderCap { get; init; }
    public required int UseDays { get; init; }
    public int ClaimDays { get; init; } = 90;
    public bool Clamp { get; init; }
    public IReadOnlyList<string> Excluded { get; init; } = [];
    public Money? NetDebitCap { get; init; }

    public Rate RateBetween(string homeProvince, string hostProvince) =>
        homeProvince != hostProvince && Corridors.TryGetValue(hostProvince, out var rate) ? rate : Rate;
}

/// <summary>A fund of the sample: where it is, how many of the enterprises and providers are its own, and its policies by date.</summary>
internal sealed record SampleFund(string Region, string Zh, string En, int EnterpriseShare, int Providers, IReadOnlyList<string> Districts)
{
    public required IReadOnlyList<SamplePolicy> Policies { get; init; }
    public string Province => Region[..2] + "0000";

    public SamplePolicy PolicyOn(DateTime at) => Policies.Last(p => p.From <= DateOnly.FromDateTime(at));

    public string Actor(string person) => $"fund:{Region}/{person}";
}

/// <summary>
/// The ten funds: four provinces, three cities of Jiangsu and three of Anhui with funds of their own. Rates, caps and terms are
/// synthetic; each differs from its neighbours where provinces do ("因地制宜"), so that every route and both cap modes occur.
/// </summary>
internal static class SampleFunds
{
    /// <summary>The city whose fund opens before it has a policy.</summary>
    public const string Late = "340300";

    /// <summary>The city whose first money comes late.</summary>
    public const string ShortOfCash = "340200";

    private static readonly DateOnly NewYear = new(2025, 1, 1);
    private static readonly DateOnly HalfYear = new(2025, 7, 1);

    public static readonly IReadOnlyList<SampleFund> All =
    [
        Fund("310000", "上海", "Shanghai", 240, 16, "310104 310110 310112 310114 310115 310117",
            Policy("SH-2025-1", NewYear, "R3", "0.55", 500_000, 200_000, 180)
                with { Corridors = Rates("0.50", "320000", "330000", "340000") },
            Policy("SH-2025-2", HalfYear, "R3", "0.60", 500_000, 200_000, 180)
                with { Corridors = Rates("0.55", "320000", "330000", "340000") }),
        Fund("320000", "江苏", "Jiangsu", 90, 6, "320211 320214 320312 320412 321003",
            Policy("JS-2025-1", NewYear, "R3", "0.55", 500_000, 200_000, 365) with { Excluded = ["training"] }),
        Fund("320100", "南京", "Nanjing", 110, 6, "320102 320105 320111 320114 320115",
            Policy("NJ-2025-1", NewYear, "R2", "0.55", 300_000, 150_000, 180) with { Clamp = true }),
        Fund("320500", "苏州", "Suzhou", 130, 7, "320505 320506 320507 320508 320509 320581",
            Policy("SZ-2025-1", NewYear, "R3", "0.60", 400_000, 150_000, 150)
                with { ClaimDays = 75, Corridors = Rates("0.55", "330000", "340000") }),
        Fund("320600", "南通", "Nantong", 45, 3, "320602 320611 320685",
            Policy("NT-2025-1", NewYear, "R1", "0.55", 300_000, 100_000, 120) with { ClaimDays = 75 }),
        Fund("330000", "浙江", "Zhejiang", 215, 12, "330106 330108 330110 330203 330212 330402 330411 330602",
            Policy("ZJ-2025-1", NewYear, "R3", "0.55", 500_000, 200_000, 365),
            Policy("ZJ-2025-2", HalfYear, "R3", "0.60", 500_000, 200_000, 365)
                with { Corridors = Rates("0.55", "310000", "320000", "340000") }),
        Fund("340000", "安徽", "Anhui", 55, 3, "340403 340503 340603 340802 341102",
            Policy("AH-2025-1", NewYear, "R3", "0.55", 400_000, 150_000, 365) with { Excluded = ["training", "certification"] }),
        Fund("340100", "合肥", "Hefei", 85, 6, "340102 340103 340104 340111",
            Policy("HF-2025-1", NewYear, "R3", "0.60", 400_000, 150_000, 180)
                with { Corridors = Rates("0.55", "310000", "320000", "330000") }),
        Fund(ShortOfCash, "芜湖", "Wuhu", 25, 3, "340202 340207",
            Policy("WH-2025-1", NewYear, "R1", "0.55", 300_000, 100_000, 150) with { ClaimDays = 75 },
            Policy("WH-2025-2", HalfYear, "R2", "0.55", 300_000, 100_000, 150) with { ClaimDays = 75 }),
        Fund(Late, "蚌埠", "Bengbu", 5, 1, "340303 340304",
            Policy("BB-2025-1", new(2025, 3, 1), "R2", "0.50", 200_000, 80_000, 180)),
    ];

    public static readonly IReadOnlyList<string> Provinces = All.Select(f => f.Province).Distinct().ToList();

    public static SampleFund Of(string region) => All.Single(f => f.Region == region);

    private static SampleFund Fund(string region, string zh, string en, int share, int providers, string districts,
        params SamplePolicy[] policies) =>
        new(region, zh, en, share, providers, districts.Split(' ')) { Policies = policies };

    private static SamplePolicy Policy(string version, DateOnly from, string route, string rate, long annualCap, long orderCap,
        int useDays) =>
        new(version, from, $"样本办法 {version} (synthetic)", route, Rate.Parse(rate))
        {
            AnnualCap = new(annualCap * 100),
            OrderCap = new(orderCap * 100),
            UseDays = useDays,
        };

    private static SortedDictionary<string, Rate> Rates(string rate, params string[] provinces) =>
        new(provinces.ToDictionary(p => p, _ => Rate.Parse(rate)), StringComparer.Ordinal);
}
