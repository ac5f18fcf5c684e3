namespace YrdClearing.Server.Registrations;

/// <summary>The technology contracts registered in a year, as readers see them; amounts in CNY with two decimals.</summary>
/// <param name="Year">Of registration (+08:00).</param>
/// <param name="All">All of them.</param>
/// <param name="BetweenProvinces">Those whose seller and buyer are of two provinces.</param>
/// <param name="Types">All of them by type.</param>
/// <param name="Pairs">By ordered pair of provinces, in the order of their codes.</param>
internal sealed record ContractReport(
    int Year,
    ContractReport.Figures All,
    ContractReport.Figures BetweenProvinces,
    IReadOnlyDictionary<string, ContractReport.Figures> Types,
    IReadOnlyList<ContractReport.Pair> Pairs)
{
    /// <param name="Contracts">How many.</param>
    /// <param name="ContractValue">成交额.</param>
    /// <param name="TechnologyValue">技术交易额.</param>
    public sealed record Figures(long Contracts, string ContractValue, string TechnologyValue)
    {
        public static Figures Of(IEnumerable<PairTotal> totals)
        {
            var sum = RegisteredTotal.Of(totals);
            return new(sum.Contracts, sum.ContractValue.ToString(), sum.TechnologyValue.ToString());
        }
    }

    /// <param name="From">The seller's province.</param>
    /// <param name="To">The buyer's province.</param>
    /// <param name="Total">All types.</param>
    /// <param name="Types">By type.</param>
    public sealed record Pair(string From, string To, Figures Total, IReadOnlyDictionary<string, Figures> Types);

    public static ContractReport Of(int year, IReadOnlyList<PairTotal> totals) => new(
        year,
        Figures.Of(totals),
        Figures.Of(totals.Where(t => t.IsBetweenProvinces)),
        ByType(totals),
        [.. totals.GroupBy(t => (t.From, t.To)).Select(p => new Pair(p.Key.From, p.Key.To, Figures.Of(p), ByType(p)))]);

    /// <summary>A row a pair and type, then the sums, as the table for people has them.</summary>
    public static IEnumerable<(string From, string To, string Type, RegisteredTotal Total)> Rows(IReadOnlyList<PairTotal> totals)
    {
        const string all = "all";
        foreach (var pair in totals.GroupBy(t => (t.From, t.To)))
        {
            foreach (var type in pair)
            {
                yield return (type.From, type.To, type.TypeName, type.Total);
            }
            yield return (pair.Key.From, pair.Key.To, all, RegisteredTotal.Of(pair));
        }
        foreach (var type in totals.GroupBy(t => t.Type).OrderBy(g => g.Key))
        {
            yield return (all, all, type.First().TypeName, RegisteredTotal.Of(type));
        }
        yield return (all, "another", all, RegisteredTotal.Of(totals.Where(t => t.IsBetweenProvinces)));
        yield return (all, all, all, RegisteredTotal.Of(totals));
    }

    private static Dictionary<string, Figures> ByType(IEnumerable<PairTotal> totals) =>
        totals.GroupBy(t => t.Type).OrderBy(g => g.Key).ToDictionary(g => g.First().TypeName, g => Figures.Of(g));
}
