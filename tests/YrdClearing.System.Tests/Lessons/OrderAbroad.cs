using System.Globalization;
using System.Text.Json.Nodes;
using YrdClearing.Domain.Ledger;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>An order of one of the two provinces at a provider of the other one, and its commands.</summary>
internal sealed record OrderAbroad(
    int Number, string Id, string Voucher, string Enterprise, string Provider, string Home, string Host, int RateInPercent)
{
    public const long ClawBackFen = 123;

    /// <summary>Each so-manieth order is paid and partly clawed back.</summary>
    private const int ClawBackEvery = 6;

    /// <summary>An order of each province for each number, of Shanghai and Zhejiang in turn.</summary>
    public static IEnumerable<OrderAbroad> BothWays(IEnumerable<int> numbers) =>
        numbers.SelectMany(i => new[] { OfShanghai(i), OfZhejiang(i) });

    public bool IsClawedBack => Number % ClawBackEvery == 0;

    public long SubsidyFen => PriceFen * RateInPercent / 100;

    public IReadOnlyList<string> UntilReviewed =>
    [
        Line(
            $"enterprise:{Enterprise}", "order.place",
            ("voucher", Voucher), ("provider", Provider), ("service", "testing"), ("price", Price)),
        Line($"provider:{Provider}", "order.accept"),
        Line($"provider:{Provider}", "order.deliver", ("contract", "T" + Id), ("invoice", Invoice), ("invoiceAmount", Price)),
        Line($"enterprise:{Enterprise}", "order.confirm"),
        Line($"provider:{Provider}", "claim.submit"),
        Line($"fund:{Host}/li", "claim.review"),
    ];

    public string Approve => Line($"fund:{Home}/zhao", "claim.approve");

    public IReadOnlyList<string> PayAndClawBack =>
    [
        Line($"fund:{Host}/chen", "payout.instruct"),
        Line("bank:network", "payout.confirm"),
        Line($"fund:{Home}/li", "claim.claw-back", ("amount", new Money(ClawBackFen).ToString()), ("reason", "audit finding")),
    ];

    private static OrderAbroad OfShanghai(int i) =>
        new(i, $"S{i}", "V1", Network.Enterprise, Network.Provider, "310000", "330000", RateInPercent: 40);

    private static OrderAbroad OfZhejiang(int i) =>
        new(i, $"Z{i}", "V2", Network.OtherEnterprise, Network.OtherProvider, "330000", "310000", RateInPercent: 50);

    private long PriceFen => 10_001 + (37 * Number);

    private string Price => new Money(PriceFen).ToString();

    private string Invoice => Home + Number.ToString("D14", CultureInfo.InvariantCulture);

    private string Line(string actor, string @do, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var line = new JsonObject { ["at"] = "2026-03-20T09:00:00+08:00", ["as"] = actor, ["do"] = @do, ["order"] = Id };
        foreach (var (name, value) in fields)
        {
            line[name] = value;
        }
        return line.ToJsonString();
    }
}
