using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Server.Sample;

/// <summary>A technology market of the sample, and who sells and buys through it.</summary>
internal sealed record SampleMarket(string Region, string Zh, string En, MarketTerms Terms)
{
    public IReadOnlyList<SampleParty> Universities { get; init; } = [];
    public IReadOnlyList<SampleParty> Companies { get; init; } = [];

    public string Actor(string person) => $"market:{Region}/{person}";
}

/// <summary>A party to contracts.</summary>
internal sealed record SampleParty(string Uscc, string Name, string Region, bool IsSme)
{
    public string Actor => "enterprise:" + Uscc;
}

/// <summary>The four markets; fees and splits are synthetic and differ from one another. All names and codes are made up.</summary>
internal static class SampleMarkets
{
    private const int UniversitiesEach = 4;
    private const int CompaniesEach = 8;

    /// <summary>Numbers of parties below this one are those of the voucher network.</summary>
    private const int FirstNumber = 9_500;

    public static readonly IReadOnlyList<SampleMarket> All =
    [
        Market(0, "310000", "上海", "Shanghai", "0.01", "0.60"),
        Market(1, "320000", "江苏", "Jiangsu", "0.015", "0.50"),
        Market(2, "330000", "浙江", "Zhejiang", "0.02", "0.70"),
        Market(3, "340000", "安徽", "Anhui", "0.008", "0.60"),
    ];

    public static SampleMarket Of(string region) => All.Single(m => m.Region == region);

    /// <summary>
    /// Opens the markets, registers their parties, and enters a contract of the year before that another system registered.
    /// </summary>
    public static void Write(SampleScript script)
    {
        foreach (var market in All)
        {
            script.Add(SampleCalendar.Day(1, 2).AddHours(8).AddMinutes(40), "operator:network", "market.open",
                ("market", market.Region), ("name", $"{market.Zh}技术市场 · {market.En} Technology Market"),
                ("feeRate", market.Terms.FeeRate), ("sellerShare", market.Terms.SellerShare));
            foreach (var party in market.Universities.Concat(market.Companies))
            {
                script.Add(SampleCalendar.Day(1, 6).AddHours(8), "operator:network", "enterprise.register",
                    ("enterprise", party.Uscc), ("name", party.Name), ("region", party.Region), ("sme", party.IsSme));
            }
        }
        foreach (var (seller, buyer) in All.Zip(All.Skip(1).Append(All[0])))
        {
            var (from, to) = (seller.Universities[0], buyer.Companies[0]);
            script.Add(SampleCalendar.Day(1, 8).AddHours(8), seller.Actor("clerk-1"), "registration.record",
                ("number", $"2024{seller.Region}000001"), ("date", new DateOnly(SampleCalendar.Year - 1, 11, 20)), ("type", "service"),
                ("seller", from.Uscc), ("sellerName", from.Name), ("sellerRegion", from.Region),
                ("buyer", to.Uscc), ("buyerName", to.Name), ("buyerRegion", to.Region),
                ("contractValue", Money.Parse("260000.00")), ("technologyValue", Money.Parse("208000.00")));
        }
    }

    private static SampleMarket Market(int index, string region, string zh, string en, string feeRate, string sellerShare)
    {
        var first = FirstNumber + index * (UniversitiesEach + CompaniesEach);
        SampleParty Party(int number, string kind, string enKind, bool isSme) => new(
            SampleCodes.Uscc(region, number),
            string.Create(CultureInfo.InvariantCulture, $"{zh}样本{kind} {number} · {en} Sample {enKind} {number}"),
            region[..2] + "0100", isSme);
        return new(region, zh, en, new(Rate.Parse(feeRate), Rate.Parse(sellerShare)))
        {
            Universities = [.. Enumerable.Range(first, UniversitiesEach).Select(n => Party(n, "大学", "University", false))],
            Companies = [.. Enumerable.Range(first + UniversitiesEach, CompaniesEach).Select(n => Party(n, "公司", "Company", true))],
        };
    }
}

/// <summary>What becomes of a contract.</summary>
internal enum SampleContractFate
{
    Completed,

    /// <summary>The buyer says nothing: milestones are accepted by the run of deadlines.</summary>
    Deemed,

    Objected,
    Disputed,

    /// <summary>Amended to less after the first milestone; the surplus goes back.</summary>
    AmendedDown,

    /// <summary>Amended to more; the buyer pays the rest in.</summary>
    AmendedUp,

    Terminated,

    /// <summary>A part of the first milestone is given back later.</summary>
    Refunded,

    /// <summary>The buyer pays in too little at first.</summary>
    ShortOfEscrow,

    Refused,
}

/// <summary>A contract of the plan.</summary>
internal sealed record SampleContract(
    string Id, int Number, ContractType Type, SampleMarket SellerMarket, SampleMarket BuyerMarket, SampleParty Seller, SampleParty Buyer,
    Money Value, Money TechnologyValue, IReadOnlyList<PlannedMilestone> Plan, DateTime DraftedAt, SampleContractFate Fate)
{
    /// <summary>The first registered title of the contract's own; null for the types that need none.</summary>
    public string? Title => Type is ContractType.Transfer or ContractType.Licence ? "T" + Id[1..] : null;

    public bool IsAbroad => SellerMarket != BuyerMarket;

    /// <summary>Short where the story is that the buyer stays silent, else longer than anybody takes to answer.</summary>
    public int ObjectionDays => Fate == SampleContractFate.Deemed ? 10 : 60;
}
