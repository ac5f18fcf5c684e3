namespace YrdClearing.Domain.Payouts;

/// <param name="PayingBook">
/// The book that pays or will pay: for an order as its key says, for a milestone its contract's seller's market's; null when there is no
/// such order or milestone. Messages do not need it.
/// </param>
public sealed record PayoutFacts(string? PayingBook);
