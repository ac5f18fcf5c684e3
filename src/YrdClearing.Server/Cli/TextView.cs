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
        var names = rows[0].EnumerateObject().Select(p => p.Name).ToList();
        var table = new TextTable([.. names.Select(n => new TextColumn(n, rows.All(r => IsAmount(r.GetProperty(n)))))]);
        foreach (var row in rows)
        {
            table.Add([.. names.Select(n => Text(row.GetProperty(n)))]);
        }
        table.Write(output, "  ");
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
