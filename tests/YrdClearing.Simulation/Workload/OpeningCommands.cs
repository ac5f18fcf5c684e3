using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>What sets the network up: funds with money and rules (their routes are chance's choice), markets with
/// their compensation funds, parties, recognitions.</summary>
internal static class OpeningCommands
{
    private static readonly string[] Routes = ["R1", "R2", "R3", "R3", "R3"];

    public static IEnumerable<Envelope> Of(CommandWriter write, Chance chance)
    {
        const string op = "operator:network";
        foreach (var fund in Cast.Funds)
        {
            yield return write.Write(op, "fund.open", $$"""
                "fund":"{{fund}}","name":"Fund {{fund}}"
                """);
            yield return write.Write(op, "policy.publish", Policy(fund, chance));
            yield return write.Write($"fund:{fund}/li", "fund.appropriate", $$"""
                "fund":"{{fund}}","amount":"{{chance.Between(150, 400)}}000.00"
                """);
            yield return write.Write("bank:network", "fund.deposit", $$"""
                "fund":"{{fund}}","amount":"{{chance.Between(20, 200)}}000.00"
                """);
        }
        foreach (var market in Cast.Markets)
        {
            yield return write.Write(op, "market.open", $$"""
                "market":"{{market}}","name":"Market {{market}}","feeRate":"{{chance.Of(["0.00", "0.01", "0.0333"])}}","sellerShare":"0.70"
                """);
            yield return write.Write("bank:network", "compensation.deposit", $$"""
                "market":"{{market}}","amount":"{{chance.Between(1, 40)}}000.00"
                """);
        }
        foreach (var (uscc, fund) in Cast.Enterprises)
        {
            yield return write.Write(op, "enterprise.register", $$"""
                "enterprise":"{{uscc}}","name":"E","region":"{{fund}}","legalRep":"rep-{{uscc}}","sme":true
                """);
        }
        foreach (var (uscc, fund) in Cast.Providers)
        {
            yield return write.Write(op, "provider.apply", $$"""
                "provider":"{{uscc}}","name":"P","fund":"{{fund}}","services":["{{Cast.Service}}","{{Cast.ExcludedService}}"],
                "account":{"bankCode":"313651027012","number":"62220000{{fund}}","name":"P"}
                """);
            yield return write.Write($"fund:{fund}/li", "provider.recognise", $$"""
                "provider":"{{uscc}}"
                """);
            foreach (var other in Cast.Funds.Where(f => f != fund))
            {
                var fields = $$"""
                    "provider":"{{uscc}}","province":"{{other}}"
                    """;
                yield return write.Write($"fund:{fund}/li", "provider.propose", fields);
                yield return write.Write($"fund:{other}/li", "provider.accept", fields);
            }
        }
    }

    private static string Policy(string fund, Chance chance)
    {
        var cap = chance.OneIn(2) ? $$"""
            ,"netDebitCap":"{{chance.Between(20, 80)}}000.00"
            """ : "";
        return $$"""
            "fund":"{{fund}}","version":"P-{{fund}}","from":"2026-01-01","source":"test rules","route":"{{chance.Of(Routes)}}","rate":"0.50",
            "corridorRates":{"320000":"0.40"},"annualCap":"{{chance.Between(60, 200)}}000.00","useDays":60,"claimDays":20,
            "capMode":"{{(chance.OneIn(2) ? "clamp" : "reject")}}","excludedServices":["{{Cast.ExcludedService}}"]{{cap}}
            """;
    }
}
