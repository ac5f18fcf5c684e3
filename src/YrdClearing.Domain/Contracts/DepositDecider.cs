using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>Takes a winning bidder's deposit over. The deal is struck and the money is there: nothing can be refused any more.</summary>
internal static class DepositDecider
{
    /// <summary>
    /// It counts as funded, up to what the value leaves room for; the rest, and all of it when the contract has ended on the way, goes
    /// back to the buyer. A dispute stops it as little as it stops the bank's money that is on its way.
    /// </summary>
    public static Decision Take(ContractState s, RecordDeposit c)
    {
        var now = s.Standing;
        var next = s.Status == ContractStatus.Disputed
            ? s.Status
            : ContractLifecycle.Table.Next(s.Status, ContractTrigger.Fund);
        var room = next is null ? Money.Zero : s.Room;
        var rest = c.Amount - Money.Min(c.Amount, room);
        var taken = now with
        {
            // What goes back as a whole never makes the contract perform.
            Status = rest == c.Amount ? s.Status : next!.Value,
            Funded = now.Funded + c.Amount,
            Escrow = now.Escrow + c.Amount,
        };
        return ContractDecider.Accept(new DepositTaken(s.Id, c.Listing, c.Bidder, c.Amount, rest) { After = taken.Return(rest) });
    }
}
