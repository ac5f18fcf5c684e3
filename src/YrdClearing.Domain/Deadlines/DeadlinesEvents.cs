using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Deadlines;

public abstract record DeadlinesEvent : DomainEvent;

/// <summary>The network's run began; each opened fund's and market's book gets its part by a message.</summary>
[Stored("deadlines.run-started.1")]
public sealed record DeadlinesRun(BusinessTime At) : DeadlinesEvent;

/// <summary>One fund's part is done.</summary>
/// <param name="Book">The book.</param>
/// <param name="At">Business time of the run.</param>
/// <param name="Vouchers">Vouchers whose rest was returned.</param>
/// <param name="Orders">Orders that lapsed.</param>
[Stored("deadlines.book-run.1")]
public sealed record BookDeadlinesRun(string Book, BusinessTime At, int Vouchers, int Orders) : DeadlinesEvent;

/// <summary>One market's part is done.</summary>
/// <param name="Book">The book.</param>
/// <param name="At">Business time of the run.</param>
/// <param name="Milestones">Milestones that were deemed accepted.</param>
[Stored("deadlines.market-run.1")]
public sealed record MarketDeadlinesRun(string Book, BusinessTime At, int Milestones) : DeadlinesEvent;
