using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>What happened to a cycle. Each event carries the status it led to, so that a reader needs no rule.</summary>
public abstract record CycleEvent(string Cycle, CycleStatus Status) : DomainEvent;

/// <summary>The cycle began; <paramref name="Books"/> were told to end their parts.</summary>
[Stored("cycle.cut-off.1")]
public sealed record CycleCutOff(string Cycle, CycleStatus Status, SettlementNetwork Network, NettingMode Mode, IReadOnlyList<string> Books)
    : CycleEvent(Cycle, Status);

/// <summary><paramref name="Book"/> said what arose in it.</summary>
[Stored("cycle.obligations-reported.1")]
public sealed record ObligationsReported(string Cycle, CycleStatus Status, string Book, IReadOnlyList<StatedObligation> Obligations)
    : CycleEvent(Cycle, Status);

/// <summary><paramref name="Book"/> said what it mirrors of <paramref name="Originator"/>.</summary>
[Stored("cycle.mirror-reported.1")]
public sealed record MirrorReported(string Cycle, CycleStatus Status, string Originator, string Book, Money Approvals, Money ClawBacks)
    : CycleEvent(Cycle, Status);

/// <summary>The cycle was netted. Pairs name books; positions are receivable less payable.</summary>
[Stored("cycle.calculated.1")]
public sealed record CycleCalculated(
    string Cycle,
    CycleStatus Status,
    MoneySum Gross,
    MoneySum Net,
    IReadOnlyList<PairAmount> Obligations,
    IReadOnlyList<Position> Positions,
    IReadOnlyList<PairAmount> Instructions) : CycleEvent(Cycle, Status);

/// <summary>The participant <paramref name="Book"/> agreed.</summary>
[Stored("cycle.confirmed.1")]
public sealed record CycleConfirmed(string Cycle, CycleStatus Status, string Book) : CycleEvent(Cycle, Status);

/// <summary>The books were told to settle, and the instructions went out.</summary>
[Stored("cycle.instructed.1")]
public sealed record CycleInstructed(string Cycle, CycleStatus Status) : CycleEvent(Cycle, Status);

/// <summary>The bank paid the instruction between two books.</summary>
[Stored("cycle.paid.1")]
public sealed record CyclePaid(string Cycle, CycleStatus Status, string From, string To, Money Amount) : CycleEvent(Cycle, Status);

/// <summary>The bank did not pay the instruction between two books; it stays due.</summary>
[Stored("cycle.payment-failed.1")]
public sealed record CyclePaymentFailed(string Cycle, CycleStatus Status, string From, string To, Money Amount, string Reason)
    : CycleEvent(Cycle, Status);

/// <summary>The cycle ended; it never changes again.</summary>
[Stored("cycle.closed.1")]
public sealed record CycleClosed(string Cycle, CycleStatus Status) : CycleEvent(Cycle, Status);
