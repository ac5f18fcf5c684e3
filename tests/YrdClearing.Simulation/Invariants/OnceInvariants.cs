using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>A command id has at most one entry in the network, a message at most one, and that in the book and aggregate it was sent to.</summary>
internal sealed class ExactlyOnce(Observer observer) : Invariant("exactly once per command id and message", observer)
{
    private readonly Dictionary<string, string> _commands = new(StringComparer.Ordinal);
    private readonly HashSet<MessageKey> _messages = [];

    public override void TakeOver(NumberedEntry entry, JsonElement data) => Written(entry, data);

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var request = entry.Request;
        var place = $"{request.Book}/{entry.Seq}";
        if (request.CommandId is { } id && !_commands.TryAdd(id, place))
        {
            Fail($"command {id} was applied at {_commands[id]} and at {place}");
        }
        if (request.Cause is not { } cause)
        {
            return;
        }
        if (!_messages.Add(cause))
        {
            Fail($"message {cause.Key} was applied twice, now at {place}");
        }
        else if (Model.Messages.LastApplied?.Message.Sent is not { } sent || sent.To != request.Book || sent.Target != request.Aggregate)
        {
            Fail($"{place} of {request.Aggregate} was caused by {cause.Key}, which was never sent there");
        }
    }
}

/// <summary>Messages to one aggregate are applied in the order they were sent; one that waits for all waits for all of its pair.</summary>
internal sealed class OutboxOrder(Observer observer) : Invariant("outbox order per target", observer)
{
    public override void Written(NumberedEntry entry, JsonElement data)
    {
        if (Model.Messages.LastApplied is { } applied)
        {
            var (message, isFirstOfTarget, isFirstOfPair) = applied;
            Require(isFirstOfTarget, $"{message.Key.Key} overtook an earlier message to {message.Sent.Target}");
            Require(isFirstOfPair || !message.Sent.AfterAll, $"{message.Key.Key} did not wait for the earlier messages to {message.Sent.To}");
        }
    }
}

/// <summary>Whoever waited for an entry's messages was told no sooner than all of them were applied.</summary>
internal sealed class AppliedIsApplied(Observer observer) : Invariant("applied means applied", observer)
{
    public void Applied(Grains.Receipt receipt) => RequireOver(receipt.Id, receipt.Book, receipt.Seq);

    private void RequireOver(string command, string book, long seq)
    {
        foreach (var sent in Observer.Disk.Entries(book)[(int)seq - 1].Request.Messages)
        {
            var key = new MessageKey(book, seq, sent.N);
            if (Observer.Disk.Keys.TryGetValue(key.Key, out var caused) && !Model.Messages.Pending.ContainsKey(key))
            {
                RequireOver(command, caused.Book, caused.Seq);
            }
            else
            {
                Fail($"command {command} is over, but {key.Key} is not applied");
            }
        }
    }
}

/// <summary>A head says of no message that is still pending that it is applied: whoever opens the book next would not send it.</summary>
internal sealed class DeliveredIsApplied(Observer observer) : Invariant("delivered means applied", observer)
{
    private readonly Dictionary<string, long> _delivered = new(StringComparer.Ordinal);

    public override void AfterStep()
    {
        foreach (var (book, head) in Observer.Disk.Heads)
        {
            if (head.Delivered == _delivered.GetValueOrDefault(book))
            {
                continue;
            }
            Require(head.Delivered > _delivered.GetValueOrDefault(book), $"{book} counted as delivered up to {_delivered[book]} before");
            _delivered[book] = head.Delivered;
            var skipped = Model.Messages.Pending.Keys.FirstOrDefault(m => m.Book == book && m.Seq <= head.Delivered);
            Require(skipped is null, $"{book} counts as delivered up to {head.Delivered}, but {skipped?.Key} is not applied");
        }
    }
}

/// <summary>When the faults are over, every message is applied, once, and nothing waits.</summary>
internal sealed class EverythingDrains(Observer observer) : Invariant("everything drains", observer)
{
    public override void AtEnd()
    {
        var left = Model.Messages.Pending.Values.FirstOrDefault();
        Require(left is null, $"{Model.Messages.Pending.Count} messages were never applied, such as {left?.Key.Key} ({left?.Sent.Type})");
        Require(Observer.Commands.Unanswered is null, $"command {Observer.Commands.Unanswered} was never answered");
    }
}
