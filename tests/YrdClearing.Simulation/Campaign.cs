using System.Collections.Concurrent;
using System.Diagnostics;

namespace YrdClearing.Simulation;

/// <summary>Many seeds, side by side on all cores; each has a thread to itself.</summary>
public sealed class Campaign
{
    private readonly ConcurrentBag<SimulationResult> _results = [];

    public IReadOnlyList<SimulationResult> Failed => [.. _results.Where(r => r.Violation is not null).OrderBy(r => r.Seed)];

    public IReadOnlyCollection<SimulationResult> Results => _results;

    public TimeSpan Took { get; private set; }

    /// <summary>Entries of all runs, by event.</summary>
    public IReadOnlyDictionary<string, int> Events => Sum(r => r.Events);

    /// <summary>Commands accepted in all runs, by name.</summary>
    public IReadOnlyDictionary<string, int> Commands => Sum(r => r.Commands);

    /// <summary>Runs <paramref name="count"/> seeds from <paramref name="first"/> on; stops early once <paramref name="maxFailed"/> have
    /// failed.</summary>
    public static Campaign Run(ulong first, int count, int maxFailed = 20)
    {
        var campaign = new Campaign();
        var began = Stopwatch.GetTimestamp();
        var (next, failed) = (-1, 0);
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (Volatile.Read(ref failed) < maxFailed && Interlocked.Increment(ref next) is var n && n < count)
            {
                var result = Simulation.Run(first + (ulong)n);
                campaign._results.Add(result);
                if (result.Violation is not null)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        campaign.Took = Stopwatch.GetElapsedTime(began);
        return campaign;
    }

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"""
        {_results.Count} seeds in {Took.TotalSeconds:0.0} s ({_results.Count / Took.TotalSeconds:0} a second), {Failed.Count} failed
        a run: {Mean(r => r.Steps)} steps, {Mean(r => r.Accepted)} commands accepted, {Mean(r => r.Refused)} refused, {Mean(r => r.Faults.Sum())} faults
        faults in all: {Of([.. Enum.GetValues<Fault>().Select(f => _results.Sum(r => r.Faults[(int)f]))])}
        commands accepted in all: {Listed(Commands)}
        entries in all: {Listed(Events)}
        """);

    /// <summary>Counts of faults by name, those that struck.</summary>
    public static string Of(IReadOnlyList<int> faults) =>
        string.Join(", ", Enum.GetValues<Fault>().Where(f => faults[(int)f] > 0).Select(f => $"{f} {faults[(int)f]}"));

    private static string Listed(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"));

    private Dictionary<string, int> Sum(Func<SimulationResult, IReadOnlyDictionary<string, int>> counts) => _results.SelectMany(counts)
        .GroupBy(c => c.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal);

    private string Mean(Func<SimulationResult, int> of) =>
        _results.Average(of).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
