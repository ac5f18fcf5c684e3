namespace YrdClearing.Server.Verify;

/// <summary>
/// The auditor's own arithmetic of prices: whole fen, rates in whole ten-thousandths, exact in between. It shares nothing with the rules
/// that made the entries.
/// </summary>
internal static class Pricing
{
    /// <summary>The ten-thousandths that make 1.</summary>
    public const long One = 10_000;

    /// <summary>A rate of an amount, rounded down.</summary>
    public static long Floor(long fen, long rate) => (long)((Int128)fen * rate / One);

    /// <summary>A rate of an amount, half a fen up.</summary>
    public static long HalfUp(long fen, long rate) => (long)(((Int128)fen * rate + One / 2) / One);

    /// <summary>
    /// Divides an amount by shares of 1: each part rounded down, and what is left fen by fen to those with the largest remainders, of equal
    /// ones the earlier.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shares do not add up to 1.</exception>
    public static long[] Divide(long fen, params IReadOnlyList<long> shares)
    {
        if (shares.Sum() != One)
        {
            throw new InvalidOperationException($"shares of {shares.Sum()} ten-thousandths are not the whole");
        }
        var remainders = shares.Select(s => (Int128)fen * s % One).ToArray();
        var parts = shares.Select(s => Floor(fen, s)).ToArray();
        var left = fen - parts.Sum();
        for (var i = 0; i < parts.Length; i++)
        {
            var before = remainders.Where((other, j) => other > remainders[i] || (other == remainders[i] && j < i)).Count();
            parts[i] += before < left ? 1 : 0;
        }
        return parts;
    }

    /// <summary>
    /// The royalty on what a base grew by: all that is due on the whole base, less what was due on it before, rounded half-up once.
    /// </summary>
    /// <param name="tiers">What each rate is of: the base above an amount, up to the next tier's.</param>
    /// <param name="before">The base before, fen.</param>
    /// <param name="after">The base now, fen.</param>
    public static long Royalty(IReadOnlyList<(long Above, long Rate)> tiers, long before, long after) =>
        (long)((Exact(tiers, after) - Exact(tiers, before) + One / 2) / One);

    /// <summary>Each tier adds to the rates below it, on all that lies above its amount; in fen times ten-thousandths.</summary>
    private static Int128 Exact(IReadOnlyList<(long Above, long Rate)> tiers, long whole)
    {
        var (exact, below) = ((Int128)0, 0L);
        foreach (var (above, rate) in tiers)
        {
            exact += (Int128)Math.Max(0, whole - above) * (rate - below);
            below = rate;
        }
        return exact;
    }
}
