using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Replay;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd replay</c>: executes scenario files (scenario.md).</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Scenario files (JSON Lines), each a stream of its own, replayed one after the other.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> Parallel = new("--parallel")
    {
        Description = "Commands under way at the same time, at most; outcomes and balances are those of a serial run.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>JSON lines appear at least this often while there are any.</summary>
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    public static ExampleCommand Create()
    {
        var command = new ExampleCommand(
            "replay",
            "Executes scenario files through the network. Interrupted and replayed again, finished lines are not executed twice.",
            "yrd replay first-steps.jsonl",
            "yrd replay --data ./trial --json setup.jsonl year.jsonl > outcomes.jsonl",
            "yrd replay --parallel 64 year.jsonl")
        {
            Files,
            Parallel,
            DataOptions.Json,
        };
        DataOptions.AddTo(command);
        SiloOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var files = parsed.GetValue(Files)!;
        var parallel = parsed.GetValue(Parallel);
        if (parallel is < 1 or > ReplayRun.MaxParallel)
        {
            throw new UsageException($"--parallel must be from 1 to {ReplayRun.MaxParallel}.");
        }
        if (files.FirstOrDefault(f => !File.Exists(f)) is { } missing)
        {
            throw new UsageException($"There is no file {missing}.");
        }
        var json = parsed.GetValue(DataOptions.Json);
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        await using var host = await ClearingHost.StartAsync(
            DataOptions.Of(parsed, write: true), TimeProvider.System, cancellation, await SiloOptions.EndpointAsync(parsed, cancellation));
        var run = new ReplayRun(host.Dispatcher, host.Store, parallel);
        await using var progress = new ProgressBar("replay", error, isWanted: !json);
        var printed = new Printer(output, error, json, progress);
        var watch = Stopwatch.StartNew();
        var summary = await run.RunAsync(files, printed.Line, progress.Report, cancellation);
        await progress.DisposeAsync();
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(summary, JsonOutput.Compact));
        }
        else
        {
            var seconds = watch.Elapsed.TotalSeconds;
            output.WriteLine(FormattableString.Invariant(
                $"{summary.Lines} lines: {summary.Accepted} accepted, {summary.Rejected} refused, {summary.Unexpected} not as expected"));
            output.WriteLine(FormattableString.Invariant($"{seconds:0.0} s, {summary.Lines / Math.Max(seconds, 0.001):0} lines a second"));
        }
        return summary.Unexpected == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private sealed class Printer(TextWriter output, TextWriter error, bool json, ProgressBar progress)
    {
        private readonly Stopwatch _sinceFlush = Stopwatch.StartNew();

        public void Line(LineOutcome line)
        {
            if (json)
            {
                output.WriteLine(line.Seq is null
                    ? JsonSerializer.Serialize(new { line.Line, line.Do, line.Outcome }, JsonOutput.Compact)
                    : JsonSerializer.Serialize(new { line.Line, line.Do, line.Outcome, line.Seq }, JsonOutput.Compact));
                if (_sinceFlush.Elapsed > FlushEvery)
                {
                    output.Flush();
                    _sinceFlush.Restart();
                }
            }
            if (!line.IsExpected)
            {
                progress.WriteLine(error, Difference(line));
            }
        }

        private static string Difference(LineOutcome line)
        {
            var sentence = line.Rejection is { } rejection ? " " + RejectionTexts.English(rejection) : "";
            var field = line.Rejection?.Field is { } name ? $" ({name})" : "";
            return $"{line.File}:{line.Line}: {line.Do ?? "?"}: {line.Outcome}{field}, expected {line.Expected}.{sentence}";
        }
    }
}
