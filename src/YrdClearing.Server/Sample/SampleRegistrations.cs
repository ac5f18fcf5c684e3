using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Registered contracts between the four provinces whose number and value are the published ones of 2022 (domain.md, "Published figures");
/// all else is made up. Drawn twice, once to weigh and once to write, so that nothing is kept.
/// </summary>
internal sealed class SampleRegistrations(ulong seed)
{
    public const int Year = 2022;

    /// <summary>Contracts between the four provinces.</summary>
    public const int Contracts = 25_273;

    /// <summary>What they are worth.</summary>
    public static readonly Money Value = Money.Parse("186345000000.00");

    /// <summary>Parties per province; each sells and buys several times.</summary>
    private const int PartiesPerProvince = 2_000;

    private static readonly string[][] Regions =
    [
        ["310000", "310104", "310115"],
        ["320000", "320100", "320500", "320600"],
        ["330000", "330100", "330200", "330421"],
        ["340000", "340100", "340200", "340300"],
    ];

    /// <summary>How often a province sells, and how often it buys: a contract's two provinces differ.</summary>
    private static readonly int[] Sells = [40, 28, 22, 10], Buys = [20, 34, 28, 18];

    private static readonly ContractType[] Types = Enum.GetValues<ContractType>();
    private static readonly int[] TypeWeights = [38, 6, 8, 12, 36];

    /// <summary>The rows of the file in the order of their dates, as its columns want them.</summary>
    public IEnumerable<string[]> Rows()
    {
        var whole = Drawn().Aggregate(UInt128.Zero, (sum, d) => sum + (UInt128)d.Weight);
        var (weighed, before) = (UInt128.Zero, 0L);
        var n = 0;
        foreach (var d in Drawn())
        {
            // What all rows so far are worth, rounded down once: no fen is lost, the last row ends at the whole.
            weighed += (UInt128)d.Weight;
            var sum = (long)((UInt128)Value.Fen * weighed / whole);
            var value = sum - before;
            before = sum;
            yield return Row(n++, d, new(value), new(Math.Max(1, value / 100 * d.TechnologyPercent)));
        }
    }

    private IEnumerable<Draw> Drawn()
    {
        var random = new SampleRandom(seed).Fork("registrations");
        for (var i = 0; i < Contracts; i++)
        {
            var from = random.Weighted(Sells);
            var to = random.Weighted([.. Buys.Select((weight, p) => p == from ? 0 : weight)]);
            yield return new(
                from, to, random.Between(1, PartiesPerProvince), random.Between(1, PartiesPerProvince),
                random.Pick(Regions[from]), random.Pick(Regions[to]), Types[random.Weighted(TypeWeights)],
                // Many small contracts and few large ones.
                (long)random.Between(20, 400) * random.Between(20, 400) * random.Between(20, 400), random.Between(55, 100));
        }
    }

    private static string[] Row(int n, Draw d, Money value, Money technologyValue)
    {
        var date = new DateOnly(Year, 1, 1).AddDays((int)((long)n * 365 / Contracts));
        var number = string.Create(CultureInfo.InvariantCulture, $"{Year}{Regions[d.From][0]}{n + 1:000000}");
        return
        [
            number, date.ToString("O", CultureInfo.InvariantCulture), d.Type.ToString().ToLowerInvariant(),
            SampleCodes.Uscc(Regions[d.From][0], d.Seller), Name(d.From, d.Seller), d.SellerRegion,
            SampleCodes.Uscc(Regions[d.To][0], d.Buyer), Name(d.To, d.Buyer), d.BuyerRegion,
            value.ToString(), technologyValue.ToString(),
        ];
    }

    private static string Name(int province, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"示例单位{Regions[province][0][..2]}-{number:0000}");

    private readonly record struct Draw(
        int From, int To, int Seller, int Buyer, string SellerRegion, string BuyerRegion, ContractType Type, long Weight,
        int TechnologyPercent);
}
