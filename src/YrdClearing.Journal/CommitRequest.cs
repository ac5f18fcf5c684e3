using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Journal;

/// <summary>Everything one entry needs to be checked, numbered and written: all or nothing.</summary>
public sealed record CommitRequest
{
    public required string Book { get; init; }

    /// <summary>The aggregate that changed, such as <c>voucher:V1</c>.</summary>
    public required string Aggregate { get; init; }

    public required BusinessTime At { get; init; }

    /// <summary>The actor as given (<c>fund:310000/li</c>).</summary>
    public required string Actor { get; init; }

    /// <summary>The client's command id; null for an entry that a message causes.</summary>
    public string? CommandId { get; init; }

    /// <summary>SHA-256 of the command's canonical body; null where <see cref="CommandId"/> is.</summary>
    public byte[]? BodyHash { get; init; }

    /// <summary>The message that causes this entry; null for a command.</summary>
    public MessageKey? Cause { get; init; }

    /// <summary>Stored name of the event.</summary>
    public required string Event { get; init; }

    /// <summary>The event as JSON.</summary>
    public required StoredJson Data { get; init; }

    public IReadOnlyList<Posting> Postings { get; init; } = [];
    public IReadOnlyList<GrantOnce> Grants { get; init; } = [];
    public IReadOnlyList<Guard> Guards { get; init; } = [];
    public IReadOnlyList<KeyClaim> Claims { get; init; } = [];
    public IReadOnlyList<string> Frees { get; init; } = [];
    public IReadOnlyList<OutgoingMessage> Messages { get; init; } = [];
    public Obligation? Obligation { get; init; }
    public IReadOnlyList<PersonalValue> Personal { get; init; } = [];
    public IReadOnlyList<RowWrite> Rows { get; init; } = [];

    /// <summary>
    /// Rows of other aggregates that the decision rests on: the commit is stale unless each still has its version. A row
    /// may be named twice.
    /// </summary>
    public IReadOnlyList<RowVersion> Facts { get; init; } = [];

    /// <summary>The row of the key table that makes a command be applied once.</summary>
    public static string CommandKey(string commandId) => "cmd/" + commandId;
}

/// <summary>A state row and the version it replaces (0: it must not exist yet). The row is written with version + 1.</summary>
public sealed record RowWrite(StateRow Row, long ExpectedVersion);

/// <summary>A state row as it was read; version 0: there was none.</summary>
public readonly record struct RowVersion(string Id, long Version);

/// <summary>
/// Identifies a message in the whole network: the sender's book, its sequence and the position within that entry (from 0).
/// </summary>
public sealed record MessageKey(string Book, long Seq, int N)
{
    /// <summary>The row of the key table that makes a message be applied once.</summary>
    public string Key => $"msg/{Book}/{Seq}/{N}";
}

/// <summary>A message as it is stored in its entry.</summary>
/// <param name="N">Position within the entry, from 0.</param>
/// <param name="To">The receiver's book.</param>
/// <param name="Target">The receiving aggregate.</param>
/// <param name="Type">Stored name of the internal command.</param>
/// <param name="Command">The internal command as JSON.</param>
/// <param name="AfterAll">Deliver only when every earlier message of this pair of books has been applied.</param>
public sealed record OutgoingMessage(int N, string To, string Target, string Type, StoredJson Command, bool AfterAll = false);

/// <summary>A message on its way, with what its receiver needs to know of its cause.</summary>
public sealed record PendingMessage(MessageKey Key, string Actor, BusinessTime At, OutgoingMessage Message);

public enum CommitStatus
{
    /// <summary>Durable under <see cref="CommitResult.Seq"/>.</summary>
    Written,

    /// <summary>A guard or a key said no; nothing changed. See <see cref="CommitResult.Rejection"/>.</summary>
    Rejected,

    /// <summary>The command id (or the message) is already in the journal; nothing changed. Look the receipt up.</summary>
    Duplicate,

    /// <summary>A state row, its own or a fact's, has another version than expected: reload both and decide again.</summary>
    Stale,
}

/// <summary>What became of a commit. An exception instead of a result means: unknown; the command id answers the retry.</summary>
public readonly record struct CommitResult(CommitStatus Status, long Seq = 0, Rejection? Rejection = null);
