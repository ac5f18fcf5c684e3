namespace YrdClearing.Domain.Listings;

/// <summary>A bidder's deposit as readers see it; the amount with two decimals.</summary>
/// <param name="Listing">The listing's id.</param>
/// <param name="Bidder">USCC.</param>
/// <param name="Market">Region code of the market that holds it.</param>
/// <param name="Amount">What was deposited.</param>
/// <param name="Status">Deposited, Won, Released, Instructed, Refunded or PaymentFailed.</param>
/// <param name="Contract">The contract whose escrow it became; null for all but the winner's.</param>
/// <param name="BankRef">The bank's reference of the refund; null until paid or when none was given.</param>
public sealed record BidView(
    string Listing, string Bidder, string Market, string Amount, string Status, string? Contract = null, string? BankRef = null)
{
    public static BidView Of(BidState b) =>
        new(b.Listing, b.Bidder, b.Market, b.Amount.ToString(), b.Status.ToString(), b.Contract, b.BankRef);
}
