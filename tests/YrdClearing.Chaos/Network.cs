using YrdClearing.Domain.Ledger;

namespace YrdClearing.Chaos;

/// <summary>The network under load: four funds with a market and a provider each, which serves all provinces (route R3, subsidies of half).</summary>
internal static class Network
{
    private const string Plenty = "9000000000.00";
    private const string ValidBankCode = "313651027012";

    public static readonly IReadOnlyList<string> Regions = ["310000", "320000", "330000", "340000"];

    public static string Provider(string region) => Code(region, 1);

    /// <summary>A social credit code of its own for each number.</summary>
    public static string Code(string region, int number)
    {
        var body = $"91{region}{number:D9}";
        return body + Uscc.CheckCharacter(body);
    }

    /// <summary>In this order, all accepted.</summary>
    public static IEnumerable<string> Setup()
    {
        foreach (var r in Regions)
        {
            yield return $$""" "as":"operator:network","do":"fund.open","fund":"{{r}}","name":"Fund {{r}}" """;
            yield return $$"""
                "as":"operator:network","do":"market.open","market":"{{r}}","name":"Market {{r}}","feeRate":"0.01","sellerShare":"0.60"
                """;
            yield return $$"""
                "as":"operator:network","do":"policy.publish","fund":"{{r}}","version":"P{{r}}","from":"2020-01-01","source":"chaos rules",
                "route":"R3","rate":"0.50","annualCap":"{{Plenty}}","useDays":365,"claimDays":90
                """;
            yield return $$""" "as":"fund:{{r}}/li","do":"fund.appropriate","fund":"{{r}}","amount":"{{Plenty}}" """;
            yield return $$""" "as":"bank:network","do":"fund.deposit","fund":"{{r}}","amount":"{{Plenty}}" """;
            yield return $$"""
                "as":"operator:network","do":"provider.apply","provider":"{{Provider(r)}}","name":"Provider {{r}}","fund":"{{r}}",
                "services":["testing"],"account":{"bankCode":"{{ValidBankCode}}","number":"{{r}}","name":"Provider {{r}}"}
                """;
            yield return $$""" "as":"fund:{{r}}/li","do":"provider.recognise","provider":"{{Provider(r)}}" """;
        }
        foreach (var host in Regions)
        {
            foreach (var home in Regions.Where(r => r != host))
            {
                yield return $$"""
                    "as":"fund:{{host}}/li","do":"provider.propose","provider":"{{Provider(host)}}","province":"{{home}}"
                    """;
                yield return $$"""
                    "as":"fund:{{home}}/li","do":"provider.accept","provider":"{{Provider(host)}}","province":"{{home}}"
                    """;
            }
        }
    }

    public static string Register(string enterprise, string region) => $$"""
        "as":"operator:network","do":"enterprise.register","enterprise":"{{enterprise}}","name":"Enterprise","region":"{{region}}","sme":true
        """;

    public static string Apply(string voucher, string enterprise, string fund, string amount) => $$"""
        "as":"enterprise:{{enterprise}}","do":"voucher.apply","voucher":"{{voucher}}","enterprise":"{{enterprise}}","fund":"{{fund}}",
        "amount":"{{amount}}"
        """;

    public static string Approve(string voucher, string fund) => $$"""
        "as":"fund:{{fund}}/wang","do":"voucher.approve","voucher":"{{voucher}}"
        """;

    public static string Place(string enterprise, string voucher, string order, string host, string price) => $$"""
        "as":"enterprise:{{enterprise}}","do":"order.place","voucher":"{{voucher}}","order":"{{order}}","provider":"{{Provider(host)}}",
        "service":"testing","price":"{{price}}"
        """;

    public static string Deposit(string fund) => $$""" "as":"bank:network","do":"fund.deposit","fund":"{{fund}}","amount":"0.01" """;

    public static string Clearing(string what, string cycle, string more = "") => $$"""
        "as":"clearing:network","do":"cycle.{{what}}","cycle":"{{cycle}}"{{more}}
        """;
}
