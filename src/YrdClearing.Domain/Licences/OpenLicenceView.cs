namespace YrdClearing.Domain.Licences;

/// <summary>An open licence as <c>yrd show open-licence</c> prints it; amounts with two decimals.</summary>
/// <param name="Id">The offer's id.</param>
/// <param name="Status">Offered or Withdrawn.</param>
/// <param name="Title">The title's id.</param>
/// <param name="Seller">USCC.</param>
/// <param name="Market">Region code of the market that published it.</param>
/// <param name="Value">The price of each licence.</param>
/// <param name="TechnologyValue">At most the value.</param>
/// <param name="ObjectionDays">Days after a delivery during which a buyer may object.</param>
/// <param name="Plan">Kind of the plan.</param>
public sealed record OpenLicenceView(
    string Id,
    string Status,
    string Title,
    string Seller,
    string Market,
    string Value,
    string TechnologyValue,
    int ObjectionDays,
    string Plan)
{
    public static OpenLicenceView Of(OpenLicenceState o) => new(
        o.Id,
        o.Status.ToString(),
        o.Title,
        o.Seller,
        o.Market,
        o.Value.ToString(),
        o.TechnologyValue.ToString(),
        o.ObjectionDays,
        Contracts.PlanKinds.Of(o.Plan).Name);
}
