namespace YrdClearing.Benchmarks.Capacity;

/// <summary>
/// A PostgreSQL on its cores: a transaction travels there, is worked on by one core at a time, is flushed and travels back.
/// </summary>
internal sealed class ModelDatabase(ModelClock clock, Processors processors, Costs costs)
{
    public Processors Processors => processors;

    public long Transactions { get; private set; }

    public long Entries { get; private set; }

    public void Write(int entries, long perEntry, Action written) => clock.After(costs.RoundTrip / 2, () =>
        processors.Run(this, costs.Transaction + entries * perEntry, () => clock.After(costs.Flush + costs.RoundTrip / 2, () =>
        {
            Transactions++;
            Entries += entries;
            written();
        })));
}

/// <summary>
/// A silo's committer for one database: what waits is merged into the next transaction (up to 4,000 entries), one on each of its
/// connections at a time.
/// </summary>
internal sealed class ModelCommitter(ModelDatabase database, int connections)
{
    private const int MaxMergedEntries = 4_000;

    private readonly Queue<(int Entries, long PerEntry, Action Written)> _waiting = [];
    private int _busy;

    public void Write(int entries, long perEntry, Action written)
    {
        _waiting.Enqueue((entries, perEntry, written));
        Begin();
    }

    private void Begin()
    {
        if (_busy == connections || _waiting.Count == 0)
        {
            return;
        }
        _busy++;
        var merged = new List<Action>();
        var (entries, cost) = (0, 0L);
        while (entries < MaxMergedEntries && _waiting.TryDequeue(out var next))
        {
            entries += next.Entries;
            cost += next.Entries * next.PerEntry;
            merged.Add(next.Written);
        }
        database.Write(entries, cost / entries, () =>
        {
            _busy--;
            merged.ForEach(w => w());
            Begin();
        });
    }
}
