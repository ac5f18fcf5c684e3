namespace YrdClearing.Domain.Deadlines;

/// <param name="Books">Full names of all opened books, sorted; read for the network's run.</param>
/// <param name="Vouchers">For a fund's part: vouchers whose rest was returned.</param>
/// <param name="Orders">For a fund's part: orders that lapsed.</param>
/// <param name="Milestones">For a market's part: milestones that were deemed accepted.</param>
public sealed record DeadlinesFacts(IReadOnlyList<string> Books, int Vouchers, int Orders, int Milestones);
