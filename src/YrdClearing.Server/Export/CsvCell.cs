namespace YrdClearing.Server.Export;

/// <summary>
/// Text that others chose as a cell of a CSV file: what a spreadsheet would run as a formula is written with an apostrophe before it, which
/// reading takes away again. Amounts are written as they are: a minus is theirs.
/// </summary>
internal static class CsvCell
{
    private const char Apostrophe = '\'';

    /// <summary>What text begins with that needs the apostrophe; itself included, so that reading gives back what was written.</summary>
    private const string NeedsApostrophe = "=+-@\t\r'";

    public static string Of(string text) =>
        text.Length > 0 && NeedsApostrophe.Contains(text[0], StringComparison.Ordinal) ? Apostrophe + text : text;

    public static string TextOf(string cell) =>
        cell.Length > 1 && cell[0] == Apostrophe && NeedsApostrophe.Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;
}
