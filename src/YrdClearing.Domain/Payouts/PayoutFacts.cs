using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Payouts;

/// <param name="Order">The value of the key <c>order/ID</c>; null when there is no such order. Messages do not need it.</param>
public sealed record PayoutFacts(OrderKey? Order);
