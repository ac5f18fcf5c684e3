using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>A payout as readers see it; amounts with two decimals, funds by region code.</summary>
/// <param name="Order">The order's id; null for a milestone.</param>
/// <param name="Voucher">The voucher's id; null for a milestone.</param>
/// <param name="Status">Due, Instructed, Paid or PaymentFailed.</param>
/// <param name="PayingFund">The fund or market that pays.</param>
/// <param name="HomeFund">The voucher's fund or the buyer's market.</param>
/// <param name="Payee">USCC.</param>
/// <param name="Amount">The subsidy, or the milestone's net.</param>
/// <param name="BankRef">The bank's reference; null until paid or when none was given.</param>
/// <param name="ClawedBack">Clawed back, or refunded to the buyer, so far.</param>
/// <param name="Received">Received back so far.</param>
/// <param name="Contract">The contract's id; null for a claim.</param>
/// <param name="Milestone">The milestone's id; null for a claim.</param>
/// <param name="Owner">USCC of the owner whose part it is; null for anything else.</param>
public sealed record PayoutView(
    string? Order,
    string? Voucher,
    string Status,
    string PayingFund,
    string HomeFund,
    string Payee,
    string Amount,
    string? BankRef,
    string ClawedBack,
    string Received,
    string? Contract = null,
    string? Milestone = null,
    string? Owner = null)
{
    public static PayoutView Of(PayoutState p) => new(
        p.Contract is null ? p.Order : null,
        p.Voucher,
        p.Status.ToString(),
        Books.Region(p.PayingBook),
        Books.Region(p.HomeBook),
        p.Payee,
        p.Amount.ToString(),
        p.BankRef,
        p.ClawedBack.ToString(),
        p.Received.ToString(),
        p.Contract,
        PayoutIds.MilestoneOf(p.Order),
        PayoutIds.OwnerOf(p.Order));
}
