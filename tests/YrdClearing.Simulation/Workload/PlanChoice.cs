using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>Plans of every kind, as JSON; their days are near, so that runs reach them.</summary>
internal sealed class PlanChoice(CommandWriter write, Chance chance)
{
    /// <summary>Shares of a plan; the fens they leave over go by largest remainder.</summary>
    private static readonly string[][] Shares = [["1.00"], ["0.40", "0.60"], ["0.3333", "0.3333", "0.3334"], ["0.00", "1.00"]];

    /// <summary>What a fund pays of what a buyer did not: nothing, all of it, or a part that leaves half fens.</summary>
    private static readonly string[] CompensationShares = ["0.00", "0.3333", "0.50", "0.80", "1.00"];

    /// <summary>Rates of a royalty's tiers, by form.</summary>
    private static readonly (string Form, string[] Rates)[] Royalties =
        [("fixed", ["0.3333"]), ("fixed", ["0.05"]), ("rising", ["0.0250", "0.4999"]), ("falling", ["0.5001", "0.1250", "0.0001"])];

    /// <summary>Owners' shares of what a release leaves after the fee; the seller may keep nothing.</summary>
    private static readonly string[][] OwnerShares = [["0.3333"], ["0.0001", "0.5000"], ["0.3333", "0.3333"], ["0.6667", "0.3333"]];

    private DateOnly Today => DateOnly.FromDateTime(write.Now.Date);

    /// <param name="value">What it divides, fen.</param>
    /// <param name="prefix">What the ids of the parts begin with.</param>
    /// <param name="isWhole">One milestone is all: few contracts come to the end of several before their run is over.</param>
    /// <param name="hasEntry">False when a part with the entry fee's name is released already.</param>
    public string Plan(long value, string prefix, bool isWhole, bool hasEntry) => chance.Below(13) switch
    {
        _ when isWhole && !chance.OneIn(4) => Milestones(prefix, ["1"]),
        0 or 1 or 2 => $$"""
            {"kind":"deferred","trigger":"first sale","dueDays":{{chance.Below(4)}},"compensationShare":"{{chance.Of(CompensationShares)}}"}
            """,
        3 or 4 or 5 => Instalments(prefix),
        6 or 7 or 8 or 9 or 10 => Royalty(value, prefix, hasEntry && chance.OneIn(2)),
        _ => Milestones(prefix, chance.Of(Shares)),
    };

    /// <summary>Half the time none; else of those who are neither seller nor buyer.</summary>
    public string Owners(string seller, string buyer)
    {
        var others = Cast.Enterprises.Select(e => e.Uscc).Where(e => e != seller && e != buyer).ToList();
        if (!chance.OneIn(2))
        {
            return "";
        }
        var owners = chance.Of(OwnerShares).Zip(others, (share, party) => $$"""
            {"party":"{{party}}","share":"{{share}}"}
            """);
        return $"""
            ,"owners":[{string.Join(',', owners)}]
            """;
    }

    private static string Milestones(string prefix, IEnumerable<string> shares)
    {
        var plan = shares.Select((share, n) => $$"""
            {"id":"{{prefix}}{{n + 1}}","share":"{{share}}"}
            """);
        return $$"""
            {"kind":"milestones","milestones":[{{string.Join(',', plan)}}]}
            """;
    }

    private string Instalments(string prefix)
    {
        var plan = chance.Of(Shares).Select((share, n) => $$"""
            {"id":"{{prefix}}{{n + 1}}","share":"{{share}}","due":"{{Day(n + chance.Below(3))}}"}
            """);
        return $$"""
            {"kind":"instalments","instalments":[{{string.Join(',', plan)}}]}
            """;
    }

    /// <summary>Bases (see <see cref="RoyaltyChoice"/>) make it pass its cap as often as not.</summary>
    private string Royalty(long value, string prefix, bool hasEntry)
    {
        var (form, rates) = chance.Of(Royalties);
        var tiers = rates.Select((rate, n) => $$"""
            {"above":"{{CommandWriter.Yuan(n * (value / 3 + 1))}}","rate":"{{rate}}"}
            """);
        var first = chance.Below(2);
        var periods = Enumerable.Range(0, 1 + chance.Below(2)).Select(n => $$"""
            {"id":"{{prefix}}P{{n + 1}}","ends":"{{Day(first + n)}}"}
            """);
        var entry = !hasEntry ? "" : $$"""
            ,"entryFee":"{{CommandWriter.Yuan(value / 10 + 1)}}","entryDue":"{{Day(chance.Below(2))}}"
            """;
        var minimum = chance.OneIn(2) ? "" : $$"""
            ,"minimum":"{{CommandWriter.Yuan(value / 9 + 1)}}"
            """;
        var cap = chance.OneIn(3) ? "" : $$"""
            ,"cap":"{{CommandWriter.Yuan(value / 4 + 1)}}"
            """;
        return $$"""
            {"kind":"royalty","basis":"sales","form":"{{form}}","tiers":[{{string.Join(',', tiers)}}],"reportDays":{{chance.Below(2)}},
            "periods":[{{string.Join(',', periods)}}]{{entry}}{{minimum}}{{cap}}}
            """;
    }

    private string Day(int fromToday) => Today.AddDays(fromToday).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
