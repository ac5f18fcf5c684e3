using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// Postings of a contract's events to the buyer's market's book (scenario.md, below the table of the markets' commands; "Escrow"). Whatever
/// leaves an escrow leaves <c>assets:escrow</c> for cash as well, so the two are always equal.
/// </summary>
public static class ContractPostings
{
    public static IReadOnlyList<Posting> Of(ContractEvent @event)
    {
        var p = new PostingSet();
        return (@event switch
        {
            ContractFunded e        => p.Move(Accounts.Escrow, Accounts.EscrowOf(e.Contract), e.Amount),
            DepositTaken e          => GiveBack(
                p.Move(Accounts.Deposits(e.Buyer), Accounts.EscrowOf(e.Contract), e.Amount), e.Contract, e.Buyer, e.Rest),
            PartReleased e          => GiveBack(Release(p, e, e.Owners), e.Contract, e.Buyer, e.Surplus),
            ReleaseEvent e          => Release(p, e, []),
            UseDefaulted { Compensation: { } paid } e => Release(
                p.Debit(Accounts.Subrogation(e.Buyer), paid.Amount), paid, e.Seller, e.HomeBook, e.SellerBook, []),
            SubrogationReceived e   => p.Move(Accounts.Cash, Accounts.Subrogation(e.Buyer), e.Amount),
            SubrogationWrittenOff e => p.Move(Accounts.RiskCompensation, Accounts.Subrogation(e.Buyer), e.Amount),
            AmendmentEvent e        => GiveBack(p, e.Contract, e.Buyer, e.Surplus),
            ContractTerminated e    => GiveBack(p, e.Contract, e.Buyer, e.Rest),
            MilestoneRefunded e     => p.Move(DemandedFor(e), Accounts.Refunds(e.Buyer), e.Amount),
            BuyerRefundInstructed e => p.Move(Accounts.Refunds(e.Buyer), Accounts.PaymentsInTransit, e.Amount),
            BuyerRefundPaid e       => p.Move(Accounts.PaymentsInTransit, Accounts.Cash, e.Amount),
            BuyerRefundFailed e     => p.Move(Accounts.PaymentsInTransit, Accounts.Refunds(e.Buyer), e.Amount),
            DraftEvent or ContractSigned or ContractRegistered or RegistrationRefused or ContractDisputed or ContractResolved
                or AmendmentProposed or AmendmentProposedWithPlan or AmendmentSigned or MilestoneDelivered or MilestoneObjected
                or MilestonePayoutChanged or OwnerPayoutChanged or RoyaltyReported or RoyaltyInspected or RoyaltyPayable or UseBegun
                or UseTriggered or UsePayable or UseDefaulted => p,
            _ => throw new InvalidOperationException($"{@event.GetType().Name} has no postings."),
        }).ToPostings();
    }

    /// <summary>
    /// To whom a part goes, whoever pays it. Abroad the seller's market is owed all but this market's fee; in one market the seller and the
    /// owners are, and both parts of the fee are its own.
    /// </summary>
    private static PostingSet Release(
        PostingSet p, MilestoneTerms terms, string seller, string homeBook, string sellerBook, IReadOnlyList<OwnerAmount> owners) =>
        sellerBook == homeBook
            ? owners.Aggregate(
                p.Credit(Accounts.Fees, terms.Fee).Credit(Accounts.Sellers(seller), terms.Net - OwnerAmount.Sum(owners)),
                (set, owner) => set.Credit(Accounts.Sellers(owner.Party), owner.Amount))
            : p.Credit(Accounts.Fees, terms.BuyerMarketFee).Credit(Accounts.DueTo(sellerBook), terms.Owed);

    private static PostingSet Release(PostingSet p, ReleaseEvent e, IReadOnlyList<OwnerAmount> owners) => Release(
        Leave(p, e.Terms.Amount).Debit(Accounts.EscrowOf(e.Contract), e.Terms.Amount), e.Terms, e.Seller, e.HomeBook, e.SellerBook, owners);

    private static PostingSet GiveBack(PostingSet p, string contract, string buyer, Money amount) =>
        Leave(p, amount).Move(Accounts.EscrowOf(contract), Accounts.Refunds(buyer), amount);

    private static PostingSet Leave(PostingSet p, Money amount) => p.Move(Accounts.Cash, Accounts.Escrow, amount);

    private static string DemandedFor(MilestoneRefunded e) =>
        e.SellerBook == e.HomeBook ? Accounts.Recoverable(e.Seller) : Accounts.DueFrom(e.SellerBook);
}
