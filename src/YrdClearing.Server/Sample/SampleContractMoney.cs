using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Writes what is paid out of the contracts, when it can be paid for certain, and keeps what the markets come to owe each other, so that
/// their cycles can be netted in advance. Amounts are the domain's own.
/// </summary>
internal sealed class SampleContractMoney(SampleScript script, SampleRandom random)
{
    public const string Bank = "bank:network";

    private readonly List<SampleObligation> _obligations = [];

    /// <summary>Releases and refunds between two markets.</summary>
    public IReadOnlyList<SampleObligation> Obligations => _obligations;

    public void Release(SampleContract c, MilestoneTerms milestone, DateTime at)
    {
        if (c.IsAbroad && !milestone.Owed.IsZero)
        {
            _obligations.Add(new(at, c.BuyerMarket.Region, c.SellerMarket.Region, milestone.Owed));
        }
        Pay(c, PayableAt(c, at), c.SellerMarket, milestone.Id);
    }

    /// <summary>The seller repays at once, so that its market has the money for whoever is paid next.</summary>
    public void Refund(SampleContract c, string milestone, Money amount, DateTime at)
    {
        if (c.IsAbroad)
        {
            _obligations.Add(new(at, c.SellerMarket.Region, c.BuyerMarket.Region, amount));
        }
        var repaid = at.AddMinutes(10);
        script.Add(repaid, Bank, "recovery.receive", ("contract", c.Id), ("milestone", milestone), ("amount", amount));
        Pay(c, PayableAt(c, repaid), c.BuyerMarket, PlannedMilestone.ReservedId);
    }

    /// <summary>What leaves an escrow is there in cash.</summary>
    public void ReturnEscrow(SampleContract c, Money amount, DateTime at)
    {
        if (!amount.IsZero)
        {
            Pay(c, SampleCalendar.After(at, 1, random), c.BuyerMarket, PlannedMilestone.ReservedId);
        }
    }

    /// <summary>Within a market at once; abroad when the cycle that takes the debt has been paid, a failed payment included.</summary>
    private DateTime PayableAt(SampleContract c, DateTime at) => c.IsAbroad
        ? SampleCalendar.After(SampleCycles.CutOffs.First(cutOff => cutOff > at).AddDays(4), 0, random)
        : SampleCalendar.After(at, 1, random);

    /// <summary>Now and then the bank returns a payment, which is made again.</summary>
    private void Pay(SampleContract c, DateTime at, SampleMarket market, string milestone)
    {
        var confirmed = at.AddHours(5);
        if (confirmed > SampleCalendar.LastPayment)
        {
            return;
        }
        (string, object?)[] names = [("contract", c.Id), ("milestone", milestone)];
        script.Add(at, market.Actor("cashier-1"), "payout.instruct", names);
        if (random.Chance(40))
        {
            script.Add(at.AddHours(1), Bank, "payout.fail", [.. names, ("reason", "账号户名不符 account and name differ")]);
            script.Add(at.AddHours(2), market.Actor("cashier-1"), "payout.instruct", names);
        }
        script.Add(confirmed, Bank, "payout.confirm", names);
    }
}
