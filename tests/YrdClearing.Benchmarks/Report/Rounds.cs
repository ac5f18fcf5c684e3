using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Report;

/// <summary>Measurements of systems in alternating rounds, and the figures they come to.</summary>
internal sealed class Rounds
{
    private readonly Dictionary<string, List<Measurement>> _measured = [];

    public void Add(string name, Measurement measurement)
    {
        if (!_measured.TryGetValue(name, out var all))
        {
            _measured.Add(name, all = []);
        }
        all.Add(measurement);
    }

    public bool Has(string name) => _measured.ContainsKey(name);

    /// <summary>The median of the rounds; 0 when there is none.</summary>
    public double MedianOf(string name, Func<Measurement, double> value) => Has(name) ? Median.Of(_measured[name].Select(value)) : 0;

    /// <summary>The latest round's; 0 when there is none.</summary>
    public double LastOf(string name, Func<Measurement, double> value) => Has(name) ? value(_measured[name][^1]) : 0;

    /// <summary>The figure of a system by itself.</summary>
    public Figure Figure(string name, string title, string unit, Func<Measurement, double> value) =>
        !Has(name) ? Missing(name, title, unit) : new(name, title, MedianOf(name, value), unit)
        {
            Rounds = [.. _measured[name].Select(value)],
            Note = _measured[name][^1].Note is { Length: > 0 } note ? note : null,
        };

    /// <summary>The figure of a system with its ratio to another's (to its <paramref name="otherValue"/> when given), round by round.</summary>
    public Figure Over(
        string name, string title, string unit, string other, Func<Measurement, double> value, Func<Measurement, double>? otherValue = null) =>
        !Has(name) || !Has(other)
            ? Missing(name, title, unit)
            : Compared(Figure(name, title, unit, value), name, other, (a, b) => value(a) / (otherValue ?? value)(b));

    /// <summary>The ratio of two systems, round by round, as a figure of its own.</summary>
    public Figure Ratio(string figure, string title, string name, string other, Func<Measurement, double> value) =>
        !Has(name) || !Has(other)
            ? Missing(figure, title, "commands/s")
            : Compared(new(figure, title, MedianOf(name, value), "commands/s"), name, other, (a, b) => value(a) / value(b));

    private Figure Compared(Figure figure, string name, string other, Func<Measurement, Measurement, double> ratio)
    {
        List<double> ratios = [.. _measured[name].Zip(_measured[other], ratio)];
        return figure with { Over = other, Ratio = Median.Of(ratios), Ratios = ratios };
    }

    private static Figure Missing(string name, string title, string unit) =>
        new(name, title, 0, unit) { IsMissing = true, Note = "missing" };
}
