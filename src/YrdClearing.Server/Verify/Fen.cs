using System.Globalization;

namespace YrdClearing.Server.Verify;

/// <summary>Prints figures for people: the verifier's and the export's own, since they share nothing with the writer.</summary>
internal static class Fen
{
    private const int FenPerYuan = 100;

    /// <summary>Two decimals, no grouping: <c>-1200.00</c>.</summary>
    public static string Text(Int128 fen)
    {
        var magnitude = Int128.Abs(fen);
        var sign = fen < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{magnitude / FenPerYuan}.{(int)(magnitude % FenPerYuan):00}");
    }

    /// <summary>The same of a <c>wide_sum</c>.</summary>
    public static string Text(string fen) => Text(Int128.Parse(fen, CultureInfo.InvariantCulture));

    /// <summary>A count with thousands separated: <c>12,345 entries</c>; the plural is that of all but 1.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
