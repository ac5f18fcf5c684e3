using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Registrations;

/// <summary>What is public of a registered technology contract (认定登记): a row of the registration file.</summary>
/// <param name="Number">Registration number: opaque text, 16 digits now, 14 in old ones.</param>
/// <param name="Date">Day of the registration (+08:00).</param>
/// <param name="Type">One of the five.</param>
/// <param name="Seller">USCC.</param>
/// <param name="SellerName">As registered.</param>
/// <param name="SellerRegion">Region code of any level.</param>
/// <param name="Buyer">USCC.</param>
/// <param name="BuyerName">As registered.</param>
/// <param name="BuyerRegion">Region code of any level.</param>
/// <param name="ContractValue">成交额, the whole price.</param>
/// <param name="TechnologyValue">技术交易额, at most the contract value.</param>
public sealed record RegistrationParticulars(
    string Number,
    DateOnly Date,
    ContractType Type,
    string Seller,
    string SellerName,
    string SellerRegion,
    string Buyer,
    string BuyerName,
    string BuyerRegion,
    Money ContractValue,
    Money TechnologyValue);

/// <summary>A contract that another system registered, <c>registration:NUMBER</c>: a record of the register, not money of ours.</summary>
public sealed record RegistrationState(RegistrationParticulars Particulars)
{
    public static string IdOf(string number) => "registration:" + number;

    /// <summary>The key that makes a number be registered once in the network, here or by <c>contract.register</c>.</summary>
    public static string KeyOf(string number) => "registration/" + number;

    public static RegistrationState Evolve(RegistrationState? state, DomainEvent @event) => @event switch
    {
        RegistrationRecorded e => new(e.Particulars),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a registration."),
    };
}
