using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// Keeps every book awake, so that its messages go on though nobody asks it anything: when a silo dies, its books wake up on another one.
/// Each silo does it for all books; to wake one that is awake costs a call. When the members have stayed the same for a while, it sends
/// those of its own books away that belong elsewhere.
/// </summary>
internal sealed partial class BookWatch(
    IGrainFactory grains, ClearingServices services, IClusterMembershipService membership, ILocalSiloDetails self, LocalGrains local,
    BookPlaces places, ClockCheck clock, ILogger<BookWatch> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The longest that a book sleeps which nobody noticed to have stopped (its write failed, say).</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>How long the members stay the same before books move: a restart of all silos, one after the other, moves none twice.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(20);

    /// <summary>A book that came back so often is left where it is until the members change.</summary>
    private const int MaxSent = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    private Task _running = Task.CompletedTask;
    private SiloAddress[] _members = [];
    private long _membersSince;

    // How often each was sent away since then.
    private readonly Dictionary<string, int> _sentAway = new(StringComparer.Ordinal);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BookWatch), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellation)
    {
        _running = Task.WhenAll(
            Task.Run(FollowMembersAsync, cancellation), Task.Run(FollowTimeAsync, cancellation), Task.Run(WakeAsync, cancellation));
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        // Before Orleans sends the grains away: it lets none go while a question is under way, and those who wait for messages do so for long.
        await Task.WhenAll(local.Books.Select(book => book.StopDeliveringAsync()))
            .WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _running.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowMembersAsync()
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(_stop.Token))
        {
            _wanted.Writer.TryWrite(true);
        }
    }

    private async Task FollowTimeAsync()
    {
        using var ticks = new PeriodicTimer(Period, services.Clock);
        var idleFor = TimeSpan.Zero;
        while (await ticks.WaitForNextTickAsync(_stop.Token))
        {
            _wanted.Writer.TryWrite(true);
            idleFor += Period;
            if (idleFor >= SiloSetup.IdleAggregateAge)
            {
                local.LetIdleGo();
                idleFor = TimeSpan.Zero;
            }
        }
    }

    private async Task WakeAsync()
    {
        await foreach (var _ in _wanted.Reader.ReadAllAsync(_stop.Token))
        {
            try
            {
                await clock.MeasureAsync(_stop.Token);
                var books = await services.Store.BooksAsync(_stop.Token);
                var seen = membership.CurrentSnapshot;
                var isAlone = FollowMembers(seen);
                places.Deal(books, _members, isAlone);
                await Task.WhenAll(books.Select(TryWakeAsync));
                await SendAwayAsync(seen);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // The database or a silo is away: the next round finds out.
                LogFailed(log, e);
            }
        }
    }

    /// <summary>A book that cannot be opened holds up no other.</summary>
    private async Task TryWakeAsync(string book)
    {
        try
        {
            await AwakenAsync(book);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogAsleep(log, e, book);
        }
    }

    private Task AwakenAsync(string book) => grains.GetGrain<IBookGrain>(book).Stopped().WaitAsync(_stop.Token);

    /// <summary>Takes over who may have books; true when there is no other silo at all.</summary>
    private bool FollowMembers(ClusterMembershipSnapshot snapshot)
    {
        var active = snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).ToList();
        var hosts = active.Where(m => !m.Name.StartsWith(BookPlaces.GuestPrefix, StringComparison.Ordinal)).ToList();
        SiloAddress[] members = [.. (hosts.Count > 0 ? hosts : active).Select(m => m.SiloAddress).Order()];
        if (!members.SequenceEqual(_members))
        {
            _members = members;
            _membersSince = services.Clock.GetTimestamp();
            _sentAway.Clear();
        }
        return active.Count <= 1;
    }

    private async Task SendAwayAsync(ClusterMembershipSnapshot seen)
    {
        if (services.Clock.GetElapsedTime(_membersSince) < Settled)
        {
            return;
        }
        // One after the other: the network waits for one book at a time.
        foreach (var book in local.Books.Where(b => places.Of(b.Name) is { } place && !place.Equals(self.SiloAddress)).ToList())
        {
            if (_stop.IsCancellationRequested || membership.CurrentSnapshot.Version != seen.Version)
            {
                // Who stops hands everything over at once; and where books belong is to be dealt anew before any other moves.
                return;
            }
            var sent = _sentAway.GetValueOrDefault(book.Name);
            if (sent == MaxSent)
            {
                continue;
            }
            _sentAway[book.Name] = sent + 1;
            await book.LeaveAsync();
            await AwakenAsync(book.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The books could not be looked after; trying again")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The book {Book} could not be woken; trying again")]
    private static partial void LogAsleep(ILogger log, Exception exception, string book);
}
