using System.Text.Json;

namespace YrdClearing.Server.Verify;

/// <summary>
/// The postings and the obligation of each kind of event (domain.md, "Books and accounts"), written down a second time from what the event
/// says and nothing else. A kind that is not here posts nothing and owes nothing.
/// </summary>
internal static class EventPostings
{
    private const string Approval = "Approval", ClawBack = "ClawBack", Mirror = "Mirror";

    private const string Available = "budget:available", Issued = "budget:issued", Reserved = "budget:reserved", Approved = "budget:approved",
        Spent = "budget:spent";

    private const string Cash = "assets:cash", Escrow = "assets:escrow", Transit = "liabilities:payments-in-transit", Fees = "income:fees",
        Subsidies = "expenses:subsidy", Compensation = "equity:risk-compensation";

    private const string Claims = "liabilities:claims:", Sellers = "liabilities:sellers:", Refunds = "liabilities:refunds:",
        Deposits = "liabilities:deposits:", EscrowOf = "liabilities:escrow:", DueTo = "liabilities:due-to:", DueFrom = "assets:due-from:",
        Recoverable = "assets:recoverable:", Subrogation = "assets:subrogation:";

    public static ExpectedPostings Of(string @event, JsonElement e)
    {
        var p = new ExpectedPostings();
        return @event switch
        {
            "fund.appropriated.1"          => p.Move("budget:appropriated", Available, Amount(e)),
            "fund.deposited.1"             => p.Move(Cash, "equity:treasury", Amount(e)),
            "voucher.approved.1"           => GiveBack(p, Issued, e, -Amount(e)),
            "voucher.returned.1" or "voucher.revoked.1" or "voucher.expired.1" => GiveBack(p, Issued, e, e.Fen("rest")),
            "order.placed.1"               => p.Move(Issued, Reserved, e.Fen("subsidy")),
            "order.declined.1" or "order.delivered.1" or "order.cancelled.1" or "order.lapsed.1" or "claim.rejected.1"
                                           => Release(p, e.GetProperty("released")),
            "claim.approved.1"             => Approve(p, e),
            "claim.clawed-back.1"          => TakeBack(p, e),
            "payout.due.1"                 => Advance(p, e, Claims, 0),
            "payout.release-due.1" or "payout.release-due.2" => Advance(p, e, Sellers, e.Fen("fee")),
            "payout.instructed.1"          => p.Move(Owed(e), Transit, Amount(e)),
            "payout.paid.1"                => p.Move(Transit, Cash, Amount(e)).Move(Approved, Spent, e.Fen("spent")),
            "payout.failed.1"              => p.Move(Transit, Owed(e), Amount(e)),
            "payout.clawed-back.1"         => Demand(p, e),
            "payout.recovery-received.1"   => p.Move(Cash, Recoverable + e.Text("payee"), Amount(e)),
            "clearing.book-settled.1"      => Settle(p, e),
            "clearing.book-paid.1"         => p.Move(SettlementOut(e), Cash, e.Fen("out")).Move(Cash, SettlementIn(e), e.Fen("in")),
            "contract.funded.1"            => p.Move(Escrow, EscrowOf + e.Text("contract"), Amount(e)),
            "contract.deposit-taken.1"     => p.Move(Deposits + e.Text("buyer"), EscrowOf + e.Text("contract"), Amount(e)).Refund(e, "rest"),
            "contract.amended.1" or "contract.amended.2" => p.Refund(e, "surplus"),
            "contract.terminated.1"        => p.Refund(e, "rest"),
            "contract.refund-instructed.1" => p.Move(Refunds + e.Text("buyer"), Transit, Amount(e)),
            "contract.refund-paid.1"       => p.Move(Transit, Cash, Amount(e)),
            "contract.refund-failed.1"     => p.Move(Transit, Refunds + e.Text("buyer"), Amount(e)),
            "milestone.released.1"         => Release(Leave(p, e), e, e.GetProperty("terms")),
            "milestone.released.2"         => Release(Leave(p, e), e, e.GetProperty("terms")).Refund(e, "surplus"),
            "milestone.refunded.1"         => DemandRefund(p, e),
            "use.defaulted.1" when e.Optional("compensation") is { } paid
                                           => Release(p.Debit(Subrogation + e.Text("buyer"), Amount(paid)), e, paid),
            "subrogation.received.1"       => p.Move(Cash, Subrogation + e.Text("buyer"), Amount(e)),
            "subrogation.written-off.1"    => p.Move(Compensation, Subrogation + e.Text("buyer"), Amount(e)),
            "compensation.deposited.1"     => p.Move(Cash, Compensation, Amount(e)),
            "bid.deposited.1"              => p.Move(Escrow, Deposits + e.Text("bidder"), Amount(e)),
            "bid.released.1"               => p.Move(Deposits + e.Text("bidder"), Refunds + e.Text("bidder"), Amount(e))
                                               .Move(Cash, Escrow, Amount(e)),
            "bid.refund-instructed.1"      => p.Move(Refunds + e.Text("bidder"), Transit, Amount(e)),
            "bid.refunded.1"               => p.Move(Transit, Cash, Amount(e)),
            "bid.refund-failed.1"          => p.Move(Transit, Refunds + e.Text("bidder"), Amount(e)),
            _                              => p,
        };
    }

    /// <summary>A year's quota, which the first voucher of that year that is approved brings with it.</summary>
    public static void Grant(ExpectedPostings p, JsonElement e) => MoveQuota(p, e, e.Fen("annualCap"));

    private static Int128 Amount(JsonElement e) => e.Fen("amount");

    private static ExpectedPostings MoveQuota(ExpectedPostings p, JsonElement e, Int128 fen)
    {
        var year = $"{e.Text("enterprise")}:{e.Fen("quotaYear")}";
        return p.Move("quota:granted:" + year, "quota:available:" + year, fen);
    }

    /// <summary>To the budget, with its quota; a negative amount is taken from both.</summary>
    private static ExpectedPostings GiveBack(ExpectedPostings p, string from, JsonElement e, Int128 fen) =>
        MoveQuota(p.Move(from, Available, fen), e, fen);

    private static ExpectedPostings Release(ExpectedPostings p, JsonElement released) => GiveBack(
        p.Move(Reserved, Issued, released.Fen("toIssued")), Reserved, released, released.Fen("toAvailable"));

    /// <summary>Abroad the paying book is owed, at home the payee.</summary>
    private static ExpectedPostings Approve(ExpectedPostings p, JsonElement e)
    {
        var (home, paying) = (e.Text("homeBook"), e.Text("payingBook"));
        return p.Move(Reserved, Approved, Amount(e))
            .Move(Subsidies, home == paying ? Claims + e.Text("payee") : DueTo + paying, Amount(e))
            .Owe(Approval, home, paying, Amount(e));
    }

    private static ExpectedPostings TakeBack(ExpectedPostings p, JsonElement e)
    {
        var (home, paying) = (e.Text("homeBook"), e.Text("payingBook"));
        return p.Move(Spent, Available, Amount(e))
            .Move(home == paying ? Recoverable + e.Text("payee") : DueFrom + paying, Subsidies, Amount(e))
            .Owe(ClawBack, home, paying, Amount(e));
    }

    /// <summary>Abroad home owes what this book pays, its own fee included; at home the claim's or release's own entry has posted it.</summary>
    private static ExpectedPostings Advance(ExpectedPostings p, JsonElement e, string payable, Int128 fee)
    {
        var (home, paying) = (e.Text("homeBook"), e.Text("payingBook"));
        if (home == paying)
        {
            return p;
        }
        var owners = OwnersOf(e);
        var whole = Amount(e) + fee + Sum(owners);
        owners.ForEach(o => p.Credit(payable + o.Party, o.Fen));
        return p.Debit(DueFrom + home, whole).Credit(Fees, fee).Credit(payable + e.Text("payee"), Amount(e))
            .Owe(Approval + Mirror, paying, home, whole);
    }

    private static ExpectedPostings Demand(ExpectedPostings p, JsonElement e)
    {
        var (home, paying) = (e.Text("homeBook"), e.Text("payingBook"));
        return home == paying ? p : p.Move(Recoverable + e.Text("payee"), DueTo + home, Amount(e))
            .Owe(ClawBack + Mirror, paying, home, Amount(e));
    }

    /// <summary>Only what is paid for a contract has a slash in its name.</summary>
    private static string Owed(JsonElement e) =>
        (e.Text("order").Contains('/', StringComparison.Ordinal) ? Sellers : Claims) + e.Text("payee");

    private static ExpectedPostings Settle(ExpectedPostings p, JsonElement e)
    {
        foreach (var line in e.GetProperty("lines").EnumerateArray())
        {
            var other = line.Text("counterparty");
            p.Debit(DueTo + other, line.Fen("payable")).Credit(DueFrom + other, line.Fen("receivable"));
        }
        return p.Credit(SettlementOut(e), e.Fen("out")).Debit(SettlementIn(e), e.Fen("in")).Move(Approved, Spent, e.Fen("spent"));
    }

    private static string SettlementOut(JsonElement e) => "liabilities:settlement:" + e.Text("cycle");

    private static string SettlementIn(JsonElement e) => "assets:settlement:" + e.Text("cycle");

    /// <summary>A part that is paid for leaves the escrow, and the money is no longer held.</summary>
    private static ExpectedPostings Leave(ExpectedPostings p, JsonElement e)
    {
        var fen = Amount(e.GetProperty("terms"));
        return p.Move(Cash, Escrow, fen).Debit(EscrowOf + e.Text("contract"), fen);
    }

    /// <summary>Abroad the seller's market is owed all but this market's fee; in one market the seller, the owners and both fees are.</summary>
    private static ExpectedPostings Release(ExpectedPostings p, JsonElement e, JsonElement terms)
    {
        var (home, other) = (e.Text("homeBook"), e.Text("sellerBook"));
        var (fee, sellerFee) = (terms.Fen("buyerMarketFee"), terms.Fen("sellerMarketFee"));
        if (home != other)
        {
            var owed = Amount(terms) - fee;
            return p.Credit(Fees, fee).Credit(DueTo + other, owed).Owe(Approval, home, other, owed);
        }
        var owners = OwnersOf(e);
        owners.ForEach(o => p.Credit(Sellers + o.Party, o.Fen));
        return p.Credit(Fees, (Int128)fee + sellerFee)
            .Credit(Sellers + e.Text("seller"), Amount(terms) - fee - sellerFee - Sum(owners));
    }

    /// <summary>What the escrow holds for nobody any more is the buyer's.</summary>
    private static ExpectedPostings Refund(this ExpectedPostings p, JsonElement e, string field)
    {
        var fen = e.Fen(field);
        return p.Move(Cash, Escrow, fen).Move(EscrowOf + e.Text("contract"), Refunds + e.Text("buyer"), fen);
    }

    /// <summary>Abroad the seller's market owes it, at home the seller.</summary>
    private static ExpectedPostings DemandRefund(ExpectedPostings p, JsonElement e)
    {
        var (home, other) = (e.Text("homeBook"), e.Text("sellerBook"));
        return p.Move(home == other ? Recoverable + e.Text("seller") : DueFrom + other, Refunds + e.Text("buyer"), Amount(e))
            .Owe(ClawBack, home, other, Amount(e));
    }

    private static List<(string Party, Int128 Fen)> OwnersOf(JsonElement e) =>
        e.Optional("owners") is { } owners ? [.. owners.EnumerateArray().Select(o => (o.Text("party"), Amount(o)))] : [];

    private static Int128 Sum(List<(string Party, Int128 Fen)> owners) => owners.Aggregate((Int128)0, (sum, o) => sum + o.Fen);
}
