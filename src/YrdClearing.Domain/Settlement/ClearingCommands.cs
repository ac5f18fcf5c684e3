using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>
/// A command to one book's clearing, aggregate <c>clearing:BOOK</c> of that book. All of them travel as messages; none is refused.
/// </summary>
/// <param name="Cycle">The cycle it belongs to.</param>
/// <param name="Book">The full name of the book it is addressed to.</param>
public abstract record ClearingCommand(string Cycle, string Book) : Command;

/// <summary>Ends this book's part of the cycle: the number of the entry it makes is the bound.</summary>
[Stored("clearing.cut-off-book.1")]
public sealed record CutOffBook(string Cycle, string Book) : ClearingCommand(Cycle, Book);

/// <summary>From the book's own cut-off entry: sums what arose in the book between its last two cut-off entries.</summary>
[Stored("clearing.state-obligations.1")]
public sealed record StateObligations(string Cycle, string Book) : ClearingCommand(Cycle, Book);

/// <summary>
/// Asks the counterparty for its mirror of what arose in <paramref name="Originator"/> with FromSeq &lt; sequence &lt; ToSeq.
/// </summary>
[Stored("clearing.confirm-mirror.1")]
public sealed record ConfirmMirror(string Cycle, string Book, string Originator, long FromSeq, long ToSeq, Money Approvals, Money ClawBacks)
    : ClearingCommand(Cycle, Book);

/// <summary>Takes the cycle's obligations off this book and puts its payments in their place.</summary>
/// <param name="Cycle">The cycle.</param>
/// <param name="Book">This book.</param>
/// <param name="Lines">What the cycle took, per counterparty.</param>
/// <param name="Out">Sum of the instructions this book has to pay.</param>
/// <param name="In">Sum of the instructions this book receives.</param>
/// <param name="Spent">Sum of the approvals that arose in this book: budget:approved → budget:spent.</param>
[Stored("clearing.settle-book.1")]
public sealed record SettleBook(string Cycle, string Book, IReadOnlyList<SettledLine> Lines, Money Out, Money In, Money Spent)
    : ClearingCommand(Cycle, Book);

/// <summary>One instruction was paid: <paramref name="Out"/> by this book or <paramref name="In"/> to it; the other one is zero.</summary>
[Stored("clearing.pay-book.1")]
public sealed record PayBook(string Cycle, string Book, string Counterparty, Money Out, Money In) : ClearingCommand(Cycle, Book);

/// <summary>What a cycle took between a book and its counterparty.</summary>
/// <param name="Counterparty">The other book.</param>
/// <param name="Payable">What the book owed the counterparty.</param>
/// <param name="Receivable">What the counterparty owed the book.</param>
public sealed record SettledLine(string Counterparty, Money Payable, Money Receivable);

/// <summary>
/// What arose in one book against <paramref name="Counterparty"/>, not negative: approvals (the book owes the counterparty) and claw-backs
/// (the counterparty owes the book).
/// </summary>
public sealed record StatedObligation(string Counterparty, Money Approvals, Money ClawBacks);
