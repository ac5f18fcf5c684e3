using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace YrdClearing.Chaos;

/// <summary>The report of a run, in Markdown.</summary>
internal sealed record Report(
    ChaosOptions Options,
    Wires Wires,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<SiloProcess> Silos,
    AckLog Log,
    IReadOnlyList<Check> Checks,
    TimeSpan Took,
    string Postgres)
{
    public bool IsRight => Checks.All(c => c.IsRight);

    public override string ToString()
    {
        var text = new StringBuilder();
        var accepted = Log.All.Count(t => t.Code is null);
        Line(text, $"# Faults on real processes");
        Line(text, $"");
        Line(text, $"Written by `ops/chaos.sh`: three silos and a PostgreSQL of their own, fsync on, under load over HTTP.");
        Line(text, $"");
        Line(text, $"| | |");
        Line(text, $"|---|---|");
        Line(text, $"| outcome | {(IsRight ? "all checks passed" : "**checks failed**")} |");
        Line(text, $"| date | {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC |");
        Line(text, $"| commit | {Environment.GetEnvironmentVariable("YRD_COMMIT") ?? "unknown"} |");
        Line(text, $"| machine | {Machine()} |");
        Line(text, $"| software | .NET {Environment.Version}, {Postgres} |");
        Line(text, $"| seed, time under faults | {Options.Seed}, {Took.TotalMinutes:0.0} min |");
        Line(text, $"| pace | the next fault at the latest {Options.Pace.TotalSeconds:0} s after the last one was lifted |");
        Line(text, $"| faults | {Faults.Count} |");
        Line(text, $"| commands acknowledged | {accepted:N0} ({accepted / Took.TotalSeconds:N0} a second, outages included) |");
        Line(text, $"| commands refused | {Log.All.Count - accepted:N0} |");
        Line(text, $"| attempts without an outcome, each made again with its id | {Unknown()} |");
        Line(text, $"| silos that ended by themselves and were started again | {Silos.Sum(s => s.OwnEnds)} |");
        Line(text, $"");
        AddFaults(text);
        Line(text, $"");
        Line(text, $"## Checks");
        Line(text, $"Compared is what the clients wrote into a file of their own when they were answered.");
        Line(text, $"");
        Line(text, $"| check | found | |");
        Line(text, $"|---|---|---|");
        foreach (var check in Checks)
        {
            var found = check.Found.Replace("|", "\\|").ReplaceLineEndings(" ");
            Line(text, $"| {check.Name} | {found} | {(check.IsRight ? "ok" : "**FAILED**")} |");
        }
        return text.ToString();
    }

    private void AddFaults(StringBuilder text)
    {
        Line(text, $"## Faults and recovery");
        Line(text, $"Recovery: from the beginning of the fault until a silo has acknowledged a command of every book again, all of them sent");
        Line(text, $"through it after the fault was lifted (the process told to start or go on, the wire healed); one figure for each of the three");
        Line(text, $"silos. The time that the fault itself lasted is in it, and so is the start of processes. Faults may overlap: a recovery that");
        Line(text, $"takes longer than the pace has later faults in it. Seconds.");
        Line(text, $"");
        Line(text, $"| fault | times | it lasted, median | recovery min | median | max | after it was lifted, median |");
        Line(text, $"|---|---|---|---|---|---|---|");
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var made = Faults.Where(f => f.Kind == kind && f.IsOver).ToArray();
            if (made.Length == 0)
            {
                var why = Wires.Missing is { } missing && Chaos.Faults.Partitions.Contains(kind) ? missing : "the time was over before";
                Line(text, $"| {Fault.Name(kind)} | not run: {why} | | | | | |");
                continue;
            }
            var all = made.SelectMany(f => f.Recovered).Select(r => r!.Value.TotalSeconds).Order().ToArray();
            var after = made.SelectMany(f => f.Recovered.Select(r => (r!.Value - f.Lasted!.Value).TotalSeconds)).Order().ToArray();
            var lasted = made.Select(f => f.Lasted!.Value.TotalSeconds).Order().ToArray();
            var recovery = FormattableString.Invariant($"{all[0]:0.0} | {Median(all):0.0} | {all[^1]:0.0} | {Median(after):0.0}");
            Line(text, $"| {Fault.Name(kind)} | {Faults.Count(f => f.Kind == kind)} | {Median(lasted):0.0} | {recovery} |");
        }
    }

    private string Unknown() => Log.Unknown.Count == 0
        ? "none"
        : string.Join(", ", Log.Unknown.OrderByDescending(u => u.Value).Select(u => $"{u.Value:N0} {u.Key}"));

    private static double Median(double[] ordered) => ordered[ordered.Length / 2];

    private static string Machine()
    {
        var processors = File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];
        var model = processors.FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[1] : "unknown";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{model ?? "unknown processor"}, {Environment.ProcessorCount} processors, {memory} GiB, {RuntimeInformation.OSDescription}; "
            + $"load average of the last five minutes {load}, other work included";
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
