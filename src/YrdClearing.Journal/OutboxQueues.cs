namespace YrdClearing.Journal;

/// <summary>A message of the outbox that its receiver has not applied yet.</summary>
internal sealed class OutboxItem(PendingMessage message, OutboxEntry entry, OutboxTarget target, bool isRun, long since)
{
    // How often it was refused since it was last an outage that failed it.
    private int _refusals;

    public PendingMessage Message => message;
    public OutboxEntry Entry => entry;
    public OutboxTarget Target => target;

    /// <inheritdoc cref="IDelivery.IsRun"/>
    public bool IsRun => isRun;

    public int Attempts { get; set; }

    /// <summary>True when it was refused so often that its target stops.</summary>
    public bool IsRefused => _refusals >= Outbox.MaxAttempts;

    /// <summary>
    /// Takes down why the attempt failed (<see cref="OutboxTarget.Error"/>); true when people are to be told of it. A run that takes longer
    /// than a call is no fault.
    /// </summary>
    public bool Failed()
    {
        var isOutage = JournalOutage.Is(target.Error!);
        _refusals = isOutage ? 0 : _refusals + 1;
        return isOutage ? !isRun && Attempts % Outbox.MaxAttempts == 0 : _refusals % Outbox.MaxAttempts == 0;
    }

    /// <summary>When it was taken into memory, as a timestamp of the outbox's clock.</summary>
    public long Since => since;

    /// <summary>The item's places in the order in which they came and in that of its pair of books.</summary>
    public LinkedListNode<OutboxItem>? InAll { get; set; }
    public LinkedListNode<OutboxItem>? InPair { get; set; }
}

/// <summary>The messages for one aggregate: one at a time, in order.</summary>
internal sealed class OutboxTarget(OutboxPair pair, string to, string target)
{
    public OutboxPair Pair => pair;
    public string To => to;
    public string Target => target;
    public Queue<OutboxItem> Items { get; } = [];
    public OutboxTargetState State { get; set; }

    /// <summary>The last failure; null when the last delivery went well.</summary>
    public Exception? Error { get; set; }

    /// <summary>Ends the wait for the next attempt early.</summary>
    public CancellationTokenSource? Wait { get; set; }
}

internal enum OutboxTargetState
{
    /// <summary>Nothing is under way; the first message may be waiting for earlier ones of its pair.</summary>
    Idle,

    /// <summary>The first message will be delivered when there is room.</summary>
    Ready,

    /// <summary>The first message is being delivered.</summary>
    Delivering,

    /// <summary>The first message failed and waits for its next attempt.</summary>
    Waiting,

    /// <summary>The first message failed too often.</summary>
    Stopped,
}

/// <summary>The messages for one book.</summary>
internal sealed class OutboxPair
{
    /// <summary>All of them, in order.</summary>
    public LinkedList<OutboxItem> Items { get; } = [];

    /// <summary>Targets whose first message may go, runs aside.</summary>
    public Queue<OutboxTarget> Ready { get; } = [];

    /// <summary>Deliveries under way, runs aside.</summary>
    public int InFlight { get; set; }

    /// <summary>It waits for its turn to deliver.</summary>
    public bool IsWaiting { get; set; }
}

/// <summary>
/// The unapplied messages of the window: per target, in order; per pair of books, in order; and all of them, as they came. Books take turns
/// in being delivered to.
/// </summary>
internal sealed class OutboxQueues(Func<PendingMessage, bool> isRun)
{
    private readonly LinkedList<OutboxItem> _all = [];
    private readonly Dictionary<string, OutboxPair> _pairs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string To, string Target), OutboxTarget> _targets = [];
    private readonly Queue<OutboxPair> _ready = [];
    private readonly Queue<OutboxTarget> _readyRuns = [];
    private int _runs;

    public int Count => _all.Count;

    /// <summary>Since when the longest here waits; null when there is none.</summary>
    public long? FirstSince => _all.First?.Value.Since;

    /// <summary>The first unapplied message's sequence; null when there is none.</summary>
    public long? FirstSeq
    {
        get
        {
            long? first = null;
            foreach (var pair in _pairs.Values)
            {
                var seq = pair.Items.First!.Value.Message.Key.Seq;
                first = first < seq ? first : seq;
            }
            return first;
        }
    }

    /// <summary>
    /// Those whose first message has failed <see cref="Outbox.MaxAttempts"/> times and is not being delivered just now; a run that only
    /// takes longer than a call is none of them.
    /// </summary>
    public IEnumerable<OutboxTarget> Failing => _targets.Values.Where(t => t.State is OutboxTargetState.Stopped
        || (t.State is OutboxTargetState.Waiting && t.Items.Peek() is { IsRun: false, Attempts: >= Outbox.MaxAttempts }));

    public IEnumerable<OutboxItem> Items => _all;

    /// <summary>Messages to a book.</summary>
    public int CountTo(string book) => _pairs.TryGetValue(book, out var pair) ? pair.Items.Count : 0;

    /// <summary>The entry of the last message to a book; null when there is none.</summary>
    public long? LastSeqTo(string book) => _pairs.TryGetValue(book, out var pair) ? pair.Items.Last!.Value.Message.Key.Seq : null;

    public OutboxItem Add(PendingMessage message, OutboxEntry entry, long since)
    {
        var key = (message.Message.To, message.Message.Target);
        if (!_pairs.TryGetValue(key.To, out var pair))
        {
            _pairs.Add(key.To, pair = new());
        }
        if (!_targets.TryGetValue(key, out var target))
        {
            _targets.Add(key, target = new(pair, key.To, key.Target));
        }
        var item = new OutboxItem(message, entry, target, isRun(message), since);
        item.InAll = _all.AddLast(item);
        item.InPair = pair.Items.AddLast(item);
        target.Items.Enqueue(item);
        MakeReady(target);
        return item;
    }

    /// <summary>The next message to deliver; its target is then <see cref="OutboxTargetState.Delivering"/>.</summary>
    /// <returns>False when none is ready, or as many are under way as may be.</returns>
    public bool TryTake(out OutboxItem item)
    {
        OutboxTarget? target;
        if (_ready.TryDequeue(out var pair))
        {
            target = pair.Ready.Dequeue();
            pair.InFlight++;
            pair.IsWaiting = false;
            TakesTurn(pair);
        }
        else if (_runs < Outbox.MaxRuns && _readyRuns.TryDequeue(out target))
        {
            _runs++;
        }
        else
        {
            item = null!;
            return false;
        }
        target.State = OutboxTargetState.Delivering;
        item = target.Items.Peek();
        return true;
    }

    /// <summary>A message that was taken is no longer under way, applied or not.</summary>
    public void Back(OutboxItem item)
    {
        if (item.IsRun)
        {
            _runs--;
        }
        else
        {
            item.Target.Pair.InFlight--;
            TakesTurn(item.Target.Pair);
        }
    }

    public void Applied(OutboxItem item)
    {
        var target = item.Target;
        target.Items.Dequeue();
        target.State = OutboxTargetState.Idle;
        target.Error = null;
        _all.Remove(item.InAll!);
        var pair = target.Pair.Items;
        pair.Remove(item.InPair!);
        if (target.Items.Count == 0)
        {
            _targets.Remove((target.To, target.Target));
        }
        MakeReady(target);
        if (pair.First is { } first)
        {
            // It may have waited for everything before it.
            MakeReady(first.Value.Target);
        }
        else
        {
            _pairs.Remove(target.To);
        }
    }

    /// <summary>Tries the target's first message (again).</summary>
    public void Retry(OutboxTarget target)
    {
        target.State = OutboxTargetState.Idle;
        MakeReady(target);
    }

    private void MakeReady(OutboxTarget target)
    {
        if (target.State == OutboxTargetState.Idle && target.Items.TryPeek(out var first) && MayGo(first))
        {
            target.State = OutboxTargetState.Ready;
            (first.IsRun ? _readyRuns : target.Pair.Ready).Enqueue(target);
            TakesTurn(target.Pair);
        }
    }

    private void TakesTurn(OutboxPair pair)
    {
        if (!pair.IsWaiting && pair.InFlight < Outbox.MaxInFlight && pair.Ready.Count > 0)
        {
            pair.IsWaiting = true;
            _ready.Enqueue(pair);
        }
    }

    private static bool MayGo(OutboxItem item) => !item.Message.Message.AfterAll || item.InPair!.Previous is null;
}

/// <summary>Somebody who waits for what is pending to a book (null: to any) up to a sequence, runs aside.</summary>
internal sealed class OutboxFlush(string? toBook, long upToSeq)
{
    public string? ToBook => toBook;

    public long UpToSeq => upToSeq;

    /// <summary>Messages in memory that it waits for.</summary>
    public int Waiting { get; private set; }

    /// <summary>Messages it has waited for, the applied ones included.</summary>
    public int Count { get; private set; }

    public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The message is on its way.</summary>
    public void Sent(OutboxItem item)
    {
        if (Covers(item))
        {
            Waiting++;
            Count++;
        }
    }

    /// <summary>The message is applied.</summary>
    public void Applied(OutboxItem item)
    {
        if (Covers(item))
        {
            Waiting--;
        }
    }

    /// <summary>A run is none of those that a command may lack: it only does what is due.</summary>
    public bool Covers(OutboxItem item) =>
        !item.IsRun && item.Message.Key.Seq <= upToSeq && (toBook is null || item.Message.Message.To == toBook);
}
