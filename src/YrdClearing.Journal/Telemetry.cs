using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace YrdClearing.Journal;

/// <summary>
/// What the clearing system measures of itself, under one name for meters and for traces. Nobody listens unless a server asks for it, and
/// then a measurement costs no allocation. Tags are bounded: commands, outcomes, never ids.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "YrdClearing";

    /// <summary>Traces: a command, and within it its commit.</summary>
    public static readonly ActivitySource Traces = new(Name);

    /// <summary>All instruments.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Commands = Meter.CreateCounter<long>(
        "yrd.commands", "{command}", "Commands by name (do) and outcome: ok, a rejection's code, or unavailable");

    private static readonly Histogram<double> CommandDuration = Meter.CreateHistogram(
        "yrd.command.duration", "s", "From reading a command to its receipt, without the wait for its messages",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10] });

    private static readonly Histogram<long> CommitEntries = Meter.CreateHistogram(
        "yrd.commit.entries", "{entry}", "Entries written by one transaction",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000] });

    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram(
        "yrd.commit.duration", "s", "One transaction in the database",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 5] });

    private static readonly Counter<long> CommitFailures = Meter.CreateCounter<long>(
        "yrd.commit.failures", "{transaction}", "Transactions whose outcome is unknown");

    private static readonly Counter<long> Fenced = Meter.CreateCounter<long>(
        "yrd.book.fenced", "{batch}", "Batches refused because another writer had claimed the book");

    private static readonly Counter<long> Moves = Meter.CreateCounter<long>(
        "yrd.book.moves", "{book}", "Books that this silo sent away, since they belong on another, by whether they migrated or only went");

    private static readonly Histogram<double> MessageDelay = Meter.CreateHistogram(
        "yrd.outbox.delay", "s", "From a message in the outbox to its effect in the other book",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .005, .01, .05, .1, .5, 1, 2, 5, 30, 60, 300] });

    private static readonly Counter<long> Alarms = Meter.CreateCounter<long>(
        "yrd.outbox.alarms", "{alarm}", "Messages that failed so often that their pair of books has stopped");

    private static readonly Counter<long> FailedDeadlines = Meter.CreateCounter<long>(
        "yrd.deadlines.failures", "{deadline}", "Vouchers, orders and contracts whose deadline has passed and could not be looked after");

    /// <summary>A command was answered.</summary>
    /// <param name="command">Its name in scenarios.</param>
    /// <param name="outcome">ok, a rejection's code, or unavailable.</param>
    /// <param name="duration">From reading it to its receipt.</param>
    public static void Answered(string command, string outcome, TimeSpan duration)
    {
        Commands.Add(1, new("do", command), new("outcome", outcome));
        CommandDuration.Record(duration.TotalSeconds);
    }

    internal static void Committed(int entries, TimeSpan duration)
    {
        CommitEntries.Record(entries);
        CommitDuration.Record(duration.TotalSeconds);
    }

    /// <summary>
    /// Shows counters that rise seldom: one that began with its first count would never have risen for who watches it.
    /// </summary>
    public static void ShowAtZero()
    {
        CommitFailures.Add(0);
        Fenced.Add(0);
        Moves.Add(0, new KeyValuePair<string, object?>("how", "migrated"));
        Alarms.Add(0);
        FailedDeadlines.Add(0);
    }

    internal static void CommitFailed() => CommitFailures.Add(1);

    internal static void BookFenced() => Fenced.Add(1);

    /// <summary>A book that was sent away has gone.</summary>
    /// <param name="migrated">Its place in the directory has gone with it; otherwise who remembers its old place wakes it there again.</param>
    public static void BookMoved(bool migrated) => Moves.Add(1, new KeyValuePair<string, object?>("how", migrated ? "migrated" : "went"));

    /// <summary>What was due could not be done; the log says what and why.</summary>
    public static void DeadlineFailed() => FailedDeadlines.Add(1);

    internal static void Alarmed() => Alarms.Add(1);

    internal static void Delivered(TimeSpan delay) => MessageDelay.Record(delay.TotalSeconds);
}
