using System.Diagnostics;
using YrdClearing.Benchmarks.Databases;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Limit;

/// <summary>
/// The limit: the very transactions that our grains wrote under the load (the same rows, books, batches and merging), written again into an
/// empty database by a loop that does nothing else: no command is read, decided, numbered or hashed. Once a transaction at a time, and
/// once each book by itself, side by side; the better of the two is the limit.
/// </summary>
internal sealed class WriteLimit : IMeasured
{
    /// <summary>Entries of the load to be written in a measurement of a second.</summary>
    private const int EntriesPerSecond = 20_000;

    private readonly PostgresCluster? _cluster;
    private readonly IReadOnlyList<IReadOnlyList<BookBatch>> _setup;
    private readonly IReadOnlyList<IReadOnlyList<BookBatch>> _load;

    private WriteLimit(
        PostgresCluster? cluster, IReadOnlyList<IReadOnlyList<BookBatch>> setup, IReadOnlyList<IReadOnlyList<BookBatch>> load)
    {
        _cluster = cluster;
        _setup = setup;
        _load = load;
    }

    /// <summary>Records our grains under the load until there is enough for a measurement of this length.</summary>
    public static async Task<WriteLimit> RecordAsync(PostgresCluster? cluster, int lanes, TimeSpan window)
    {
        await using var data = await BenchmarkData.CreateAsync(cluster);
        var store = new RecordingStore(await JournalStores.OpenAsync(data.Options, TimeProvider.System, CancellationToken.None));
        await using var host = await LoadHost.StartAsync(data.Options, store);
        var setup = store.Transactions.Count;
        var loop = new ClosedLoop(host.Path, host.Redemptions);
        var wanted = (int)(EntriesPerSecond * window.TotalSeconds);
        var entries = 0;
        while (entries < wanted)
        {
            await loop.RunAsync(lanes, TimeSpan.Zero, window);
            entries = store.Transactions.Skip(setup).Sum(EntriesOf);
        }
        await BooksCheck.CheckAsync(store, host.Redemptions);
        var all = store.Transactions;
        return new(cluster, [.. all.Take(setup)], [.. all.Skip(setup)]);
    }

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var serial = await MeasureAsync(inParallel: false);
        var parallel = await MeasureAsync(inParallel: true);
        return serial.CommandsPerSecond > parallel.CommandsPerSecond
            ? serial with { Note = $"one loop; {parallel.CommandsPerSecond:N0} with a loop for each book" }
            : parallel with { Note = $"a loop for each book; {serial.CommandsPerSecond:N0} with one loop" };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Measurement> MeasureAsync(bool inParallel)
    {
        await using var data = await BenchmarkData.CreateAsync(_cluster);
        await using var store = await JournalStores.OpenAsync(data.Options, TimeProvider.System, CancellationToken.None);
        foreach (var book in _setup.Concat(_load).SelectMany(t => t).Select(b => b.Book).Distinct())
        {
            await store.ClaimAsync(book, CancellationToken.None);
        }
        await WriteAsync(store, _setup);
        var loops = inParallel
            ? _load.SelectMany(t => t).GroupBy(b => b.Book).Select(g => g.Select(b => (IReadOnlyList<BookBatch>)[b]).ToList()).ToList()
            : [_load.ToList()];
        GC.Collect();
        var (start, cpu, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        await Task.WhenAll(loops.Select(loop => Task.Run(() => WriteAsync(store, loop))));
        var time = Stopwatch.GetElapsedTime(start);
        var commands = _load.Sum(t => t.Sum(b => b.Entries.Count(e => e.Request.CommandId is not null)));
        return new(commands / time.TotalSeconds)
        {
            CpuMicrosecondsPerCommand = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / commands,
            AllocatedBytesPerCommand = (double)(GC.GetTotalAllocatedBytes() - allocated) / commands,
            EntriesPerBatch = (double)_load.Sum(EntriesOf) / loops.Sum(l => l.Count),
        };
    }

    private static async Task WriteAsync(JournalStore store, IReadOnlyList<IReadOnlyList<BookBatch>> transactions)
    {
        foreach (var transaction in transactions)
        {
            var results = await store.WriteAsync(transaction, CancellationToken.None);
            if (results.Any(r => r.Status != BatchStatus.Written))
            {
                throw new InvalidOperationException("A recorded transaction was not written a second time.");
            }
        }
    }

    private static int EntriesOf(IReadOnlyList<BookBatch> transaction) => transaction.Sum(b => b.Entries.Count);
}
