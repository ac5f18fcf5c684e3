namespace YrdClearing.Simulation.Scheduling;

/// <summary>All chance of one run: SplitMix64, the same numbers for a seed on every machine and runtime.</summary>
public sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 ≤ n &lt; <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>from ≤ n ≤ to.</summary>
    public long Between(long from, long to) => from + (long)(Next() % (ulong)(to - from + 1));

    public bool OneIn(int n) => n > 0 && Below(n) == 0;

    /// <summary>True in <paramref name="perThousand"/> of 1,000 cases.</summary>
    public bool In1000(int perThousand) => Below(1_000) < perThousand;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Mostly one of the last dozen, so that things get on.</summary>
    public T Recent<T>(IReadOnlyCollection<T> things)
    {
        var last = Math.Min(things.Count, OneIn(5) ? int.MaxValue : 12);
        return things.ElementAt(things.Count - 1 - Below(last));
    }

    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
