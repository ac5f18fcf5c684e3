using System.Globalization;
using YrdClearing.Server.Sample;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The network under load: four provincial funds with route R3 and money without end, so that nothing but the system itself limits the
/// rate; providers of each, recognised by all four; enterprises of each. All names and codes are made up.
/// </summary>
internal static class LoadNetwork
{
    public static readonly IReadOnlyList<string> Funds = ["310000", "320000", "330000", "340000"];

    /// <summary>Enterprises in all, spread over the funds; a lane of the load has some of its own.</summary>
    public const int Enterprises = 2_048;

    private const int ProvidersPerFund = 16;
    private const int FirstProvider = 9_001;
    private const string At = "2026-03-02T09:00:00+08:00";
    private const string NoLimit = "1000000000.00";
    private const string Money = "1000000000000.00";

    private static readonly string[] Districts = ["310115", "320506", "330106", "340111"];

    public static string FundOf(int enterprise) => Funds[enterprise % Funds.Count];

    /// <summary>Always of another province: each enterprise has one of the three others.</summary>
    public static string HostOf(int enterprise) => Funds[(enterprise % Funds.Count + 1 + enterprise / Funds.Count % 3) % Funds.Count];

    /// <summary>An enterprise of the province that this one's orders go to: it buys what this one sells.</summary>
    public static int BuyerOf(int enterprise) =>
        (enterprise + 1 + enterprise / Funds.Count % 3) % Enterprises;

    public static string Enterprise(int enterprise) => SampleCodes.Uscc(Districts[enterprise % Funds.Count], enterprise + 1);

    public static string ProviderOf(int enterprise) =>
        Provider(Funds.ToList().IndexOf(HostOf(enterprise)), enterprise / (3 * Funds.Count) % ProvidersPerFund);

    /// <summary>The commands that set the network up, in stages: those of one stage may run at the same time.</summary>
    public static IEnumerable<IReadOnlyList<string>> Setup()
    {
        yield return [.. Funds.Select(f => Line("operator:network", "fund.open", $"fund-{f}", ("fund", f), ("name", $"Fund {f}")))];
        yield return [.. Funds.Select(Policy)];
        yield return
        [
            .. Funds.Select(f => Line($"fund:{f}/li", "fund.appropriate", $"money-{f}", ("fund", f), ("amount", Money))),
            .. Funds.Select(f => Line("bank:network", "fund.deposit", $"cash-{f}", ("fund", f), ("amount", Money))),
            .. Enumerable.Range(0, Enterprises).Select(Register),
            .. Providers((p, f, n) => Apply(p, f, n)),
        ];
        yield return [.. Providers((p, f, n) => Line($"fund:{f}/li", "provider.recognise", $"recognise-{f}-{n}", ("provider", p)))];
        yield return [.. Recognitions((p, f, n, q) =>
            Line($"fund:{f}/li", "provider.propose", $"propose-{f}-{n}-{q}", ("provider", p), ("province", q)))];
        yield return [.. Recognitions((p, f, n, q) =>
            Line($"fund:{q}/li", "provider.accept", $"accept-{f}-{n}-{q}", ("provider", p), ("province", q)))];
    }

    /// <summary>A command as a client writes it. Values are plain text without characters that JSON escapes.</summary>
    public static string Line(string actor, string name, string id, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var line = $$"""{"id":"{{id}}","at":"{{At}}","as":"{{actor}}","do":"{{name}}" """.TrimEnd();
        foreach (var (field, value) in fields)
        {
            line += $",\"{field}\":\"{value}\"";
        }
        return line + "}";
    }

    private static string Policy(string fund) =>
        $$"""{"id":"policy-{{fund}}","at":"{{At}}","as":"operator:network","do":"policy.publish","fund":"{{fund}}","""
        + $$""" "version":"P-{{fund}}","from":"2026-01-01","source":"benchmark","route":"R3","rate":"0.50","annualCap":"{{NoLimit}}","""
        + """ "useDays":365,"claimDays":90}""";

    private static string Register(int enterprise) =>
        $$"""{"id":"enterprise-{{enterprise}}","at":"{{At}}","as":"operator:network","do":"enterprise.register","""
        + $$""" "enterprise":"{{Enterprise(enterprise)}}","name":"Enterprise {{enterprise}}","""
        + $$""" "region":"{{Districts[enterprise % Funds.Count]}}","sme":true}""";

    private static string Apply(string provider, string fund, int number) =>
        $$"""{"id":"provider-{{fund}}-{{number}}","at":"{{At}}","as":"operator:network","do":"provider.apply","provider":"{{provider}}","""
        + $$""" "name":"Provider {{number}}","fund":"{{fund}}","services":["testing","design"],"""
        + $$""" "account":{"bankCode":"{{SampleCodes.BankCode(fund[..4], number)}}","""
        + $$""" "number":"{{SampleCodes.AccountNumber(number)}}","name":"Provider"}""" + "}";

    private static string Provider(int fund, int index) => SampleCodes.Uscc(Funds[fund], FirstProvider + fund * ProvidersPerFund + index);

    private static IEnumerable<string> Providers(Func<string, string, int, string> line) =>
        from fund in Enumerable.Range(0, Funds.Count)
        from index in Enumerable.Range(0, ProvidersPerFund)
        select line(Provider(fund, index), Funds[fund], index);

    private static IEnumerable<string> Recognitions(Func<string, string, int, string, string> line) =>
        Funds.SelectMany(q => Providers((p, f, n) => f == q ? "" : line(p, f, n, q))).Where(l => l.Length > 0);

    /// <summary>A number as it stands in ids: nine digits.</summary>
    public static string Digits(int number) => number.ToString("D9", CultureInfo.InvariantCulture);
}
