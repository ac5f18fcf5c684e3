using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Listings;

/// <summary>A bid as its state row: the enterprise is the bidder, the fund column names the market that holds the deposit.</summary>
public static class BidRows
{
    public const string Kind = "bid";

    public static IReadOnlyList<StateRow> Changed(BidState? before, BidState after) =>
    [
        new()
        {
            Id = BidState.IdOf(after.Listing, after.Bidder),
            Kind = Kind,
            Status = after.Status.ToString(),
            Fund = after.Market,
            Enterprise = after.Bidder,
            Amount = after.Amount,
            Body = DomainJson.Store(after),
        },
    ];

    public static BidState Read(IReadOnlyList<StateRow> rows) => DomainJson.Read<BidState>(rows[0].Body);
}
