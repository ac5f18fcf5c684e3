using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Funds;

/// <summary>Commands of the aggregate <c>fund:REGION</c> in its own book. Funds are named by their region code.</summary>
public abstract record FundCommand(string Fund) : Command;

/// <summary>Publishes a version of a fund's rules.</summary>
public sealed record PublishPolicy(string Fund, Policy Policy) : FundCommand(Fund);

/// <summary>Money is voted for vouchers.</summary>
public sealed record AppropriateFund(string Fund, Money Amount) : FundCommand(Fund);

/// <summary>The bank reports that the treasury's money has arrived.</summary>
public sealed record DepositFund(string Fund, Money Amount) : FundCommand(Fund);

/// <summary>The network has opened the fund (a message of its opening).</summary>
[Stored("fund.record-opened.1")]
public sealed record RecordFundOpened(string Fund, string Name) : FundCommand(Fund);

public static class FundCommands
{
    /// <summary>Upper limit of useDays and claimDays, days: ten years.</summary>
    public const int MaxDays = 3_650;

    private static readonly string[] Routes = ["R1", "R2", "R3"];
    private static readonly string[] CapModes = ["reject", "clamp"];

    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("policy.publish", "operator", "Publishes a version of a fund's rules, in force from a date.", "发布资金管理政策的一个版本，自某日起施行。",
            f => new PublishPolicy(f.Region("fund"), ReadPolicy(f)),
            """
            {"fund":"310000","version":"P-310000-1","from":"2026-01-01","source":"notice of 2026","route":"R3","rate":"0.50",
            "corridorRates":{"320000":"0.40"},"annualCap":"300000.00","useDays":180,"claimDays":90,"orderCap":"100000.00",
            "capMode":"clamp","excludedServices":["training"],"netDebitCap":"5000000.00"}
            """),
        new("fund.appropriate", "that fund", "Records money that is voted for vouchers.", "登记创新券预算拨款。",
            f => new AppropriateFund(f.Region("fund"), f.Amount("amount")),
            """{"fund":"310000","amount":"1000000.00"}"""),
        new("fund.deposit", "bank", "Reports money of the treasury that has arrived in the fund's account.", "报告国库资金到账。",
            f => new DepositFund(f.Region("fund"), f.Amount("amount")),
            """{"fund":"310000","amount":"500000.00"}"""),
    ];

    private static IReadOnlyDictionary<string, Rate> ReadCorridors(Fields f)
    {
        var rates = f.OptionalRates("corridorRates") ?? new Dictionary<string, Rate>();
        f.Must("corridorRates", rates.Keys.All(Regions.IsProvince), "must have provinces as keys, whose codes end with 0000");
        return rates;
    }

    private static Policy ReadPolicy(Fields f) => new()
    {
        Version = f.Id("version"),
        From = f.Date("from"),
        Source = f.Text("source"),
        Route = f.Word("route", Routes) switch { "R3" => FundingRoute.R3, "R2" => FundingRoute.R2, _ => FundingRoute.R1 },
        Rate = f.Rate("rate"),
        CorridorRates = ReadCorridors(f),
        AnnualCap = f.Amount("annualCap"),
        UseDays = f.Whole("useDays", MaxDays),
        ClaimDays = f.Whole("claimDays", MaxDays),
        OrderCap = f.OptionalAmount("orderCap"),
        CapMode = f.OptionalWord("capMode", CapModes) == "clamp" ? CapMode.Clamp : CapMode.Reject,
        ExcludedServices = f.OptionalTexts("excludedServices") ?? [],
        NetDebitCap = f.OptionalAmount("netDebitCap"),
    };
}
