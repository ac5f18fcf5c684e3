using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Ledger;

/// <summary>What happened, as it is stored. Stored names and fields are a contract: a change adds a version.</summary>
public abstract record DomainEvent;

/// <summary>
/// The answer of a decider: an event with all that its commit needs, or a rejection. Decide is pure; what only the book or the key table
/// can know travels along as data (<see cref="Guards"/>, <see cref="Grants"/>, <see cref="Claims"/>) and is checked when the entry is
/// numbered.
/// </summary>
public readonly record struct Decision
{
    public Rejection? Rejection { get; private init; }

    /// <summary>What happened; null when rejected.</summary>
    public DomainEvent? Event { get; private init; }

    /// <summary>Balanced postings of the event to the aggregate's book; empty for events that move no money.</summary>
    public IReadOnlyList<Posting> Postings { get => field ?? []; init; }

    /// <summary>Conditions the book checks in this order after the postings; the first that fails is the answer.</summary>
    public IReadOnlyList<Guard> Guards { get => field ?? []; init; }

    /// <summary>Postings made only when their account was never posted to.</summary>
    public IReadOnlyList<GrantOnce> Grants { get => field ?? []; init; }

    /// <summary>Network-wide keys that the command takes; also given with a rejection, since a taken key may outrank it.</summary>
    public IReadOnlyList<KeyClaim> Claims { get => field ?? []; init; }

    /// <summary>Network-wide keys that the command gives back.</summary>
    public IReadOnlyList<string> Frees { get => field ?? []; init; }

    /// <summary>Messages to other aggregates, delivered at least once and applied once, in order per pair of books and target.</summary>
    public IReadOnlyList<Message> Messages { get => field ?? []; init; }

    /// <summary>The obligation between two books that this entry makes or mirrors, for cycles; null for most events.</summary>
    public Obligation? Obligation { get; init; }

    /// <summary>Personal values that the event holds only as keyed hashes.</summary>
    public IReadOnlyList<PersonalValue> Personal { get => field ?? []; init; }

    public static Decision Accept(DomainEvent @event, IReadOnlyList<Posting>? postings = null) =>
        new() { Event = @event, Postings = postings ?? [] };

    public static Decision Reject(Rejection rejection, params IReadOnlyList<KeyClaim> claims) =>
        new() { Rejection = rejection, Claims = claims };
}

/// <summary>A condition that only the book can check, with the code that answers when it does not hold.</summary>
/// <param name="Code">The rejection code.</param>
/// <param name="Kind">How the limit is read.</param>
/// <param name="Account">The account; empty for all kinds but <see cref="GuardKind.NotOverdrawn"/>.</param>
/// <param name="LimitFen">The limit in fen; zero for kinds that need none.</param>
public sealed record Guard(RejectionCode Code, GuardKind Kind, string Account = "", long LimitFen = 0);

public enum GuardKind
{
    /// <summary>The guarded account stays on its side of zero after the entry.</summary>
    NotOverdrawn,

    /// <summary>assets:cash less payments in transit is not negative after the entry.</summary>
    CashCovers,

    /// <summary>The sum of all liabilities:due-to:* is at most the limit after the entry.</summary>
    DueToAtMost,

    /// <summary>equity:risk-compensation covers the sum of all assets:subrogation:* after the entry.</summary>
    CompensationCovers,
}

/// <summary>
/// Posted before the entry's own postings when <paramref name="Account"/> was never posted to in this book (a year's quota).
/// </summary>
public sealed record GrantOnce(string Account, IReadOnlyList<Posting> Postings);

/// <summary>A row of the network-wide key table. <paramref name="Code"/> answers when another holds it.</summary>
public sealed record KeyClaim(string Key, string Value, RejectionCode Code);

/// <summary>A command for another aggregate, sent by the journal with the commit.</summary>
/// <param name="ToBook">The book that the target's entries go to.</param>
/// <param name="Target">The aggregate id, such as <c>payout:O1</c>.</param>
/// <param name="Command">An internal command of the target's slice.</param>
/// <param name="AfterAll">Deliver only when every earlier message of this pair of books has been applied (cut-offs).</param>
public sealed record Message(string ToBook, string Target, Command Command, bool AfterAll = false);

/// <summary>
/// An obligation between two books, in the entry of the book where it arose (the originator, whose sequence decides its cycle) or in the
/// entry of the other book that a message of the originator caused (its mirror).
/// </summary>
/// <param name="Kind">What it arose from, and whether this is the mirror.</param>
/// <param name="Counterparty">The other book.</param>
/// <param name="Amount">Not negative.</param>
public sealed record Obligation(ObligationKind Kind, string Counterparty, Money Amount)
{
    /// <summary>The kind as it is stored and hashed.</summary>
    [JsonIgnore]
    public string KindName => Enum.GetName(Kind)!;
}

public enum ObligationKind
{
    /// <summary>
    /// At home, where it arose: this book owes the counterparty an approved claim (the host) or a release (the seller's market).
    /// </summary>
    Approval,

    /// <summary>
    /// At home, where it arose: the counterparty owes this book a claw-back (the host) or a refund (the seller's market).
    /// </summary>
    ClawBack,

    /// <summary>At the host or the seller's market: the counterparty (home) owes this book; mirrors <see cref="Approval"/>.</summary>
    ApprovalMirror,

    /// <summary>At the host or the seller's market: this book owes the counterparty (home); mirrors <see cref="ClawBack"/>.</summary>
    ClawBackMirror,
}

/// <summary>A value that can be erased: the journal holds only <paramref name="Hash"/>.</summary>
public sealed record PersonalValue(string Hash, string Kind, string Value);
