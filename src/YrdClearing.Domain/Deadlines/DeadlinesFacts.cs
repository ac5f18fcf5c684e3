namespace YrdClearing.Domain.Deadlines;

/// <param name="Funds">Region codes of all opened funds, sorted; read for the network's run.</param>
/// <param name="Vouchers">For a book's part: vouchers whose rest was returned.</param>
/// <param name="Orders">For a book's part: orders that lapsed.</param>
public sealed record DeadlinesFacts(IReadOnlyList<string> Funds, int Vouchers, int Orders);
