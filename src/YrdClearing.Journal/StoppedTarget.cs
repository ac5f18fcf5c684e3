namespace YrdClearing.Journal;

/// <summary>A target to which nothing is delivered until a flush or a restart.</summary>
/// <param name="To">The receiver's book.</param>
/// <param name="Target">The receiving aggregate.</param>
/// <param name="Message">The message that failed.</param>
/// <param name="Attempts">How often it failed.</param>
/// <param name="Error">Why it failed the last time.</param>
public sealed record StoppedTarget(string To, string Target, MessageKey Message, int Attempts, Exception Error);

/// <summary>A message that a flush waited for failed too often.</summary>
public sealed class OutboxStoppedException(PendingMessage message, Exception cause)
    : Exception($"Message {message.Key.Key} to {message.Message.Target} in {message.Message.To} failed: {cause.Message}", cause)
{
    public PendingMessage Undelivered => message;
}
