using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Messages that entries sent, until an entry of their receiver has them as its cause.</summary>
internal sealed class MessageModel
{
    private readonly Dictionary<(string From, string To), List<ModelMessage>> _pairs = [];

    /// <summary>Sent and not applied, by key.</summary>
    public Dictionary<MessageKey, ModelMessage> Pending { get; } = [];

    /// <summary>Everything ever sent, by key.</summary>
    public Dictionary<MessageKey, ModelMessage> All { get; } = [];

    /// <summary>The message that the last entry applied, and what stood before it in its pair; null when it had no known cause.</summary>
    public (ModelMessage Message, bool IsFirstOfTarget, bool IsFirstOfPair)? LastApplied { get; private set; }

    public void Apply(NumberedEntry entry)
    {
        LastApplied = entry.Request.Cause is { } cause ? Remove(cause) : null;
        foreach (var sent in entry.Request.Messages)
        {
            var key = new MessageKey(entry.Request.Book, entry.Seq, sent.N);
            var message = new ModelMessage(key, sent);
            All.Add(key, message);
            Pending.Add(key, message);
            var pair = (key.Book, sent.To);
            if (!_pairs.TryGetValue(pair, out var queue))
            {
                _pairs.Add(pair, queue = []);
            }
            queue.Add(message);
        }
    }

    private (ModelMessage, bool, bool)? Remove(MessageKey cause)
    {
        if (!Pending.Remove(cause, out var message))
        {
            return null;
        }
        var queue = _pairs[(cause.Book, message.Sent.To)];
        var first = queue.Find(m => m.Sent.Target == message.Sent.Target);
        var applied = (message, first == message, queue[0] == message);
        queue.Remove(message);
        return applied;
    }
}

internal sealed record ModelMessage(MessageKey Key, OutgoingMessage Sent);
