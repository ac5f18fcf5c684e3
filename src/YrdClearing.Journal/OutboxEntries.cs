namespace YrdClearing.Journal;

/// <summary>An entry whose messages, or what they caused, are not all applied.</summary>
internal sealed class OutboxEntry(long seq)
{
    public long Seq => seq;

    /// <summary>Messages that are not applied, or whose consequences are not.</summary>
    public int Unfinished { get; set; }

    public TaskCompletionSource Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The entries of an outbox that are not over yet, and who waits for them.</summary>
internal sealed class OutboxEntries(string book)
{
    /// <summary>Messages whose consequences are followed at a time; those of others are looked up when somebody asks.</summary>
    public const int MaxFollowed = 20_000;

    private readonly Dictionary<long, OutboxEntry> _entries = [];
    private int _followed;

    /// <summary>
    /// What entries up to this one caused was not followed here, or not to its end: the journal tells. All, until it is known where the
    /// book stood when it was opened.
    /// </summary>
    public long UnfollowedTo { get; private set; } = long.MaxValue;

    public bool MayFollow => _followed < MaxFollowed;

    /// <summary>What is written after this entry is followed.</summary>
    public void Start(long seq) => UnfollowedTo = seq;

    /// <summary>Completes when the entry is over, as far as it was followed.</summary>
    /// <param name="seq">The entry's sequence.</param>
    /// <param name="known">True when all that is pending of this entry has been seen: then one that is not here is over.</param>
    public Task WhenFinishedAsync(long seq, bool known) =>
        known && !_entries.ContainsKey(seq) ? Task.CompletedTask : Entry(seq).Finished.Task;

    /// <summary>One more message of the entry is on its way.</summary>
    public OutboxEntry Sent(long seq)
    {
        var entry = Entry(seq);
        entry.Unfinished++;
        return entry;
    }

    /// <summary>A message of the entry is applied; what it caused may not be (null: it is not followed).</summary>
    public void Applied(OutboxEntry entry, Task? consequences)
    {
        if (consequences is null)
        {
            GiveUp(entry, cause: null);
            OneLess(entry);
        }
        else if (consequences.IsCompletedSuccessfully)
        {
            OneLess(entry);
        }
        else
        {
            _ = FollowAsync(entry, consequences);
        }
    }

    /// <summary>A message of the entry stays in the journal for now.</summary>
    public void Passed(long seq)
    {
        UnfollowedTo = Math.Max(UnfollowedTo, seq);
        if (_entries.TryGetValue(seq, out var entry))
        {
            GiveUp(entry, cause: null);
        }
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

    private async Task FollowAsync(OutboxEntry entry, Task consequences)
    {
        _followed++;
        try
        {
            await consequences;
        }
        catch (Exception e)
        {
            // The message is applied, and the book of what it caused goes on with that by itself.
            GiveUp(entry, e);
        }
        _followed--;
        OneLess(entry);
    }

    /// <summary>Whoever waits for the entry has to ask again, and is then answered by the journal.</summary>
    private void GiveUp(OutboxEntry entry, Exception? cause)
    {
        UnfollowedTo = Math.Max(UnfollowedTo, entry.Seq);
        entry.Finished.TrySetException(new TimeoutException($"What {book}/{entry.Seq} caused was lost sight of; ask again.", cause));
    }

    private void OneLess(OutboxEntry entry)
    {
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
}
