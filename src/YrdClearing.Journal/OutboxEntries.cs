namespace YrdClearing.Journal;

/// <summary>An entry whose messages, or what they caused, are not all applied.</summary>
internal sealed class OutboxEntry(long seq)
{
    public long Seq => seq;

    /// <summary>Messages that their receivers have not applied.</summary>
    public int Unapplied { get; set; }

    /// <summary>Messages whose consequences are not applied, including the unapplied ones.</summary>
    public int Unfinished { get; set; }

    public TaskCompletionSource Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The entries of an outbox that are not over yet, and who waits for them.</summary>
internal sealed class OutboxEntries(string book)
{
    /// <summary>
    /// Entries whose messages are applied but not what they caused; those who wait for the oldest beyond this are told that it is unknown.
    /// </summary>
    public const int MaxAwaited = 20_000;

    private readonly Dictionary<long, OutboxEntry> _entries = [];
    private readonly Queue<OutboxEntry> _awaited = [];

    /// <summary>Completes when the entry is over.</summary>
    /// <param name="seq">The entry's sequence.</param>
    /// <param name="known">True when all that is pending of this entry has been seen: then one that is not here is over.</param>
    public Task WhenFinishedAsync(long seq, bool known) =>
        known && !_entries.ContainsKey(seq) ? Task.CompletedTask : Entry(seq).Finished.Task;

    /// <summary>One more message of the entry is on its way.</summary>
    public OutboxEntry Sent(long seq)
    {
        var entry = Entry(seq);
        entry.Unapplied++;
        entry.Unfinished++;
        return entry;
    }

    /// <summary>A message of the entry is applied; what it caused may not be.</summary>
    public void Applied(OutboxEntry entry, Task consequences)
    {
        if (--entry.Unapplied == 0)
        {
            _awaited.Enqueue(entry);
        }
        _ = FinishAsync(entry, consequences);
        ForgetOldest();
    }

    /// <summary>Those who wait for an entry up to a sequence that turned out to have nothing pending.</summary>
    public void FinishEmpty(long upToSeq)
    {
        foreach (var entry in _entries.Values.Where(e => e.Unfinished == 0 && e.Seq <= upToSeq).ToList())
        {
            Finish(entry);
        }
    }

    public void Fail(Exception failure)
    {
        foreach (var entry in _entries.Values)
        {
            entry.Finished.TrySetException(failure);
        }
    }

    private OutboxEntry Entry(long seq)
    {
        if (!_entries.TryGetValue(seq, out var entry))
        {
            _entries.Add(seq, entry = new(seq));
        }
        return entry;
    }

    private async Task FinishAsync(OutboxEntry entry, Task consequences)
    {
        try
        {
            await consequences;
        }
        catch (Exception e)
        {
            // Applied, but nobody knows about what it caused: whoever waits is told so, and the sender of that goes on by itself.
            entry.Finished.TrySetException(e);
        }
        if (--entry.Unfinished == 0)
        {
            Finish(entry);
        }
    }

    private void Finish(OutboxEntry entry)
    {
        _entries.Remove(entry.Seq);
        entry.Finished.TrySetResult();
    }

    private void ForgetOldest()
    {
        while (_awaited.TryPeek(out var oldest) && (oldest.Unfinished == 0 || _awaited.Count > MaxAwaited))
        {
            _awaited.Dequeue();
            if (oldest.Unfinished > 0)
            {
                _entries.Remove(oldest.Seq);
                oldest.Finished.TrySetException(new TimeoutException($"What {book}/{oldest.Seq} caused is still under way."));
            }
        }
    }
}
