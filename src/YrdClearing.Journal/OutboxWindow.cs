using Microsoft.Extensions.Logging;

namespace YrdClearing.Journal;

/// <summary>
/// Which of a book's pending messages are in memory: as many as fit, each receiver's in order, the first ones of each. What is beyond is
/// read from the journal when there is room. Used on the scheduler of its book.
/// </summary>
internal sealed class OutboxWindow(
    string book, JournalStore store, OutboxQueues queues, OutboxEntries entries, int size, TimeProvider clock, ILogger log,
    CancellationToken stop)
{
    /// <summary>Receivers that may take nothing before the others are held up, too.</summary>
    private const int StuckBooks = 4;

    // So many that receivers that take nothing leave half of the window.
    private readonly int _share = Math.Max(1, size / 2 / StuckBooks);
    private readonly ParkedBooks _parked = new();

    // Everything up to _loadedTo is in memory, parked or applied; while behind, there may be more in the journal, up to _writtenTo at least.
    private long _loadedTo;
    private long _writtenTo;
    private bool _behind = true;
    private bool _started;

    // Only once all pending messages have been seen is it known what _writtenTo really is.
    private bool _caughtUp;
    private bool _loading;

    /// <summary>Told of each message that is in memory now.</summary>
    public required Action<OutboxItem> Kept { get; init; }

    /// <summary>Told when some have been read.</summary>
    public required Action Changed { get; init; }

    /// <inheritdoc cref="Outbox.Cursor"/>
    public long Cursor => Math.Min(queues.FirstSeq - 1 ?? _loadedTo, _parked.FirstSeq - 1 ?? _loadedTo);

    /// <summary>The last entry with a message; as long as nobody knows, any may be it.</summary>
    public long LastSeq => _caughtUp ? _writtenTo : long.MaxValue;

    /// <summary>True when all that is pending of the entry was seen: then it is in memory, parked or applied.</summary>
    public bool HasSeen(long seq) => _started && (seq <= _loadedTo || (_caughtUp && seq > _writtenTo));

    /// <summary>True when all that is pending to the book (null: to any) up to an entry is in memory.</summary>
    public bool HasAll(string? toBook, long upToSeq) => _started && (!_behind || _loadedTo >= upToSeq) && !_parked.Hold(toBook, upToSeq);

    /// <inheritdoc cref="Outbox.Start"/>
    public void Start(BookHead head)
    {
        _loadedTo = head.Delivered;
        _writtenTo = Math.Max(_writtenTo, head.Seq);
        _started = true;
        Fill();
    }

    /// <summary>Takes the messages of entries that have just become durable, in order.</summary>
    public void Enqueue(IReadOnlyList<PendingMessage> messages)
    {
        _writtenTo = messages[^1].Key.Seq;
        if (_behind || queues.Count + messages.Count > size)
        {
            _behind = true;
            Fill();
            return;
        }
        Add(messages, _writtenTo);
        Changed();
    }

    /// <summary>Reads what there is room for.</summary>
    public void Fill()
    {
        if (_started && _behind && !_loading && queues.Count <= size / 2)
        {
            _ = LoadAsync();
        }
    }

    /// <summary>The same after one to this book was applied.</summary>
    public void Fill(string toBook)
    {
        Fill();
        if (_parked.Find(toBook) is not null)
        {
            _ = LoadParkedAsync(toBook);
        }
    }

    private void Add(IReadOnlyList<PendingMessage> messages, long loadedTo)
    {
        foreach (var message in messages)
        {
            if (IsPassed(message.Message.To, message.Key.Seq))
            {
                entries.Passed(message.Key.Seq);
            }
            else
            {
                Keep(message);
            }
        }
        _loadedTo = loadedTo;
    }

    /// <summary>True when the message stays in the journal for now. Of an entry's messages to a book all do, or none.</summary>
    private bool IsPassed(string to, long seq)
    {
        if (_parked.Find(to) is { } parked)
        {
            parked.Pass(seq);
            return true;
        }
        if (queues.CountTo(to) < _share || queues.LastSeqTo(to) == seq)
        {
            return false;
        }
        _parked.Park(to, seq);
        return true;
    }

    private void Keep(PendingMessage message) => Kept(queues.Add(message, entries.Sent(message.Key.Seq), clock.GetTimestamp()));

    private async Task LoadAsync()
    {
        _loading = true;
        try
        {
            while (_behind && queues.Count <= size / 2 && !stop.IsCancellationRequested)
            {
                // What is enqueued from now on may be missing in the page: then it is read once more.
                var written = _writtenTo;
                var limit = Math.Max(1, size / 2);
                var page = await ReadAsync(_loadedTo, limit, toBook: null);
                var loadedTo = page.Count > 0 ? page[^1].Key.Seq : _loadedTo;
                Add(page, page.Count >= limit ? loadedTo : Math.Max(loadedTo, written));
                _writtenTo = Math.Max(_writtenTo, _loadedTo);
                _behind = page.Count >= limit || _loadedTo < _writtenTo;
                _caughtUp |= !_behind;
                entries.FinishEmpty(_behind ? _loadedTo : long.MaxValue);
                Changed();
            }
        }
        finally
        {
            _loading = false;
        }
    }

    private async Task LoadParkedAsync(string toBook)
    {
        while (!stop.IsCancellationRequested && _parked.Find(toBook) is { IsReading: false } parked && queues.CountTo(toBook) <= _share / 2)
        {
            parked.BeginReading();
            var page = await ReadAsync(parked.FromSeq - 1, _share, toBook);
            // What the journal has beyond comes the other way, when the book is parked no more.
            var found = page.TakeWhile(m => m.Key.Seq <= _loadedTo).ToList();
            found.ForEach(Keep);
            if (!parked.EndReading(found.Count > 0 ? found[^1].Key.Seq : null, found.Count < page.Count || page.Count < _share))
            {
                _parked.Release(toBook);
            }
            Changed();
        }
    }

    private async Task<IReadOnlyList<PendingMessage>> ReadAsync(long afterSeq, int limit, string? toBook)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await store.PendingAsync(book, afterSeq, limit, toBook, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // Whatever it was: who gave up here would leave the messages behind it where they are.
                log.LogError(e, "Pending messages of {Book} could not be read; trying again", book);
            }
            await Task.Delay(Outbox.LongestWait, clock, CancellationToken.None);
        }
    }
}
