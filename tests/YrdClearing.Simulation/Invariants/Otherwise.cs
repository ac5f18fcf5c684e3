using System.Runtime.CompilerServices;

namespace YrdClearing.Simulation.Invariants;

/// <summary>What is said when an invariant does not hold; it is put together only then, for most of the time all hold.</summary>
[InterpolatedStringHandler]
internal ref struct Otherwise
{
    private DefaultInterpolatedStringHandler _text;

    public Otherwise(int literalLength, int formattedCount, bool holds, out bool says)
    {
        says = !holds;
        _text = says ? new(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}
