using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using YrdClearing.Benchmarks.Databases;

namespace YrdClearing.Benchmarks.Report;

/// <summary>The figures of a run as a table, as Markdown and as JSON, the last two kept beside the benchmark.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Folder => Path.Combine(Repository.Root, "tests", "YrdClearing.Benchmarks", "results");

    /// <summary>Prints the table.</summary>
    public static void Print(IReadOnlyList<Figure> figures)
    {
        var rows = figures.Select(Cells).Prepend(["figure", "value", "unit", "over", "ratio", "of the rounds", "target", ""]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToList();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, c) => c is 1 or 4 or 5 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            Console.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>Writes <c>NAME.json</c> and <c>NAME.md</c> and returns the path without extension.</summary>
    public static async Task<string> WriteAsync(string name, string command, Machine machine, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path + ".json", JsonSerializer.Serialize(new { machine, command, figures }, Json) + "\n");
        await File.WriteAllTextAsync(path + ".md", Markdown(command, machine, figures));
        return path;
    }

    private static string Markdown(string command, Machine machine, IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# `{command}`, {machine.Date}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Commit {machine.Commit}; {machine.Cores} cores of {machine.Processor}, ");
        text.Append(CultureInfo.InvariantCulture, $"{machine.MemoryGiB} GiB, {machine.Os}, {machine.Dotnet}, {machine.Postgres}; ");
        text.Append(CultureInfo.InvariantCulture, $"load average at the start {machine.Load}. ");
        text.Append("Load generator, system and database share the machine.\n");
        text.Append("Values and ratios are medians of the rounds; beside a ratio stand the lowest and the highest of the rounds.\n\n");
        text.Append("| figure | value | unit | over | ratio | of the rounds | target | |\n|---|---:|---|---|---:|---:|---|---|\n");
        foreach (var figure in figures)
        {
            text.Append("| ").AppendJoin(" | ", Cells(figure)).Append(" |\n");
        }
        return text.ToString();
    }

    private static string[] Cells(Figure figure) =>
    [
        figure.Title,
        Number(figure.Value),
        figure.Unit,
        figure.Over ?? "",
        figure.Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "",
        figure.Ratios is { Count: > 1 } ratios
            ? string.Create(CultureInfo.InvariantCulture, $"{ratios.Min():0.00} to {ratios.Max():0.00}")
            : "",
        figure.Target is null ? "" : $"{figure.Target} {(figure.Met == true ? "met" : "missed")}",
        figure.Note ?? "",
    ];

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
