namespace YrdClearing.Server.Cli;

/// <summary>A column's heading and side.</summary>
internal readonly record struct TextColumn(string Heading, bool IsRight = false);

/// <summary>A table of aligned columns in plain text, as wide as its content wherever it goes.</summary>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output, string indent = "")
    {
        var widths = columns.Select((c, i) => _rows.Select(r => Width(r[i])).Append(Width(c.Heading)).Max()).ToArray();
        Write(output, indent, [.. columns.Select(c => c.Heading)], widths);
        Write(output, indent, [.. widths.Select(w => new string('-', w))], widths);
        foreach (var row in _rows)
        {
            Write(output, indent, row, widths);
        }
    }

    /// <summary>Columns of a terminal that the text takes: two for each Chinese character.</summary>
    internal static int Width(string text) => text.EnumerateRunes().Sum(r => r.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF
        or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60
        or >= 0xFFE0 and <= 0xFFE6 or >= 0x20000 and <= 0x3FFFD ? 2 : 1);

    private void Write(TextWriter output, string indent, string[] cells, int[] widths)
    {
        var line = string.Join(Gap, cells.Select((cell, i) =>
        {
            var space = new string(' ', widths[i] - Width(cell));
            return columns[i].IsRight ? space + cell : cell + space;
        }));
        output.WriteLine((indent + line).TrimEnd());
    }
}
