using System.Runtime.CompilerServices;
using YrdClearing.Domain.Commands;
using YrdClearing.Journal;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// An aggregate in its silo: whoever holds it may let it execute and apply, from any thread and without its grain's turn, for it takes its
/// own turns: one call at a time, in the order they came.
/// </summary>
public abstract class Aggregate(string id)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _isClosed;
    private volatile bool _isLoaded;
    private long _lastAsked;

    /// <summary>The aggregate's id, such as <c>voucher:V1</c>.</summary>
    public string Id => id;

    /// <summary>
    /// A commit's outcome is unknown: what is in the journal decides, not what is in memory; the command id answers the retry. Or the journal
    /// could not be read. Its next activation is to be asked.
    /// </summary>
    public bool IsLost { get; protected set; }

    /// <summary>True when it knows what the journal says, as far as another activation has not gone on.</summary>
    public bool IsLoaded
    {
        get => _isLoaded;
        protected set => _isLoaded = value;
    }

    /// <summary>The book with which it lives and leaves; null for one that is a grain of its own.</summary>
    public RunningBook? Host { get; init; }

    /// <summary>Told, on any thread, that it is to leave the silo's memory, and why.</summary>
    public Action<string>? Leaves { get; set; }

    /// <summary>It need not stay in memory: nothing more is to be expected of it, or others need the room.</summary>
    public void NeedNotStay() => Leaves?.Invoke("it need not stay in memory");

    /// <summary>True when nobody has or awaits a turn just now.</summary>
    public bool IsIdle => _turn.CurrentCount > 0;

    /// <summary>Its place in the queue of those who are to leave when there is no room; null where nobody keeps one.</summary>
    internal Seat? Seat { get; set; }

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
            if (IsLost || _isClosed)
            {
                return null;
            }
            if (!IsLoaded && !Begins(call.Envelope.Command))
            {
                await LoadOrLeaveAsync();
            }
            return await ExecuteAsync(call);
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
            if (IsLost || _isClosed)
            {
                return null;
            }
            var command = delivery.ReadCommand();
            if (!IsLoaded && !Begins(command))
            {
                await LoadOrLeaveAsync();
            }
            return await ApplyAsync(delivery.Message, command);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Loads it in a turn of its own, unless it is loaded.</summary>
    /// <exception cref="AggregateGoneException">It is lost or closed, and its next activation is to be asked.</exception>
    public async Task LoadInTurnAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (IsLost || _isClosed)
            {
                throw new AggregateGoneException(id);
            }
            if (!IsLoaded)
            {
                await LoadOrLeaveAsync();
            }
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

    /// <summary>
    /// From now on no turn is given any more; one that is under way comes to its end, beside the next activation perhaps: the versions of
    /// its rows tell who was first.
    /// </summary>
    public void Close() => _isClosed = true;

    /// <summary>Reads the committed state.</summary>
    public abstract Task LoadAsync(CancellationToken cancellation);

    /// <summary>
    /// True when the command makes the aggregate, so that nothing is read before it. Where it has been made already the commit is stale or
    /// a duplicate, and a refusal looks into the journal in any case.
    /// </summary>
    protected virtual bool Begins(Command command) => false;

    /// <summary>
    /// While the journal cannot be read, those who wait are not to try one after the other, each as long as that takes: they ask again.
    /// </summary>
    private async Task LoadOrLeaveAsync()
    {
        try
        {
            await LoadAsync(CancellationToken.None);
        }
        catch
        {
            IsLost = true;
            Leaves?.Invoke("it could not be read");
            throw;
        }
    }

    /// <summary>Decides and commits a command; one call at a time.</summary>
    protected abstract ValueTask<CommandReply> ExecuteAsync(CommandCall call);

    /// <summary>Applies a message once; one call at a time.</summary>
    /// <exception cref="MessageNotApplicableException">It met a state it cannot be applied to.</exception>
    protected abstract ValueTask<AppliedReply> ApplyAsync(PendingMessage message, Command command);
}

/// <summary>A message met a state it cannot be applied to: a bug or foreign data. Its pair of books stops and people are told.</summary>
[GenerateSerializer]
public sealed class MessageNotApplicableException(string message) : Exception(message);

/// <summary>The aggregate has just left this silo's memory; its next activation answers when it is asked again.</summary>
[GenerateSerializer]
public sealed class AggregateGoneException(string id) : Exception($"{id} has left the memory of its silo; ask again.");
