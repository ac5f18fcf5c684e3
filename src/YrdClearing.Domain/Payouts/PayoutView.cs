using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Payouts;

/// <summary>A payout as readers see it; amounts with two decimals, funds by region code.</summary>
/// <param name="Order">The order's id.</param>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="Status">Due, Instructed, Paid or PaymentFailed.</param>
/// <param name="PayingFund">The fund that pays.</param>
/// <param name="HomeFund">The voucher's fund.</param>
/// <param name="Payee">USCC.</param>
/// <param name="Amount">The subsidy.</param>
/// <param name="BankRef">The bank's reference; null until paid or when none was given.</param>
/// <param name="ClawedBack">Clawed back so far.</param>
/// <param name="Received">Received back so far.</param>
public sealed record PayoutView(
    string Order,
    string Voucher,
    string Status,
    string PayingFund,
    string HomeFund,
    string Payee,
    string Amount,
    string? BankRef,
    string ClawedBack,
    string Received)
{
    public static PayoutView Of(PayoutState p) => new(
        p.Order, p.Voucher, p.Status.ToString(), Books.Region(p.PayingBook), Books.Region(p.HomeBook), p.Payee, p.Amount.ToString(),
        p.BankRef, p.ClawedBack.ToString(), p.Received.ToString());
}
