using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>
/// A command on its way to its aggregate. Between silos it travels as its canonical bytes and is read again there; within a silo the record
/// that was read at the door goes along.
/// </summary>
[GenerateSerializer, Immutable]
public sealed class CommandCall
{
    [NonSerialized]
    private Envelope? _envelope;

    [Id(0)]
    private readonly string _id;

    [Id(1)]
    private readonly long _atMicroseconds;

    [Id(2)]
    private readonly string _actor;

    [Id(3)]
    private readonly string _do;

    [Id(4)]
    private readonly byte[] _body;

    [NonSerialized]
    private readonly string? _book;

    public CommandCall(Envelope envelope, string? book = null)
    {
        _envelope = envelope;
        _book = book;
        _id = envelope.Id;
        _atMicroseconds = envelope.At.UnixMicroseconds;
        _actor = envelope.Actor.Text;
        _do = envelope.Do;
        _body = envelope.Body;
    }

    public Envelope Envelope => _envelope ??= Read();

    /// <summary>The book to which its aggregate commits, as far as the sender knows; it is not sent along.</summary>
    public string? Book => _book;

    /// <summary>An internal command (deadlines) has its stored name as <c>do</c> and its JSON as body.</summary>
    public static CommandCall Internal(string id, BusinessTime at, Actor actor, Command command, string? book = null) =>
        new(new Envelope(id, at, actor, StoredTypes.NameOf(command), command, StoredTypes.Store(command).Utf8), book);

    private Envelope Read()
    {
        if (!StoredTypes.All.Contains(_do))
        {
            return CommandReader.Read(_body, _id, new(_atMicroseconds), atMayPrecede: true).Envelope
                ?? throw new InvalidDataException($"The command {_id} cannot be read again.");
        }
        if (!Actor.TryParse(_actor, out var actor))
        {
            throw new InvalidDataException($"'{_actor}' is not an actor.");
        }
        return new(_id, new(_atMicroseconds), actor, _do, (Command)StoredTypes.Read(_do, new(_body)), _body);
    }
}

/// <summary>What became of a command: the home entry, or why it was refused.</summary>
[GenerateSerializer, Immutable]
public sealed record CommandReply(
    [property: Id(0)] string Book,
    [property: Id(1)] long Seq,
    [property: Id(2)] long AtMicroseconds,
    [property: Id(3)] string Aggregate,
    [property: Id(4)] bool HasMessages,
    [property: Id(5)] Rejection? Rejection)
{
    public static CommandReply Refused(Rejection rejection) => new("", 0, 0, "", false, rejection);
}

/// <summary>A message at its target.</summary>
[GenerateSerializer, Immutable]
public sealed record Delivery([property: Id(0)] PendingMessage Message)
{
    /// <summary>The command that the message carries, read anew at each asking.</summary>
    public Command ReadCommand() => (Command)StoredTypes.Read(Message.Message.Type, Message.Message.Command);
}

/// <summary>Where a message was applied, and whether that sent messages in turn; true as well when it was applied before.</summary>
[GenerateSerializer, Immutable]
public sealed record AppliedReply([property: Id(0)] string Book, [property: Id(1)] long Seq, [property: Id(2)] bool HasMessages);

/// <summary>A commit on its way to its book.</summary>
[GenerateSerializer, Immutable]
public sealed record CommitCall([property: Id(0)] CommitRequest Request);

[GenerateSerializer, Immutable]
public sealed record CommitReply([property: Id(0)] CommitResult Result);
