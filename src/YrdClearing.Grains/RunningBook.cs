using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A book that is open in this process: its single writer and the outbox that delivers its messages. Commits and waits may come from any
/// thread; the rest is used on the scheduler it was opened on (a grain's). Any failed write ends it; it is then claimed anew and read from
/// the journal.
/// </summary>
public sealed class RunningBook : IDisposable
{
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan QuietPoll = TimeSpan.FromMilliseconds(5);

    private readonly Book _book;
    private readonly Outbox _outbox;
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;

    private readonly ClearingServices _services;
    private readonly INetwork _network;

    private RunningBook(Book book, Outbox outbox, ClearingServices services, INetwork network)
    {
        _book = book;
        _outbox = outbox;
        _services = services;
        _network = network;
    }

    public string Name => _book.Name;

    /// <summary>Why the book takes no more work; null while it does.</summary>
    public Exception? Failure => _book.Failure;

    /// <inheritdoc cref="Book.Queued"/>
    public int Queued => _book.Queued;

    /// <inheritdoc cref="Outbox.Pending"/>
    public int Pending => _outbox.Pending;

    /// <inheritdoc cref="Outbox.Lag"/>
    public TimeSpan Lag => _outbox.Lag;

    /// <summary>Messages that could not be applied.</summary>
    public IReadOnlyList<StoppedTarget> Stopped => _outbox.Stopped;

    /// <summary>Claims the book, fencing off any earlier writer, and goes on delivering what is pending.</summary>
    public static async Task<RunningBook> OpenAsync(
        string name, ClearingServices services, INetwork network, ILogger log, CancellationToken cancellation)
    {
        var outbox = new Outbox(
            name, services.Store, new Delivery(services, network), services.Clock, log, services.OutboxWindow);
        var book = await Book.OpenAsync(name, services.Store, services.Committer, services.Clock, cancellation);
        book.Written = outbox.Enqueue;
        book.Delivered = () => outbox.Cursor;
        outbox.Start(book.Head);
        var running = new RunningBook(book, outbox, services, network);
        book.Failed = running.OnFailed;
        return running;
    }

    /// <summary>Told once, when the book takes no more work and before those who wait for it are.</summary>
    public Action? Failed { get; set; }

    /// <summary>How the book goes from here; see <see cref="LeaveAsync"/>.</summary>
    public Func<Task>? Leaves { get; set; }

    /// <summary>
    /// This book goes, not whichever of two activations a call would reach while a silo joins; whoever asks for it next opens it anew,
    /// where <see cref="BookPlaces"/> has it.
    /// </summary>
    public Task LeaveAsync() => HereAsync(() => Leaves?.Invoke() ?? Task.CompletedTask);

    /// <summary>A payout that lives with this book, not loaded yet.</summary>
    internal PayoutAggregate NewPayout(string id) => new(id, _services, _network) { Host = this };

    /// <inheritdoc cref="Book.CommitAsync"/>
    public Task<CommitResult> CommitAsync(CommitRequest request) => _book.CommitAsync(request);

    /// <summary>
    /// As <see cref="INetwork.WhenAppliedAsync"/>, but whoever waits longer than 20 seconds has to ask again: those who have gone are forgotten
    /// so.
    /// </summary>
    /// <exception cref="TimeoutException">Ask again.</exception>
    public Task WhenAppliedSoonAsync(long seq) => WhenAppliedAsync(seq, LongestWait);

    /// <summary>The same with another patience.</summary>
    public Task WhenAppliedAsync(long seq, TimeSpan patience) => HereAsync(() => WhenAppliedHereAsync(seq, patience));

    /// <summary>As <see cref="INetwork.FlushAsync"/>, but whoever loses patience has to ask again.</summary>
    /// <exception cref="TimeoutException">Ask again.</exception>
    public async Task<int> FlushAsync(string? toBook, TimeSpan patience)
    {
        try
        {
            return await _outbox.FlushAsync(toBook).WaitAsync(patience, _services.Clock);
        }
        catch (OutboxStoppedException)
        {
            // The outbox has logged it and lists it; whoever waits goes on with what the state says.
            return 0;
        }
    }

    /// <summary>Completes when no commit waits or is being written any more, or whoever asks loses patience.</summary>
    public async Task UntilQuietAsync(CancellationToken cancellation)
    {
        while (_book.IsBusy && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(QuietPoll, _services.Clock, CancellationToken.None);
        }
    }

    /// <summary>
    /// Delivers nothing more, and those who wait for messages are told to ask again: they would keep the book's grain from going. What is
    /// handed in is still written.
    /// </summary>
    public Task StopDeliveringAsync() => HereAsync(() =>
    {
        Dispose();
        return Task.CompletedTask;
    });

    public void Dispose() => _outbox.Dispose();

    private Task HereAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    private async Task WhenAppliedHereAsync(long seq, TimeSpan patience)
    {
        if (!_book.Knows(seq))
        {
            throw new TimeoutException($"Entry {seq} of {Name} is not known here; ask again.");
        }
        await _outbox.WhenAppliedAsync(seq).WaitAsync(patience, _services.Clock);
    }

    private void OnFailed()
    {
        // Those who wait for messages would keep a failed book from going.
        _outbox.Dispose();
        Failed?.Invoke();
    }

    /// <summary>Messages are taken to their targets beside the book's scheduler, where every await would cost a task of its own.</summary>
    private sealed class Delivery(ClearingServices services, INetwork network) : IDelivery
    {
        public Task<Task?> DeliverAsync(PendingMessage message, bool follow, CancellationToken cancellation) => Task.Factory.StartNew(
            () => DeliverHereAsync(message, follow, cancellation), CancellationToken.None, TaskCreationOptions.DenyChildAttach,
            services.Deliveries).Unwrap();

        public Task UntilAppliedAsync(EntryPlace entry, CancellationToken cancellation) =>
            network.UntilAppliedAsync(entry.Book, entry.Seq, services.Clock, cancellation);

        public bool IsRun(PendingMessage message) => DeadlinesState.IsIdOf(message.Message.Target);

        /// <exception cref="TimeoutException">Its silo is away, which says nothing against the message.</exception>
        private async Task<AppliedReply> ApplyAsync(PendingMessage message)
        {
            try
            {
                return await network.ApplyAsync(message.Message.Target, new(message));
            }
            catch (Exception e) when (e is OrleansException or AggregateGoneException)
            {
                throw new TimeoutException($"{message.Message.Target} could not be reached.", e);
            }
        }

        private async Task<Task?> DeliverHereAsync(PendingMessage message, bool follow, CancellationToken cancellation)
        {
            var applied = await ApplyAsync(message);
            return !applied.HasMessages ? Task.CompletedTask : follow ? UntilAppliedAsync(new(applied.Book, applied.Seq), cancellation) : null;
        }
    }
}
