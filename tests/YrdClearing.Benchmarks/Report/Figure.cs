using System.Text.Json.Serialization;

namespace YrdClearing.Benchmarks.Report;

/// <summary>One figure of a run.</summary>
/// <param name="Name">Its stable name, for programs.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Value">The median of the rounds.</param>
/// <param name="Unit">The value's unit.</param>
internal sealed record Figure(string Name, string Title, double Value, string Unit)
{
    /// <summary>The figure it is compared with, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Over { get; init; }

    /// <summary>
    /// The value over that of the other, the median of the rounds' ratios: both of a round were measured one after the other.
    /// </summary>
    public double? Ratio { get; init; }

    /// <summary>The rounds' ratios: how far apart they lie tells what the machine did to the figure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Ratios { get; init; }

    /// <summary>What the ratio (or the value, where there is no ratio) should be at least or at most.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Target { get; init; }

    /// <summary>Whether the target is met.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Met { get; init; }

    /// <summary>The rounds' values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Rounds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>It was not measured, since its system broke off: then it is missed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMissing { get; init; }

    public Figure AtLeast(double bound) => this with
    {
        Target = FormattableString.Invariant($"≥ {bound:0.##}"),
        Met = !IsMissing && (Ratio ?? Value) >= bound,
    };

    public Figure AtMost(double bound) => this with
    {
        Target = FormattableString.Invariant($"≤ {bound:0.##}"),
        Met = !IsMissing && (Ratio ?? Value) <= bound,
    };
}
