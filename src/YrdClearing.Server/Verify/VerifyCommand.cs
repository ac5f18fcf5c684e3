using System.CommandLine;
using System.Text.Json;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Verify;

/// <summary><c>yrd verify</c>: every invariant with its figure; exit 1 if one fails.</summary>
public static class VerifyCommand
{
    private static readonly Option<string[]> AnchorFiles = new("--anchor")
    {
        Description = "A file of hashes noted earlier, a line BOOK SEQ HASH each: finds a chain that was recomputed as a whole.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> WriteAnchor = new("--write-anchor")
    {
        Description = "Where to write the books' present hashes, if all invariants hold.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "verify",
            "Proves the journal from its entries alone: every invariant with its figure; exit 1 if one fails.",
            "yrd verify",
            "yrd verify --data ./trial --write-anchor anchors.txt",
            "yrd verify --anchor anchors.txt --json")
        {
            AnchorFiles,
            WriteAnchor,
            DataOptions.Json,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        var anchors = (parsed.GetValue(AnchorFiles) ?? []).SelectMany(Anchor.ReadFile);
        var report = await Verification.RunAsync(store, anchors, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(DataOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(report, JsonOutput.Indented));
        }
        else
        {
            WriteText(report, output);
        }
        if (report.Ok && parsed.GetValue(WriteAnchor) is { } file)
        {
            await File.WriteAllLinesAsync(file, report.Heads.Select(h => h.ToString()), cancellation);
        }
        return report.Ok ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>A line an invariant, what differs below it, then the heads.</summary>
    public static void WriteText(VerifyReport report, TextWriter output)
    {
        var names = report.Invariants.Max(i => i.Name.Length);
        var figures = report.Invariants.Max(i => i.Figure.Length);
        foreach (var invariant in report.Invariants)
        {
            output.WriteLine(
                $"{invariant.Name.PadRight(names)}  {invariant.Figure.PadRight(figures)}  {(invariant.Ok ? "ok" : "FAILED")}");
            foreach (var row in invariant.Rows)
            {
                output.WriteLine("    " + row);
            }
            if (invariant.Failures > invariant.Rows.Count)
            {
                output.WriteLine($"    and {Fen.Count(invariant.Failures - invariant.Rows.Count, "more", "more")}");
            }
        }
        output.WriteLine();
        foreach (var head in report.Heads)
        {
            output.WriteLine(head.ToString());
        }
    }
}
