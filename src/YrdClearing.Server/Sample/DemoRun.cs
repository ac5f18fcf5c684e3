using System.Diagnostics;
using System.Globalization;
using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Replay;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Sample;

/// <summary>A demo up to the point where it is served: generate, replay, report, verify.</summary>
internal sealed class DemoRun(DemoFolder folder, TimeProvider clock, TextWriter output, TextWriter error)
{
    /// <summary>Lines under way at a time.</summary>
    private const int Parallel = 64;

    /// <summary>Commands between two looks at the speed.</summary>
    private const int NoteEvery = 200;

    /// <summary>Lines with an outcome nobody expected that are named; the rest is counted.</summary>
    private const int MaxNamed = 10;

    /// <summary>The served clock stands at nine in the morning of the day after the year.</summary>
    private static readonly BusinessTime DayAfter =
        BusinessTime.From(new DateTimeOffset(SampleCalendar.Year + 1, 1, 1, 9, 0, 0, BusinessTime.Offset));

    /// <summary>True when every line came out as expected and every invariant holds.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await output.WriteLineAsync("YrdClearing: a sample year of innovation vouchers and technology contracts · 长三角科技创新券与技术合同示例年度");
        var summary = await folder.PrepareAsync(cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Lines:#,0} commands of {summary.Funds} funds, {summary.Providers} providers, {summary.Enterprises:#,0} applicants, "
            + $"{SampleMarkets.All.Count} markets, {summary.Contracts.Count} contracts"));
        await output.FlushAsync(cancellation);
        bool asExpected;
        DemoReport report;
        await using (var host = await ClearingHost.StartAsync(folder.Store, clock, cancellation))
        {
            await folder.MarkAsync(host.Store, cancellation);
            asExpected = await ReplayAsync(host, cancellation);
            await SetClockAsync(host.Store, cancellation);
            report = await DemoReport.ReadAsync(host.Store, cancellation);
        }
        await output.WriteLineAsync();
        await output.WriteLineAsync(report.ToString());
        await output.FlushAsync(cancellation);
        return await VerifyAsync(cancellation) && asExpected;
    }

    private async Task<bool> ReplayAsync(ClearingHost host, CancellationToken cancellation)
    {
        var executed = await folder.FinishedAsync(host.Store, cancellation);
        var last = executed.DefaultIfEmpty().Max();
        var (done, finished, watch) = (0, 0, Stopwatch.StartNew());
        var unexpected = new List<LineOutcome>();
        await using var progress = new ProgressBar("replay", error, isWanted: true);
        var summary = await new ReplayRun(host.Dispatcher, host.Store, Parallel).RunAsync([folder.Scenario], line =>
        {
            if (++done % NoteEvery == 0)
            {
                progress.Note(PerSecond(done, watch.Elapsed));
            }
            var isUnread = line.Rejection?.Code is RejectionCode.Malformed or RejectionCode.UnknownCommand;
            if (executed.Contains(line.Line) || (isUnread && line.Line < last))
            {
                finished++;
            }
            if (!line.IsExpected)
            {
                unexpected.Add(line);
            }
        }, progress.Report, cancellation);
        var elapsed = watch.Elapsed;
        await progress.DisposeAsync();
        await output.WriteLineAsync(
            (finished == 0 ? Speed(summary.Lines, elapsed) : Count(finished) + " of them were finished by an earlier run")
            + $"; {Count(summary.Rejected)} refused as they should be, {Count(summary.Unexpected)} outcomes not as expected");
        foreach (var line in unexpected.Take(MaxNamed))
        {
            await error.WriteLineAsync($"{line.File}:{line.Line}: {line.Do}: {line.Outcome}, expected {line.Expected}");
        }
        return summary.Unexpected == 0;
    }

    private static string Count(int lines) => lines.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Speed(int commands, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Count(commands)} commands in {elapsed.TotalSeconds:0.0} s, ")
        + PerSecond(commands, elapsed);

    private static string PerSecond(int commands, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{commands / Math.Max(0.001, elapsed.TotalSeconds):#,0} a second");

    /// <summary>Business time goes on after the year, or after what was entered since; it never goes back.</summary>
    private async Task SetClockAsync(JournalStore store, CancellationToken cancellation)
    {
        long latest;
        await using (var connection = await store.OpenReadAsync(cancellation))
        {
            latest = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(at), 0) FROM entry");
        }
        await BusinessClock.SetAsync(store, clock, new(Math.Max(latest, DayAfter.UnixMicroseconds)), cancellation);
    }

    private async Task<bool> VerifyAsync(CancellationToken cancellation)
    {
        await using var store = await JournalStores.OpenAsync(folder.Store with { Write = false }, clock, cancellation);
        var watch = Stopwatch.StartNew();
        var report = await Verification.RunAsync(store, [], cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Verified from the entries alone in {watch.Elapsed.TotalSeconds:0.0} s · 仅凭分录复核"));
        VerifyCommand.WriteText(report, output);
        await output.FlushAsync(cancellation);
        return report.Ok;
    }
}
