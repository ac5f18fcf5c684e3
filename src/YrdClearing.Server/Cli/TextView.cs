using System.Text.Json;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Cli;

/// <summary>
/// An answer's JSON as text for people: its plain members as a list, lists of things as tables. One shape, two spellings.
/// </summary>
internal static class TextView
{
    public static void Write(TextWriter output, JsonElement view)
    {
        var plain = view.EnumerateObject().Where(p => !IsTable(p.Value)).ToList();
        var width = plain.Count == 0 ? 0 : plain.Max(p => p.Name.Length);
        foreach (var member in plain)
        {
            output.WriteLine($"{member.Name.PadRight(width)}  {Text(member.Value)}".TrimEnd());
        }
        foreach (var member in view.EnumerateObject().Where(p => IsTable(p.Value)))
        {
            output.WriteLine();
            output.WriteLine(member.Name);
            WriteTable(output, [.. member.Value.EnumerateArray()]);
        }
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<JsonElement> rows)
    {
        var names = Columns(rows);
        var table = new TextTable(
            [.. names.Select(n => new TextColumn(n, rows.All(r => !r.TryGetProperty(n, out var value) || IsAmount(value))))]);
        foreach (var row in rows)
        {
            table.Add([.. names.Select(n => row.TryGetProperty(n, out var value) ? Text(value) : "")]);
        }
        table.Write(output, "  ");
    }

    /// <summary>A row leaves out what it does not have: all that any row has, each after what stands before it there.</summary>
    private static List<string> Columns(IReadOnlyList<JsonElement> rows)
    {
        var names = new List<string>();
        foreach (var row in rows)
        {
            var at = 0;
            foreach (var member in row.EnumerateObject())
            {
                var there = names.IndexOf(member.Name);
                if (there < 0)
                {
                    names.Insert(at, member.Name);
                    there = at;
                }
                at = there + 1;
            }
        }
        return names;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "-" : string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name} {Text(p.Value)}")),
        _ => value.GetRawText(),
    };

    private static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object;

    /// <summary>Amounts stand under one another; ids made of digits do not.</summary>
    private static bool IsAmount(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 3 } text && text[^3] == '.'
        && Money.TryParse(text, out _);
}
