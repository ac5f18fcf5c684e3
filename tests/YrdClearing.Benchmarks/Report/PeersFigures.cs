using YrdClearing.Benchmarks.Workers;

namespace YrdClearing.Benchmarks.Report;

/// <summary>What the measurements of a run come to, with the targets of the product beside them.</summary>
internal static class PeersFigures
{
    private const string Rate = "commands/s";
    private const string Grains = WorkerCommand.GrainsOnPostgres;

    /// <summary>Bytes that a voucher grain with one order and one claim may retain.</summary>
    private const int MaxVoucherBytes = 4 * 1024;

    /// <summary>How much more of them may stay when ten times as many were touched.</summary>
    private const double MaxGrowth = 1.5;

    /// <summary>Stored vouchers brought into memory when it is weighed; the last is compared with the first.</summary>
    public static readonly int[] Touched = [100_000, 500_000, 1_000_000];

    /// <summary>The paths whose latency is measured, alone and at half of their own peak, and what the names of their figures end with.</summary>
    public static readonly (string System, string Suffix)[] LatencyPaths = [(Grains, ""), (WorkerCommand.HttpOneByOne, "-http")];

    public static string NameOfTouched(int vouchers) => FormattableString.Invariant($"touched-{vouchers}");

    public static IReadOnlyList<Figure> Of(Rounds rounds) =>
        [.. AtFull(rounds), .. AtLess(rounds), .. Latency(rounds), .. Cost(rounds), .. Stored(rounds), .. Memory(rounds)];

    private static double PerSecond(Measurement m) => m.CommandsPerSecond;

    private static IEnumerable<Figure> AtFull(Rounds r)
    {
        yield return r.Figure(Grains, "ours through grains, PostgreSQL, 1,024 in flight", Rate, PerSecond);
        yield return r.Figure(WorkerCommand.PeerA, "peer (a): one transaction and round trip a command", Rate, PerSecond);
        yield return r.Figure(WorkerCommand.PeerB, "peer (b): one transaction, several round trips", Rate, PerSecond);
        yield return r.Figure(WorkerCommand.PeerC, "peer (c): Orleans transactions", Rate, PerSecond);
        yield return r.Figure(WorkerCommand.LimitOnPostgres, "limit: these transactions written by a loop, PostgreSQL", Rate, PerSecond);
        yield return r.Figure(WorkerCommand.LimitOnSqlite, "limit: these transactions written by a loop, SQLite", Rate, PerSecond);
        yield return r.Ratio("grains-over-a", "ours over (a)", Grains, WorkerCommand.PeerA, PerSecond).AtLeast(10);
        yield return r.Ratio("grains-over-b", "ours over (b)", Grains, WorkerCommand.PeerB, PerSecond).AtLeast(15);
        yield return r.Ratio("grains-over-c", "ours over (c)", Grains, WorkerCommand.PeerC, PerSecond).AtLeast(20);
        yield return r.Ratio("grains-over-limit", "ours over the limit", Grains, WorkerCommand.LimitOnPostgres, PerSecond).AtLeast(0.6);
        yield return r.Over(WorkerCommand.HttpOneByOne, "HTTP, one command a request", Rate, Grains, PerSecond).AtLeast(0.4);
        yield return r.Over(WorkerCommand.HttpLines, "HTTP, JSON Lines", Rate, Grains, PerSecond).AtLeast(0.8);
        yield return r.Over(WorkerCommand.GrainsOnSqlite, "ours through grains, SQLite", Rate, WorkerCommand.LimitOnSqlite, PerSecond)
            .AtLeast(0.6);
        yield return r.Over(WorkerCommand.ContractsOnPostgres, "technology contracts through grains, PostgreSQL", Rate, Grains, PerSecond)
            .AtLeast(0.8);
        yield return r.Over(
            WorkerCommand.HttpThreeSilos, "three silos, HTTP, one command a request", Rate, WorkerCommand.HttpOneByOne, PerSecond);
        yield return r.Figure(Grains, "entries in a transaction of ours", "entries", m => m.EntriesPerBatch) with
        {
            Name = "entries-a-batch",
            Note = null,
        };
    }

    private static IEnumerable<Figure> AtLess(Rounds r)
    {
        foreach (var lanes in new[] { 256, 64 })
        {
            var ours = $"{Grains}-{lanes}";
            yield return r.Figure(ours, $"ours through grains, PostgreSQL, {lanes} in flight", Rate, PerSecond);
            foreach (var peer in new[] { WorkerCommand.PeerA, WorkerCommand.PeerB, WorkerCommand.PeerC })
            {
                yield return r.Ratio(
                    $"{ours}-over-{peer[^1]}", $"ours over ({peer[^1]}), {lanes} in flight", ours, $"{peer}-{lanes}", PerSecond);
            }
        }
    }

    private static IEnumerable<Figure> Latency(Rounds r)
    {
        foreach (var (system, suffix) in LatencyPaths)
        {
            var (lone, half, path) = ("lone" + suffix, "half-peak" + suffix, suffix == "" ? "" : ", HTTP");
            yield return r.Figure(lone, $"p50 of a lone command{path}", "ms", m => m.P50Milliseconds);
            yield return r.Over(
                half, $"p99 at half the peak load (open loop){path}", "ms", lone, m => m.P99Milliseconds, m => m.P50Milliseconds).AtMost(20);
            yield return r.Figure(half, $"commands/s in that open loop{path}", Rate, PerSecond) with { Name = "half-peak-rate" + suffix };
            yield return r.Figure(system, $"p50 at 1,024 in flight{path}", "ms", m => m.P50Milliseconds) with
            {
                Name = "full-p50" + suffix,
                Note = null,
            };
            yield return r.Figure(system, $"p99 at 1,024 in flight{path}", "ms", m => m.P99Milliseconds) with
            {
                Name = "full-p99" + suffix,
                Note = null,
            };
        }
    }

    private static IEnumerable<Figure> Cost(Rounds r)
    {
        var empty = r.Figure(
            WorkerCommand.TwoEmptyGrains, "allocation of an empty call through two grains", "bytes", m => m.AllocatedBytesPerCommand);
        yield return empty;
        yield return (r.Figure(Grains, "allocation of a command", "bytes", m => m.AllocatedBytesPerCommand) with
        {
            Name = "allocation",
            Over = WorkerCommand.TwoEmptyGrains,
            Ratio = r.MedianOf(Grains, m => m.AllocatedBytesPerCommand) / empty.Value,
            Note = "load generator, journal and messages included",
        }).AtMost(2);
        yield return r.Figure(Grains, "processor time of a command, database not counted", "µs", m => m.CpuMicrosecondsPerCommand) with
        {
            Name = "processor-time",
            Note = null,
        };
        yield return r
            .Figure(WorkerCommand.MemoryOfVouchers, "heap retained by a voucher grain, an order, a claim", "bytes", m => m.RetainedBytes)
            .AtMost(MaxVoucherBytes);
        yield return (r.Figure(WorkerCommand.CostOfNetting, "netting 1,000,000 obligations among 1,000", "ms", m => m.Milliseconds) with
        {
            Over = "a plain grouped sum",
            Ratio = r.MedianOf(WorkerCommand.CostOfNetting, m => m.Ratio),
        }).AtMost(3);
    }

    private static IEnumerable<Figure> Stored(Rounds r)
    {
        yield return r.Figure(WorkerCommand.FewStored, "ours with 10,000 vouchers stored", Rate, PerSecond);
        yield return r.Over(WorkerCommand.ManyStored, "ours with 1,000,000 vouchers stored", Rate, WorkerCommand.FewStored, PerSecond)
            .AtLeast(0.9);
        yield return r.Figure("ready-empty", "serve is ready, nothing stored", "s", m => m.ReadySeconds);
        yield return r.Over("ready-stored", "serve is ready, 1,000,000 vouchers stored", "s", "ready-empty", m => m.ReadySeconds).AtMost(2);
    }

    private static IEnumerable<Figure> Memory(Rounds r)
    {
        var first = NameOfTouched(Touched[0]);
        foreach (var touched in Touched)
        {
            var name = NameOfTouched(touched);
            var title = FormattableString.Invariant($"heap after {touched:N0} stored vouchers were touched");
            yield return touched == Touched[0]
                ? r.Figure(name, title, "MB", Megabytes)
                : r.Over(name, title, "MB", first, Megabytes).AtMost(MaxGrowth);
        }
    }

    private static double Megabytes(Measurement m) => m.RetainedBytes / 1e6;
}
