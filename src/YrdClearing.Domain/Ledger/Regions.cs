namespace YrdClearing.Domain.Ledger;

/// <summary>Administrative regions, GB/T 2260: six digits, two each for province, city and county (domain.md, "Parties").</summary>
public static class Regions
{
    public const int Length = 6;

    /// <summary>Digits of one level.</summary>
    private const int Level = 2;

    /// <summary>True for six digits of any level.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> code)
    {
        if (code.Length != Length)
        {
            return false;
        }
        foreach (var c in code)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The first two digits and 0000 (scenario.md): 320500 lies in 320000.</summary>
    public static string ProvinceOf(string region) => region[..Level] + "0000";

    /// <summary>True for a well-formed code of the first level, such as 310000.</summary>
    public static bool IsProvince(string region) => IsWellFormed(region) && ProvinceOf(region) == region;

    /// <summary>True when <paramref name="region"/> lies in <paramref name="area"/>: 341000 covers 341000 and 341023, not 340111.</summary>
    public static bool Covers(string area, string region) => region.StartsWith(Prefix(area), StringComparison.Ordinal);

    /// <summary>Trailing zeros go in pairs (scenario.md, "Readings"): 341000 is the city 3410. The province always stays.</summary>
    private static string Prefix(string area)
    {
        var length = area.Length;
        while (length > Level && area.AsSpan(length - Level, Level).SequenceEqual("00"))
        {
            length -= Level;
        }
        return area[..length];
    }
}
