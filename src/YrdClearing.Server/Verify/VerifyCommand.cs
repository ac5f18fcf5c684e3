using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary><c>yrd verify</c>: every invariant with its figure; exit 1 if one fails.</summary>
public static class VerifyCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var source = new JournalSource();
        var json = new Option<bool>("--json") { Description = "Answer as JSON." };
        var anchor = new Option<string[]>("--anchor")
        {
            Description = "A file of hashes noted earlier, a line BOOK SEQ HASH each: finds a chain that was recomputed as a whole.",
            DefaultValueFactory = _ => [],
        };
        var writeAnchor = new Option<string?>("--write-anchor") { Description = "Where to write the books' present hashes, if all invariants hold." };
        var command = new Command("verify", "Proves the journal from its entries alone; exit 1 if an invariant fails.\n\n"
            + "  yrd verify\n"
            + "  yrd verify --data ./data --write-anchor anchors.txt\n"
            + "  yrd verify --postgres 'Host=db;Database=yrd' --anchor anchors.txt --json")
        {
            json, anchor, writeAnchor,
        };
        source.AddTo(command);
        command.SetAction((parsed, cancellation) => source.ReadAsync(parsed, async store =>
        {
            var anchors = parsed.GetValue(anchor)!.SelectMany(Anchor.ReadFile);
            var report = await Verification.RunAsync(store, anchors, cancellation).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            await (parsed.GetValue(json) ? WriteJsonAsync(report, output) : WriteTextAsync(report, output)).ConfigureAwait(false);
            if (report.Ok && parsed.GetValue(writeAnchor) is { } file)
            {
                await File.WriteAllLinesAsync(file, report.Heads.Select(h => h.ToString()), cancellation).ConfigureAwait(false);
            }
            return report.Ok ? 0 : 1;
        }, cancellation));
        return command;
    }

    /// <summary>A line an invariant, what differs below it, then the heads.</summary>
    public static async Task WriteTextAsync(VerifyReport report, TextWriter output)
    {
        var names = report.Invariants.Max(i => i.Name.Length);
        var figures = report.Invariants.Max(i => i.Figure.Length);
        foreach (var invariant in report.Invariants)
        {
            await output.WriteLineAsync(
                $"{invariant.Name.PadRight(names)}  {invariant.Figure.PadRight(figures)}  {(invariant.Ok ? "ok" : "FAILED")}").ConfigureAwait(false);
            foreach (var row in invariant.Rows)
            {
                await output.WriteLineAsync("    " + row).ConfigureAwait(false);
            }
            if (invariant.Failures > invariant.Rows.Count)
            {
                await output.WriteLineAsync($"    and {Fen.Count(invariant.Failures - invariant.Rows.Count, "more", "more")}").ConfigureAwait(false);
            }
        }
        await output.WriteLineAsync().ConfigureAwait(false);
        foreach (var head in report.Heads)
        {
            await output.WriteLineAsync(head.ToString()).ConfigureAwait(false);
        }
    }

    private static Task WriteJsonAsync(VerifyReport report, TextWriter output) => output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
}
