using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Tests.Replay;

/// <summary>What must hold between what vouchers and payouts remember and what the books say, at any moment.</summary>
internal static class MoneyChecks
{
    public static void Assert(PaperNetwork network)
    {
        var vouchers = network.Vouchers.Select(v => network.Voucher(v)!).ToList();
        foreach (var (name, book) in network.Ledgers)
        {
            book.Balances.Values.Sum().ShouldBe(0, name);
            book.Balances.Where(b => b.Key.StartsWith("budget:", StringComparison.Ordinal)).Sum(b => b.Value).ShouldBe(0, name);
            book.Balances.Where(b => b.Key.StartsWith("quota:", StringComparison.Ordinal)).Sum(b => b.Value).ShouldBe(0, name);
            var home = vouchers.Where(v => v.HomeBook == name).ToList();
            SumOf(home, v => v.Standing.Available).ShouldBe(-book.Of(Accounts.BudgetIssued), name + " issued");
            SumOf(home, v => v.Standing.Reserved).ShouldBe(-book.Of(Accounts.BudgetReserved), name + " reserved");
            SumOf(home, v => v.Standing.Redeemed).ShouldBe(book.Of(Accounts.SubsidyExpenses), name + " redeemed");
            SumOf(home, v => v.Standing.Redeemed).ShouldBe(
                -book.Of(Accounts.BudgetApproved) - book.Of(Accounts.BudgetSpent), name + " approved or spent");
        }
        vouchers.ForEach(Assert);
        AssertContracts(network);
    }

    /// <summary>
    /// Escrow held is escrow owed, contract by contract; no escrow holds more than the contract is worth; a milestone loses no fen.
    /// </summary>
    private static void AssertContracts(PaperNetwork network)
    {
        var contracts = network.Contracts.Select(c => network.Contract(c)!).ToList();
        var bids = network.Bids.Select(b => network.Bid("bid:" + b)!).ToList();
        foreach (var (name, book) in network.Ledgers)
        {
            var home = contracts.Where(c => c.HomeBook == name).ToList();
            var held = bids.Where(b => b.HomeBook == name && b.Status == BidStatus.Deposited).ToList();
            (SumOf(home, c => c.Standing.Escrow) + SumOf(held, b => b.Amount)).ShouldBe(book.Of(Accounts.Escrow), name + " escrow");
            foreach (var bidder in bids.Where(b => b.HomeBook == name).Select(b => b.Bidder).Distinct())
            {
                SumOf(held.Where(b => b.Bidder == bidder), b => b.Amount).ShouldBe(-book.Of(Accounts.Deposits(bidder)), name + " deposits");
            }
            home.ForEach(c => c.Standing.Escrow.Fen.ShouldBe(-book.Of(Accounts.EscrowOf(c.Id)), c.Id + " escrow"));
            foreach (var buyer in home.Where(c => c.Subrogation is not null).GroupBy(c => c.Buyer))
            {
                SumOf(buyer, c => c.Subrogation!.Left).ShouldBe(book.Of(Accounts.Subrogation(buyer.Key)), name + " owed by " + buyer.Key);
            }
            var owed = SumOf(home, c => c.Subrogation?.Left ?? Money.Zero);
            owed.ShouldBeLessThanOrEqualTo(-book.Of(Accounts.RiskCompensation), name + " fund");
            var due = home.Select(c => (Party: c.Buyer, Fen: c.Standing.RefundDue.Fen)).Concat(bids
                .Where(b => b.HomeBook == name && b.Status is BidStatus.Released or BidStatus.PaymentFailed)
                .Select(b => (Party: b.Bidder, b.Amount.Fen)));
            foreach (var party in due.GroupBy(d => d.Party))
            {
                party.Sum(d => d.Fen).ShouldBe(-book.Of(Accounts.Refunds(party.Key)), name + " refunds of " + party.Key);
            }
        }
        foreach (var c in contracts)
        {
            var s = c.Standing;
            var byFund = c.Subrogation?.Compensated ?? Money.Zero;
            s.Escrow.ShouldBe(s.Funded - s.Returned - c.Released + byFund, c.Id + " escrow");
            (s.Funded - s.Returned + byFund).ShouldBeLessThanOrEqualTo(c.Value, c.Id + " value");
            var parts = SumOf(c.Milestones, m => m.Terms.Amount);
            (c.Plan is RoyaltyPlan ? Math.Max(parts, c.Value.Fen) : parts).ShouldBe(c.Value.Fen, c.Id + " milestones");
            foreach (var m in c.Milestones.Where(m => m.IsReleased && c.Owners is not null))
            {
                SumOf(m.Owners ?? [], o => o.Amount).ShouldBeInRange(0, m.Terms.Net.Fen, c.Id + " owners of " + m.Id);
            }
        }
    }

    private static void Assert(VoucherState v)
    {
        var s = v.Standing;
        var orders = v.Orders;
        s.Available.ShouldBeGreaterThanOrEqualTo(Money.Zero, v.Id);
        SumOf(orders, o => IsReserved(o) ? o.Subsidy : Money.Zero).ShouldBe(s.Reserved.Fen, v.Id + " reserved");
        SumOf(orders, o => IsRedeemed(o) ? o.Subsidy - o.ClawedBack : Money.Zero).ShouldBe(s.Redeemed.Fen, v.Id + " redeemed");
        if (v.Status == VoucherStatus.Issued)
        {
            (s.Available, s.Reserved, s.Redeemed).ShouldBe((s.Available, Money.Zero, Money.Zero), v.Id);
        }
    }

    private static bool IsReserved(OrderState o) =>
        o.Status is OrderStatus.Placed or OrderStatus.Accepted or OrderStatus.Delivered or OrderStatus.Disputed
        || (o.Status == OrderStatus.Confirmed && o.Claim is null or ClaimStatus.Submitted or ClaimStatus.Reviewed or ClaimStatus.Returned);

    private static bool IsRedeemed(OrderState o) => o.Claim is ClaimStatus.Approved or ClaimStatus.Instructed or ClaimStatus.PaymentFailed
        or ClaimStatus.Paid or ClaimStatus.Recovered;

    private static long SumOf<T>(IEnumerable<T> items, Func<T, Money> amount) => items.Sum(i => amount(i).Fen);
}
