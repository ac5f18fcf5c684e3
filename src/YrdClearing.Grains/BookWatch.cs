using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// Keeps every book awake, so that its messages go on though nobody asks it anything: when a silo dies, its books wake up on another one.
/// Each silo does it for all books; to wake one that is awake costs a call.
/// </summary>
internal sealed partial class BookWatch(
    IGrainFactory grains, ClearingServices services, IClusterMembershipService membership, ILogger<BookWatch> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The longest that a book sleeps which nobody noticed to have stopped (its write failed, say).</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    private Task _running = Task.CompletedTask;

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
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        while (await ticks.WaitForNextTickAsync(_stop.Token))
        {
            _wanted.Writer.TryWrite(true);
        }
    }

    private async Task WakeAsync()
    {
        await foreach (var _ in _wanted.Reader.ReadAllAsync(_stop.Token))
        {
            try
            {
                var books = await services.Store.BooksAsync(_stop.Token);
                await Task.WhenAll(books.Select(book => grains.GetGrain<IBookGrain>(book).Stopped()));
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                // The database or a silo is away: the next round finds out.
                LogFailed(log, e);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Not every book could be woken; trying again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
