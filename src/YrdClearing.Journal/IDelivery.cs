namespace YrdClearing.Journal;

/// <summary>How an outbox reaches the receivers of its messages.</summary>
public interface IDelivery
{
    /// <summary>Hands a message to its receiver.</summary>
    /// <param name="message">It is applied once, however often it is handed over.</param>
    /// <param name="follow">False when nobody can wait for what it causes just now.</param>
    /// <param name="cancellation">Ends the following.</param>
    /// <returns>The outer task completes when the message is applied; the inner one when all that it caused is applied as well, null when
    /// that is not followed.</returns>
    Task<Task?> DeliverAsync(PendingMessage message, bool follow, CancellationToken cancellation);

    /// <summary>Completes when all that an entry caused is applied, in whatever book.</summary>
    Task UntilAppliedAsync(EntryPlace entry, CancellationToken cancellation);

    /// <summary>
    /// True for a message whose receiver goes through a whole book before it answers: such ones are not waited for by a flush, and leave
    /// room for others.
    /// </summary>
    bool IsRun(PendingMessage message);
}

/// <summary>Where an entry stands.</summary>
/// <param name="Book">Its book.</param>
/// <param name="Seq">Its number there, from 1.</param>
public readonly record struct EntryPlace(string Book, long Seq);
