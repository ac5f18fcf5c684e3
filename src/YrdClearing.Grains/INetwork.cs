using YrdClearing.Grains.Aggregates;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// How aggregates, books and the dispatcher reach one another: Orleans' grains in a silo (<see cref="GrainNetwork"/>), or a simulated
/// network with its own faults. An exception always means an unknown outcome.
/// </summary>
public interface INetwork
{
    /// <summary>Sends a command to its aggregate.</summary>
    ValueTask<CommandReply> ExecuteAsync(string aggregate, CommandCall call);

    /// <summary>Hands a message to its target; applied once, however often it comes.</summary>
    ValueTask<AppliedReply> ApplyAsync(string aggregate, Delivery delivery);

    /// <summary>Hands a commit to its book.</summary>
    /// <param name="request">The commit.</param>
    /// <param name="host">
    /// The book with which the aggregate lives: this one writes it or has failed. Its grain, were it asked while the book goes, would wait for
    /// the very call that is on its way.
    /// </param>
    Task<CommitResult> CommitAsync(CommitRequest request, RunningBook? host = null);

    /// <summary>Completes when the messages of this entry, and what they caused, are applied.</summary>
    /// <exception cref="TimeoutException">They are still on their way; ask again.</exception>
    Task WhenAppliedAsync(string book, long seq);

    /// <summary>Waits for a book's pending messages; returns how many were applied, none when one of them is stopped.</summary>
    Task<int> FlushAsync(string book, string? toBook);

    /// <summary>Asks an aggregate what it has committed, as it knows it: see <see cref="Facts"/>.</summary>
    ValueTask<Standing<TState>> StandingAsync<TState>(string aggregate)
        where TState : class;
}

/// <summary>What is asked of the network in the same words everywhere.</summary>
internal static class Asking
{
    /// <summary>
    /// Completes when the messages of an entry, and what they caused, are applied. A run over a whole book may take longer than a call:
    /// then the question is asked again, as long as the caller cares.
    /// </summary>
    public static async Task UntilAppliedAsync(
        this INetwork network, string book, long seq, TimeProvider clock, CancellationToken cancellation)
    {
        // A book that is just writing the entry says at once that it does not know yet: it is not asked without a pause.
        for (var outage = new Outage(clock, TimeSpan.MaxValue); ; await outage.WaitAsync())
        {
            try
            {
                await network.WhenAppliedAsync(book, seq);
                return;
            }
            catch (TimeoutException)
            {
                // Still on its way.
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
