using System.Threading.Channels;
using YrdClearing.Journal;

namespace YrdClearing.Server.Replay;

/// <summary>
/// Keeps the outcomes of one file's lines in the data. A refusal must be durable before anything that could have made it an acceptance is
/// executed; an accepted line's may follow later, for its id answers a repetition. All that wait are written together.
/// </summary>
internal sealed class OutcomeRecorder
{
    /// <summary>Outcomes that nobody waits for are written when there are this many.</summary>
    private const int LazyBatch = 2_000;

    private readonly JournalStore _store;
    private readonly string _file;
    private readonly string _hash;
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly Task _writing;

    public OutcomeRecorder(JournalStore store, string file, string hash)
    {
        (_store, _file, _hash) = (store, file, hash);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Written in time.</summary>
    public void Record(ReplayedLine line) => _items.Writer.TryWrite(new(line, null));

    /// <summary>Completes when the line is durable.</summary>
    public Task RecordDurablyAsync(ReplayedLine line)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _items.Writer.TryWrite(new(line, written));
        return written.Task;
    }

    /// <summary>Writes what is left; nothing may be recorded afterwards.</summary>
    public Task FinishAsync()
    {
        _items.Writer.TryComplete();
        return _writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Item>();
        while (await _items.Reader.WaitToReadAsync())
        {
            while (_items.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }
            if (batch.Count >= LazyBatch || batch.Exists(i => i.Written is not null))
            {
                await WriteAsync(batch);
            }
        }
        await WriteAsync(batch);
    }

    private async Task WriteAsync(List<Item> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }
        try
        {
            await _store.RecordReplayedAsync(_file, _hash, [.. batch.Select(i => i.Line)], CancellationToken.None);
            batch.ForEach(i => i.Written?.SetResult());
        }
        catch (Exception e)
        {
            // Lines that wait for it fail, and with them the replay. Accepted lines lose a record only: their ids answer a repetition.
            batch.ForEach(i => i.Written?.SetException(e));
        }
        batch.Clear();
    }

    private readonly record struct Item(ReplayedLine Line, TaskCompletionSource? Written);
}
