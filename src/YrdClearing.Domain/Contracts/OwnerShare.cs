using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Payouts;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// An owner's share: whoever made a service invention may be paid a part of each release beside the seller (domain.md, "Owner shares").
/// </summary>
/// <param name="Party">USCC of the owner, or of who pays it out to persons: no personal data enters the journal.</param>
/// <param name="Share">Of what the seller would be paid without owners.</param>
public sealed record OwnerShare(string Party, Rate Share);

/// <summary>An owner's part of one release.</summary>
public sealed record OwnerAmount(string Party, Money Amount)
{
    public static Money Sum(IReadOnlyList<OwnerAmount> owners) => new(owners.Sum(o => o.Amount.Fen));

    /// <summary>
    /// Divides a release's net between the seller and the owners by largest remainder, a tie to the seller, then to the earlier owner;
    /// what the owners do not get is the seller's, so that no fen is lost.
    /// </summary>
    public static IReadOnlyList<OwnerAmount> Of(Money net, IReadOnlyList<OwnerShare> owners)
    {
        var rest = Rate.One - owners.Sum(o => o.Share.TenThousandths);
        var parts = Split.LargestRemainder(net, [rest, .. owners.Select(o => (long)o.Share.TenThousandths)]);
        return [.. owners.Zip(parts.Skip(1), (o, part) => new OwnerAmount(o.Party, part))];
    }
}

/// <summary>An owner's part of a milestone and where its payment stands.</summary>
public sealed record OwnerPart(string Party, Money Amount, PayoutStatus Payout);
