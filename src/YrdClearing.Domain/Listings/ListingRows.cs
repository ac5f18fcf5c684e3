using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>A listing as its state row: the provider is the seller, the fund column names the market that listed the title.</summary>
public static class ListingRows
{
    public const string Kind = "listing";

    public static IReadOnlyList<StateRow> Changed(ListingState? before, ListingState after) =>
    [
        new()
        {
            Id = ListingState.IdOf(after.Id),
            Kind = Kind,
            Status = after.Status.ToString(),
            Fund = after.Market,
            Provider = after.Seller,
            Amount = after.Deposit,
            Body = DomainJson.Store(after),
        },
    ];

    public static ListingState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<ListingState>(rows[0].Body);
}
