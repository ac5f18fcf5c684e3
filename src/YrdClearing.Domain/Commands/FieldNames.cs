using System.Text;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// The names of all commands' fields, to be recognised in a text without making a string of each: every command brings some of the same
/// few.
/// </summary>
internal static class FieldNames
{
    private static readonly string[][] ByLength = Index();

    /// <summary>The name that these bytes spell.</summary>
    /// <param name="utf8">Well-formed UTF-8 without escapes.</param>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < ByLength.Length)
        {
            foreach (var name in ByLength[utf8.Length])
            {
                if (Ascii.Equals(utf8, name))
                {
                    return name;
                }
            }
        }
        return Encoding.UTF8.GetString(utf8);
    }

    private static string[][] Index()
    {
        var names = CommandCatalogue.All.SelectMany(DescribedFields.Of).Select(f => f.Name).Concat(CommandReader.EnvelopeFields)
            .Distinct(StringComparer.Ordinal).ToLookup(n => n.Length);
        return [.. Enumerable.Range(0, names.Max(g => g.Key) + 1).Select(length => names[length].ToArray())];
    }
}
