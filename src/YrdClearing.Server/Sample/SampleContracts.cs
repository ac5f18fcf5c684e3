using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>Draws the year's contracts: of the five types, within a market and across two, each with what becomes of it.</summary>
internal sealed class SampleContracts(SampleRandom random)
{
    public const int Count = 240;

    /// <summary>Of a thousand contracts, those whose buyer's market is another one.</summary>
    private const int AbroadPerMille = 650;

    private static readonly ContractType[] Types = Enum.GetValues<ContractType>();
    private static readonly int[] TypeWeights = [34, 12, 14, 12, 28];

    private static readonly (SampleContractFate Fate, int Weight)[] Fates =
    [
        (SampleContractFate.Completed, 46), (SampleContractFate.Deemed, 12), (SampleContractFate.Objected, 8),
        (SampleContractFate.Disputed, 6), (SampleContractFate.AmendedDown, 6), (SampleContractFate.AmendedUp, 4),
        (SampleContractFate.Terminated, 6), (SampleContractFate.Refunded, 5), (SampleContractFate.ShortOfEscrow, 4),
        (SampleContractFate.Refused, 3),
    ];

    private static readonly string[][] Shares = [["1"], ["0.4", "0.6"], ["0.3", "0.4", "0.3"], ["0.1", "0.3", "0.3333", "0.2667"]];

    public IReadOnlyList<SampleContract> Draw() => [.. Enumerable.Range(0, Count).Select(Draw)];

    private SampleContract Draw(int i)
    {
        var seller = random.Pick(SampleMarkets.All);
        var others = SampleMarkets.All.Where(m => m != seller).ToList();
        var buyer = random.Chance(AbroadPerMille) ? random.Pick(others) : seller;
        // The first contracts are one of each fate, so that no seed leaves one out.
        var fate = i < Fates.Length ? Fates[i].Fate : Fates[random.Weighted([.. Fates.Select(f => f.Weight)])].Fate;
        var value = new Money(random.Between(20, 2_000) * 1_000_00L + random.Between(0, 99_999));
        var shares = random.Pick(Shares[(fate == SampleContractFate.Completed ? 0 : 1)..]);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"K{SampleCalendar.Year}-{i + 1:0000}"), i + 1,
            Types[random.Weighted(TypeWeights)], seller, buyer, random.Pick(seller.Universities), random.Pick(buyer.Companies),
            value, new(value.Fen / 100 * random.Between(50, 100)),
            [.. shares.Select((share, n) => new PlannedMilestone($"M{n + 1}", Rate.Parse(share)))],
            SampleCalendar.OfficeHour(SampleCalendar.Day(1, 15).AddDays(i * 330 / Count), random), fate);
    }
}
