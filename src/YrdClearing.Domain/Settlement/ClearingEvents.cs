using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>What happened in one book's clearing.</summary>
public abstract record ClearingEvent(string Cycle, string Book) : DomainEvent;

/// <summary>The number of this entry ends the book's part of the cycle.</summary>
[Stored("clearing.book-cut-off.1")]
public sealed record BookCutOff(string Cycle, string Book) : ClearingEvent(Cycle, Book);

/// <summary>What arose in the book with FromSeq &lt; sequence &lt; ToSeq; both bounds are cut-off entries (0: the beginning).</summary>
[Stored("clearing.obligations-stated.1")]
public sealed record ObligationsStated(string Cycle, string Book, long FromSeq, long ToSeq, IReadOnlyList<StatedObligation> Obligations)
    : ClearingEvent(Cycle, Book);

/// <summary>
/// What the book mirrors of the originator's entries with FromSeq &lt; sequence &lt; ToSeq, beside what the originator stated.
/// </summary>
[Stored("clearing.mirror-confirmed.1")]
public sealed record MirrorConfirmed(
    string Cycle,
    string Book,
    string Originator,
    long FromSeq,
    long ToSeq,
    Money Approvals,
    Money ClawBacks,
    Money StatedApprovals,
    Money StatedClawBacks) : ClearingEvent(Cycle, Book);

/// <summary>The cycle's obligations left the book's due-to and due-from; its payments took their place.</summary>
[Stored("clearing.book-settled.1")]
public sealed record BookSettled(string Cycle, string Book, IReadOnlyList<SettledLine> Lines, Money Out, Money In, Money Spent)
    : ClearingEvent(Cycle, Book);

/// <summary>One of the book's payments was made.</summary>
[Stored("clearing.book-paid.1")]
public sealed record BookPaid(string Cycle, string Book, string Counterparty, Money Out, Money In) : ClearingEvent(Cycle, Book);
