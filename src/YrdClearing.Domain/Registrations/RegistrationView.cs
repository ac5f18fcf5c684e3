using System.Globalization;

namespace YrdClearing.Domain.Registrations;

/// <summary>A registration as readers see it, in the words of <c>registration.record</c>.</summary>
public sealed record RegistrationView(
    string Number,
    string Date,
    string Type,
    string Seller,
    string SellerName,
    string SellerRegion,
    string Buyer,
    string BuyerName,
    string BuyerRegion,
    string ContractValue,
    string TechnologyValue)
{
    public static RegistrationView Of(RegistrationState state)
    {
        var p = state.Particulars;
        return new(
            p.Number, p.Date.ToString("O", CultureInfo.InvariantCulture), p.Type.ToString().ToLowerInvariant(),
            p.Seller, p.SellerName, p.SellerRegion, p.Buyer, p.BuyerName, p.BuyerRegion,
            p.ContractValue.ToString(), p.TechnologyValue.ToString());
    }
}
