using System.Runtime.CompilerServices;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// An aggregate in its silo: whoever holds it may let it execute and apply, from any thread and without its grain's turn, for it takes its
/// own turns: one call at a time, in the order they came.
/// </summary>
public abstract class Aggregate(string id)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isClosed;
    private long _lastAsked;

    /// <summary>The aggregate's id, such as <c>voucher:V1</c>.</summary>
    public string Id => id;

    /// <summary>
    /// A commit's outcome is unknown: what is in the journal decides, not what is in memory. To be loaded anew before the next call; the
    /// command id answers the retry.
    /// </summary>
    public bool IsLost { get; protected set; }

    /// <summary>Told, on any thread, that it is to leave the silo's memory, and why.</summary>
    public Action<string>? Leaves { get; set; }

    /// <summary>It need not stay in memory: nothing more is to be expected of it, or others need the room.</summary>
    public void NeedNotStay() => Leaves?.Invoke("it need not stay in memory");

    /// <summary>True when nobody has or awaits a turn just now.</summary>
    public bool IsIdle => _turn.CurrentCount > 0;

    /// <summary>When it was last asked, by the silo's count of aggregates that came into memory.</summary>
    public long LastAsked
    {
        get => Volatile.Read(ref _lastAsked);
        set => Volatile.Write(ref _lastAsked, value);
    }

    /// <summary>
    /// Decides and commits a command in its turn; null when the aggregate is lost or closed, and its next activation is to be asked.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandReply?> TryExecuteAsync(CommandCall call)
    {
        await _turn.WaitAsync();
        try
        {
            return IsLost || _isClosed ? null : await ExecuteAsync(call);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Applies a message once, in its turn; null as with <see cref="TryExecuteAsync"/>.</summary>
    /// <exception cref="MessageNotApplicableException">It met a state it cannot be applied to.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppliedReply?> TryApplyAsync(Delivery delivery)
    {
        await _turn.WaitAsync();
        try
        {
            return IsLost || _isClosed ? null : await ApplyAsync(delivery);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for the turns that were asked for before; after it none is given any more.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        _isClosed = true;
        _turn.Release();
    }

    /// <summary>Decides and commits a command; one call at a time.</summary>
    public abstract ValueTask<CommandReply> ExecuteAsync(CommandCall call);

    /// <summary>Applies a message once; one call at a time.</summary>
    /// <exception cref="MessageNotApplicableException">It met a state it cannot be applied to.</exception>
    public abstract ValueTask<AppliedReply> ApplyAsync(Delivery delivery);
}

/// <summary>A message met a state it cannot be applied to: a bug or foreign data. Its pair of books stops and people are told.</summary>
[GenerateSerializer]
public sealed class MessageNotApplicableException(string message) : Exception(message);

/// <summary>The aggregate has just left this silo's memory; its next activation answers when it is asked again.</summary>
[GenerateSerializer]
public sealed class AggregateGoneException(string id) : Exception($"{id} has left the memory of its silo; ask again.");
