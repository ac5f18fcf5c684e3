namespace YrdClearing.Journal;

/// <summary>
/// Reads many keys with one query: while a query is under way, the keys that others ask for gather and go with the next one. A thousand
/// aggregates that wake up at once so cost a handful of round trips. Safe to use from several threads.
/// </summary>
/// <param name="read">Reads the rows of many keys; a key without rows is absent.</param>
internal sealed class GatheredReads<TRow>(Func<string[], Task<ILookup<string, TRow>>> read)
{
    /// <summary>Keys in one query.</summary>
    public const int MaxKeys = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Asked> _waiting = [];
    private bool _running;

    /// <summary>The rows of one key.</summary>
    public Task<IEnumerable<TRow>> AskAsync(string key)
    {
        var asked = new Asked(key);
        lock (_lock)
        {
            _waiting.Enqueue(asked);
            if (_running)
            {
                return asked.Rows.Task;
            }
            _running = true;
        }
        _ = Task.Run(RunAsync);
        return asked.Rows.Task;
    }

    private async Task RunAsync()
    {
        var asked = new List<Asked>();
        while (Take(asked))
        {
            try
            {
                var rows = await read([.. asked.Select(a => a.Key).Distinct(StringComparer.Ordinal)]).ConfigureAwait(false);
                asked.ForEach(a => a.Rows.SetResult(rows[a.Key]));
            }
            catch (Exception e)
            {
                // Each of those who asked is told; the next query is another matter.
                asked.ForEach(a => a.Rows.TrySetException(e));
            }
        }
    }

    private bool Take(List<Asked> asked)
    {
        asked.Clear();
        lock (_lock)
        {
            while (asked.Count < MaxKeys && _waiting.TryDequeue(out var next))
            {
                asked.Add(next);
            }
            _running = asked.Count > 0;
            return _running;
        }
    }

    private sealed class Asked(string key)
    {
        public string Key => key;

        /// <summary>Completed away from the loop, which must not run its callers' continuations.</summary>
        public TaskCompletionSource<IEnumerable<TRow>> Rows { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
