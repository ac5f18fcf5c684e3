using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Every part of a contract is worth what its plan says, computed here a second time: shares add up to the value, to the fen; a royalty's
/// periods by their tiers over all bases, the entry fee once, never above the cap or what the value leaves, in the end not below the
/// minimum; fees are split between the markets; and what a release leaves after the fee is the seller's and the owners' by their shares.
/// </summary>
internal sealed class PricesFollowPlans(Observer observer) : Invariant("prices follow plans", observer)
{
    private const long One = 10_000;

    public override void Written(NumberedEntry entry, JsonElement data)
    {
        var name = entry.Request.Event;
        if (name is "contract.drafted.1" or "contract.drafted.2" or "contract.licence-accepted.1"
            or "contract.amended.1" or "contract.amended.2")
        {
            Planned(Model.Contracts.Contracts[data.Text("contract")]);
        }
        else if (name is "milestone.released.1" or "milestone.released.2" or "royalty.payable.1" or "use.defaulted.1")
        {
            var c = Model.Contracts.Contracts[data.Text("contract")];
            var m = c.Milestone(data.Text("milestone"));
            Priced(c, m);
            if (m.IsReleased)
            {
                Shared(c, m);
            }
            if (c.Status == "Completed" && c.Plan.Royalty is { } royalty)
            {
                Complete(c, royalty);
            }
        }
    }

    private void Planned(ModelContract c)
    {
        var parts = c.Milestones.FindAll(m => !m.IsReleased);
        parts.ForEach(m => FeesOf(c, m));
        if (c.Plan.Royalty is not { } royalty)
        {
            Divided(c.Plan.Value, [.. parts.Select(m => m.Share)], [.. parts.Select(m => m.Amount)], $"the value of {c.Id}");
            return;
        }
        foreach (var m in parts)
        {
            var worth = m.Id == ModelMilestone.Entry ? royalty.EntryFee : 0;
            Require(m.Amount == worth, $"{c.Id}/{m.Id} begins with {m.Amount} fen, not {worth}");
        }
    }

    private void Priced(ModelContract c, ModelMilestone m)
    {
        FeesOf(c, m);
        if (m.Period is not { } period || c.Plan.Royalty is not { } royalty)
        {
            return;
        }
        var before = c.Before(m).ToList();
        var from = before.Sum(b => b.Period!.Base!.Value);
        var paid = before.Sum(b => b.Amount);
        var room = Ceiling(c, royalty) - paid;
        var owed = Math.Min(HalfUp(Exact(royalty, from + period.Base!.Value) - Exact(royalty, from)), room);
        var isLast = m.Id == royalty.Periods[^1].Id;
        var worth = isLast ? Math.Max(owed, Math.Min(royalty.Minimum - paid, room)) : owed;
        Require(
            m.Amount == worth && m.Amount <= room,
            $"{c.Id}/{m.Id} is worth {m.Amount} fen; a base of {period.Base} after {from} makes it {worth}, {room} are left");
    }

    /// <summary>Together the periods are within cap and minimum, and the entry fee is there once.</summary>
    private void Complete(ModelContract c, ModelRoyalty royalty)
    {
        var periods = c.Milestones.Where(m => royalty.IsOf(m.Id)).Sum(m => m.Amount);
        var ceiling = Ceiling(c, royalty);
        Require(
            periods <= ceiling && periods >= Math.Min(royalty.Minimum, ceiling),
            $"the royalty of {c.Id} came to {periods} fen, agreed are {royalty.Minimum} to {ceiling}");
        var entries = c.Milestones.FindAll(m => m.Id == ModelMilestone.Entry);
        Require(
            royalty.EntryFee == 0 || (entries.Count == 1 && entries[0].Amount == royalty.EntryFee),
            $"the entry fee of {c.Id}, {royalty.EntryFee} fen, was paid {entries.Count} times");
    }

    private void Shared(ModelContract c, ModelMilestone m)
    {
        // What a compensation fund pays is the seller's alone.
        if (c.Owners.Count == 0 || m.Id == ModelMilestone.Compensation)
        {
            Require(m.Owners.Count == 0, $"{c.Id}/{m.Id} was released to owners that the contract does not have");
            return;
        }
        var isToOwners = m.Owners.Select(o => o.Party).SequenceEqual(c.Owners.Select(o => o.Party));
        Require(isToOwners, $"{c.Id}/{m.Id} was released to other owners than the contract's");
        long[] shares = [One - c.Owners.Sum(o => o.Share), .. c.Owners.Select(o => o.Share)];
        Divided(m.Net, shares, [m.SellerNet, .. m.Owners.Select(o => o.Amount)], $"the net of {c.Id}/{m.Id}");
    }

    private void FeesOf(ModelContract c, ModelMilestone m)
    {
        var fee = m.SellerMarketFee + m.BuyerMarketFee;
        Require(fee == m.Amount * c.FeeRate / One, $"the fee of {c.Id}/{m.Id} is {fee} of {m.Amount} fen at {c.FeeRate}");
        Divided(fee, [c.SellerShare, One - c.SellerShare], [m.SellerMarketFee, m.BuyerMarketFee], $"the fee of {c.Id}/{m.Id}");
    }

    /// <summary>
    /// Nothing is lost; each part is its exact share, rounded down or up; and none was rounded up in the place of one that was nearer to
    /// the next fen, or as near and earlier.
    /// </summary>
    private void Divided(long total, IReadOnlyList<long> shares, IReadOnlyList<long> parts, string what)
    {
        // In ten-thousandths of a fen: how much was added to the exact share.
        var added = parts.Select((p, i) => p * One - total * shares[i]).ToList();
        var isExact = parts.Sum() == total && shares.Sum() == One && added.TrueForAll(a => a is > -One and < One);
        for (var i = 0; isExact && i < parts.Count; i++)
        {
            for (var j = 0; j < parts.Count; j++)
            {
                // i was rounded up, by added[i]; j down, by -added[j]: it would have needed One + added[j].
                isExact &= added[i] <= 0 || added[j] >= 0 || added[i] < One + added[j] || (added[i] == One + added[j] && i < j);
            }
        }
        Require(isExact, $"{what}, {total} fen, is divided by {string.Join(' ', shares)} into {string.Join(' ', parts)}");
    }

    /// <summary>What the periods bring at most.</summary>
    private static long Ceiling(ModelContract c, ModelRoyalty royalty) =>
        Math.Min(royalty.Cap ?? long.MaxValue, c.Plan.Value - royalty.EntryFee);

    /// <summary>What a base is worth in ten-thousandths of a fen: each tier changes the rate of all that lies above it.</summary>
    private static long Exact(ModelRoyalty royalty, long of)
    {
        var (exact, rate) = (0L, 0L);
        foreach (var tier in royalty.Tiers)
        {
            exact += Math.Max(0, of - tier.Above) * (tier.Rate - rate);
            rate = tier.Rate;
        }
        return exact;
    }

    private static long HalfUp(long tenThousandths) => (tenThousandths + One / 2) / One;
}
