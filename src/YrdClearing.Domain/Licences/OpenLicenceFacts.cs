using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Rights;

namespace YrdClearing.Domain.Licences;

/// <summary>What licence.offer needs of other aggregates.</summary>
/// <param name="Market">Terms of the market that asks; null when the actor is no opened market.</param>
/// <param name="SellerRegistered">The seller is a registered enterprise.</param>
/// <param name="Title">The title as the register has it; null when there is none.</param>
public sealed record OpenLicenceFacts(MarketTerms? Market, bool SellerRegistered, TitleState? Title)
{
    /// <summary>For a withdrawal, which needs nothing of other aggregates.</summary>
    public static readonly OpenLicenceFacts None = new(null, false, null);
}
