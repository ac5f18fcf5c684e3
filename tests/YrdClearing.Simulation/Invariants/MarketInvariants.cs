using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// A market holds in escrow exactly what its contracts say: <c>assets:escrow</c> is the sum of all escrows and deposits, each contract's
/// escrow is what was funded and neither released nor returned (what a compensation fund pays was never in it), and what is owed to sellers
/// and buyers, demanded and earned is theirs.
/// </summary>
internal sealed class EscrowIsHeld(Observer observer) : Invariant("escrow is what contracts hold", observer)
{
    private const string Escrow = "liabilities:escrow:";
    private const string Refunds = "liabilities:refunds:";
    private const string Sellers = "liabilities:sellers:";
    private const string Recoverable = "assets:recoverable:";

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        if (entry.Request.Book.StartsWith("market:", StringComparison.Ordinal))
        {
            foreach (var account in entry.Accounts)
            {
                Check(entry, account);
            }
        }
    }

    private void Check(NumberedEntry entry, string account)
    {
        var book = entry.Request.Book;
        var here = Model.Contracts.Contracts.Values.Where(c => c.HomeBook == book);
        var sold = Model.Contracts.Contracts.Values.Where(c => c.SellerBook == book);
        if (account == "assets:escrow")
        {
            var owed = Model.Ledger.Of(book)
                .Where(b => b.Key.StartsWith(Escrow, StringComparison.Ordinal) || b.Key.StartsWith("liabilities:deposits:", StringComparison.Ordinal))
                .Sum(b => -b.Value);
            Same(entry, account, owed);
        }
        else if (account.StartsWith(Escrow, StringComparison.Ordinal))
        {
            var c = Model.Contracts.Contracts[account[Escrow.Length..]];
            var (paidOut, room) = (c.Released - c.Compensated, c.Value - c.Compensated);
            Require(
                c.Escrow == c.Funded - paidOut - c.Returned && c.Escrow >= 0 && c.Funded - c.Returned <= room,
                $"{book}/{entry.Seq}: {c.Id} of {room} holds {c.Escrow}, funded {c.Funded}, released {paidOut}, returned {c.Returned}");
            Same(entry, account, -c.Escrow);
        }
        else if (account.StartsWith(Refunds, StringComparison.Ordinal))
        {
            var party = account[Refunds.Length..];
            var deposits = Model.Listings.Bids.Values.Where(b => b.Book == book && b.Bidder == party).Sum(b => b.Due);
            Same(entry, account, -here.Where(c => c.Buyer == party).Sum(c => c.RefundDue) - deposits);
        }
        else if (account.StartsWith(Sellers, StringComparison.Ordinal))
        {
            var party = account[Sellers.Length..];
            Same(entry, account, -sold.Sum(c => (c.Seller == party ? OwedToSeller(c) : 0) + OwedToOwner(c, party)));
        }
        else if (account.StartsWith(Recoverable, StringComparison.Ordinal))
        {
            Same(entry, account, sold.Where(c => c.Seller == account[Recoverable.Length..]).Sum(DemandedOfSeller));
        }
        else if (account == "liabilities:payments-in-transit")
        {
            var parts = sold.SelectMany(c => c.Milestones).ToList();
            var payouts = parts.Where(m => m.Payout == "Instructed").Sum(m => m.SellerNet)
                + parts.SelectMany(m => m.Owners).Where(o => o.Payout == "Instructed").Sum(o => o.Amount);
            var deposits = Model.Listings.Bids.Values.Where(b => b.Book == book).Sum(b => b.Instructed);
            Same(entry, account, -here.Sum(c => c.RefundInstructed) - payouts - deposits);
        }
        else if (account == "income:fees")
        {
            Same(entry, account, -Model.Contracts.Fees.GetValueOrDefault(book));
        }
    }

    /// <summary>In one market from the release on, else once the seller's market was told of it; until it is instructed.</summary>
    private static long OwedToSeller(ModelContract c) => c.Milestones
        .Where(m => m.Payout is "Due" or "PaymentFailed" || (m.Payout is null && m.IsReleased && c.IsInOneMarket))
        .Sum(m => m.SellerNet);

    /// <summary>From the same entry on as what is owed to the seller, until this owner's own payout is instructed.</summary>
    private static long OwedToOwner(ModelContract c, string party) => c.Milestones
        .Where(m => m.Payout is not null || (m.IsReleased && c.IsInOneMarket))
        .SelectMany(m => m.Owners)
        .Where(o => o.Party == party && o.Payout is null or "Due" or "PaymentFailed")
        .Sum(o => o.Amount);

    private static long DemandedOfSeller(ModelContract c) =>
        c.Milestones.Sum(m => (c.IsInOneMarket ? m.Refunded : m.PayoutClawedBack) - m.Received);

    private void Same(NumberedEntry entry, string account, long expected)
    {
        var fen = Model.Ledger.Fen(entry.Request.Book, account);
        if (fen != expected)
        {
            Fail($"{entry.Request.Book}/{entry.Seq} {entry.Request.Event}: {account} is {fen} fen, the contracts make it {expected}");
        }
    }
}

/// <summary>
/// A title has one holder, who promised it, without a gap in its encumbrances (the model refuses anything else); and once no message to it
/// is on its way, the register says what the contracts do: who holds it and which of them encumber it.
/// </summary>
internal sealed class TitlesFollow(Observer observer) : Invariant("titles follow contracts", observer)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var name = entry.Request.Event;
        if (name.StartsWith("title.", StringComparison.Ordinal))
        {
            _touched.Add(data.Text("title"));
        }
        else if (name is "contract.signed.1" or "contract.licence-accepted.1"
                or "contract.registration-refused.1" or "contract.terminated.1" or "milestone.released.1"
            && Model.Contracts.Contracts[data.Text("contract")].Title is { } title)
        {
            _touched.Add(title);
        }
    }

    public override void AfterStep()
    {
        foreach (var title in _touched)
        {
            if (!Model.Messages.Pending.Values.Any(m => m.Sent.Target == "title:" + title))
            {
                Compare(Model.Contracts.Titles.Titles[title]);
            }
        }
        _touched.Clear();
    }

    public override void AtEnd()
    {
        foreach (var title in Model.Contracts.Titles.Titles.Values)
        {
            Compare(title);
        }
    }

    private void Compare(ModelTitle title) => Require(
        title.Contracts.Agrees(title.Register), $"title {title.Id}: the contracts make it {title.Contracts}; the register has {title.Register}");
}
