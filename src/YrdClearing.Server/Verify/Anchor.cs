using System.Globalization;

namespace YrdClearing.Server.Verify;

/// <summary>The hash that an entry carried at some time, kept outside the journal: a line <c>BOOK SEQ HASH</c>.</summary>
/// <param name="Hash">Lower-case hex, 64 digits.</param>
public sealed record Anchor(string Book, long Seq, string Hash)
{
    private const int HashDigits = 64;

    /// <summary>Reads a file of anchors; blank lines and lines that start with <c>#</c> are skipped.</summary>
    /// <exception cref="InvalidDataException">A line is no anchor; the message names it.</exception>
    public static IEnumerable<Anchor> ReadFile(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
            {
                yield return Parse(text) ?? throw new InvalidDataException($"{path}, line {number}: not an anchor (BOOK SEQ HASH).");
            }
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Book} {Seq} {Hash}");

    private static Anchor? Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts is [var book, var seq, { Length: HashDigits } hash]
            && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && hash.All(char.IsAsciiHexDigit)
            ? new(book, number, hash.ToLowerInvariant())
            : null;
    }
}
