namespace YrdClearing.Domain.Ledger;

/// <summary>Divides money without losing a fen.</summary>
public static class Split
{
    /// <summary>
    /// Splits <paramref name="total"/> (not negative) in proportion to <paramref name="weights"/> (not negative, not all zero) by largest
    /// remainder; ties go to the earlier part. The parts add up to the total (domain.md, "Technology contracts").
    /// </summary>
    public static Money[] LargestRemainder(Money total, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total.Fen);
        var sum = weights.Aggregate((Int128)0, (s, w) => s + (w >= 0 ? w : throw new ArgumentOutOfRangeException(nameof(weights))));
        ArgumentOutOfRangeException.ThrowIfZero(sum, nameof(weights));
        var parts = weights.Select(w => new Money((long)(total.Fen * (Int128)w / sum))).ToArray();
        var left = total.Fen - parts.Sum(p => p.Fen);
        var byRemainder = Enumerable.Range(0, weights.Count).OrderByDescending(i => total.Fen * (Int128)weights[i] % sum).ThenBy(i => i);
        foreach (var i in byRemainder.Take((int)left))
        {
            parts[i] += new Money(1);
        }
        return parts;
    }
}
