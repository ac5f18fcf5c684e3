using System.Globalization;
using System.Text;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// The commands of one business case, again and again with another number, as the bytes a client sends. They are built once an enterprise;
/// a case's number is written into them in place, so that building commands costs the measurement nothing.
/// </summary>
internal abstract class LoadScript
{
    /// <summary>Stands where the case's number comes: in ids, nine digits.</summary>
    protected const string Placeholder = "#########";

    private readonly byte[][] _commands;
    private readonly int[][] _places;

    /// <param name="texts">The commands in their order.</param>
    /// <param name="awaited">See <see cref="Awaited"/>.</param>
    protected LoadScript(IEnumerable<string> texts, int awaited)
    {
        var lines = texts.ToList();
        _commands = [.. lines.Select(Encoding.UTF8.GetBytes)];
        _places = [.. lines.Select(PlacesIn)];
        Awaited = awaited;
    }

    /// <summary>The step whose effect in another book the next one needs.</summary>
    public int Awaited { get; }

    /// <summary>The step whose command is next, from 0.</summary>
    public int Step { get; private set; }

    /// <summary>The bytes of the next command, valid until it is acknowledged. The first one of a case takes a new number.</summary>
    public ReadOnlyMemory<byte> Next(LoadCases cases)
    {
        if (Step == 0)
        {
            SetNumber(cases.TakeNumber());
        }
        return _commands[Step];
    }

    /// <summary>Goes on to the next command.</summary>
    public void Acknowledge() => Step = (Step + 1) % _commands.Length;

    private void SetNumber(int number)
    {
        Span<byte> digits = stackalloc byte[Placeholder.Length];
        number.TryFormat(digits, out _, "D9", CultureInfo.InvariantCulture);
        for (var step = 0; step < _commands.Length; step++)
        {
            foreach (var place in _places[step])
            {
                digits.CopyTo(_commands[step].AsSpan(place));
            }
        }
    }

    private static int[] PlacesIn(string text)
    {
        var places = new List<int>();
        for (var at = text.IndexOf(Placeholder, StringComparison.Ordinal); at >= 0;
             at = text.IndexOf(Placeholder, at + 1, StringComparison.Ordinal))
        {
            places.Add(at);
        }
        return [.. places];
    }
}
