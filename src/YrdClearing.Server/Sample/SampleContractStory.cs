using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Writes what happens to one contract, from its title to its last milestone; a story that the year is too short for stays where it is.
/// </summary>
internal sealed class SampleContractStory(SampleScript script, SampleRandom random, SampleContractMoney money, SampleContract c)
{
    private DateTime _at = c.DraftedAt;
    private Money _escrow;

    public void Write()
    {
        if (c.Title is { } title)
        {
            // All on one morning before the first contract: a replay side by side waits for each.
            script.Add(SampleCalendar.Day(1, 9).AddHours(7), c.SellerMarket.Actor("clerk-1"), "title.register",
                ("title", title), ("holder", c.Seller.Uscc), ("kind", random.Pick(["patent", "know-how", "software"])));
        }
        Draft(c.Id, c.Seller.Uscc, c.TechnologyValue, c.Plan, SampleLine.Ok);
        Refusals();
        if (!Wait(0, 3))
        {
            return;
        }
        Line(c.Seller.Actor, "contract.sign");
        if (!Wait(0, 3))
        {
            return;
        }
        Line(c.Buyer.Actor, "contract.sign");
        if (c.Type == ContractType.Transfer)
        {
            Draft(c.Id + "-Y", c.Seller.Uscc, c.TechnologyValue, c.Plan, "title_encumbered");
        }
        if (c.Fate == SampleContractFate.Refused)
        {
            if (Wait(1, 5))
            {
                Line(Clerk, "contract.refuse", ("reason", "无技术内容 no technology in it"));
            }
            return;
        }
        if (random.Chance(850) && Wait(1, 6))
        {
            Register();
        }
        if (Wait(1, 12))
        {
            Fund(c.Fate == SampleContractFate.ShortOfEscrow ? new(c.Value.Fen / 20) : c.Value);
            Perform(MilestoneTerms.Of(c.Value, c.Plan, c.SellerMarket.Terms));
        }
    }

    private string Clerk => c.SellerMarket.Actor("clerk-1");

    private void Perform(IReadOnlyList<MilestoneTerms> plan)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            if (!Wait(5, 40))
            {
                return;
            }
            Line(c.Seller.Actor, "milestone.deliver", ("milestone", plan[i].Id));
            if (!(i == 0 ? Trouble(plan[0]) : true) || !Accept(plan[i]))
            {
                return;
            }
            Release(plan[i]);
            if (i == 0 && Turn(plan[0]) is { } next)
            {
                plan = next;
                i = -1;
            }
        }
    }

    /// <summary>What comes between the first delivery and its acceptance; false when the year ends before.</summary>
    private bool Trouble(MilestoneTerms first)
    {
        switch (c.Fate)
        {
            case SampleContractFate.Objected when first.Id == "M1":
                if (!Wait(1, 5))
                {
                    return false;
                }
                Line(c.Buyer.Actor, "milestone.object", ("milestone", first.Id), ("reason", "报告不全 a part of the report is missing"));
                if (!Wait(3, 15))
                {
                    return false;
                }
                Line(c.Seller.Actor, "milestone.deliver", ("milestone", first.Id));
                return true;
            case SampleContractFate.Disputed:
                if (!Wait(1, 5))
                {
                    return false;
                }
                Line(c.Buyer.Actor, "contract.dispute", ("reason", "指标不符 not what was agreed"));
                if (!Wait(3, 20))
                {
                    return false;
                }
                Line(Clerk, "contract.resolve", ("reason", "双方达成一致 agreed"));
                return true;
            case SampleContractFate.ShortOfEscrow:
                if (!Wait(1, 5))
                {
                    return false;
                }
                Refused("escrow_insufficient", c.Buyer.Actor, "milestone.accept", ("milestone", first.Id));
                if (!Wait(1, 5))
                {
                    return false;
                }
                Fund(c.Value - _escrow);
                return true;
            default:
                return true;
        }
    }

    /// <summary>Before the objection days end, or by the run of deadlines after them.</summary>
    private bool Accept(MilestoneTerms milestone)
    {
        if (c.Fate != SampleContractFate.Deemed)
        {
            if (!Wait(1, 20))
            {
                return false;
            }
            Line(c.Buyer.Actor, "milestone.accept", ("milestone", milestone.Id));
            return true;
        }
        var run = SampleCalendar.NextDeadlineRun(_at.Date.AddDays(c.ObjectionDays + 1));
        if (run > SampleCalendar.LastApproval)
        {
            // The run of December comes after the year's last cut-off; its release belongs to the year after.
            return false;
        }
        _at = run;
        return true;
    }

    private void Release(MilestoneTerms milestone)
    {
        _escrow -= milestone.Amount;
        money.Release(c, milestone, _at);
    }

    private void ReturnEscrow(Money amount)
    {
        _escrow -= amount;
        money.ReturnEscrow(c, amount, _at);
    }

    private void Refund(string milestone, Money amount)
    {
        Line(Clerk, "contract.refund", ("milestone", milestone), ("amount", amount), ("reason", "仲裁裁决 arbitration"));
        money.Refund(c, milestone, amount, _at);
    }

    /// <summary>
    /// What follows the first release: the milestones of an amended plan, none when the contract ends, null when it goes on.
    /// </summary>
    private IReadOnlyList<MilestoneTerms>? Turn(MilestoneTerms released)
    {
        switch (c.Fate)
        {
            case SampleContractFate.Terminated when Wait(2, 20):
                Line(Clerk, "contract.terminate", ("reason", "双方同意解除 agreed"));
                ReturnEscrow(_escrow);
                return [];
            case SampleContractFate.Refunded when Wait(10, 40):
                Refund(released.Id, new(released.Amount.Fen / 10));
                return null;
            case SampleContractFate.AmendedDown or SampleContractFate.AmendedUp when released.Id == "M1":
                return Amend(released);
            default:
                return null;
        }
    }

    private IReadOnlyList<MilestoneTerms>? Amend(MilestoneTerms released)
    {
        if (!Wait(2, 10))
        {
            return [];
        }
        var value = new Money(c.Fate == SampleContractFate.AmendedUp ? c.Value.Fen / 10 * 12 : c.Value.Fen / 10 * 8);
        PlannedMilestone[] plan = [new("N1", Rate.Parse("0.5")), new("N2", Rate.Parse("0.5"))];
        Line(Clerk, "contract.amend", ("value", value), ("technologyValue", new Money(value.Fen / 2)), ("plan", plan));
        foreach (var party in new[] { c.Seller, c.Buyer })
        {
            if (!Wait(0, 3))
            {
                return [];
            }
            Line(party.Actor, "contract.sign");
        }
        var rest = value - released.Amount;
        if (_escrow > rest)
        {
            ReturnEscrow(_escrow - rest);
        }
        else if (Wait(1, 5))
        {
            Fund(rest - _escrow);
        }
        return MilestoneTerms.Of(rest, plan, c.SellerMarket.Terms);
    }

    private void Register()
    {
        Line(Clerk, "contract.register",
            ("number", string.Create(CultureInfo.InvariantCulture, $"{SampleCalendar.Year}{c.SellerMarket.Region}{c.Number:000000}")),
            ("technologyValue", c.TechnologyValue));
    }

    private void Fund(Money amount)
    {
        Line(SampleContractMoney.Bank, "contract.fund", ("amount", amount));
        _escrow += amount;
        if (c.Number % 40 == 1)
        {
            Refused("amount_exceeds_contract", SampleContractMoney.Bank, "contract.fund", ("amount", c.Value));
        }
    }

    /// <summary>Mistakes of the first clerks of the year, each refused for what the contract's own lines say.</summary>
    private void Refusals()
    {
        var another = c.Id + "-X";
        switch (c.Number % 40)
        {
            case 2:
                Draft(another, c.Seller.Uscc, c.Value + c.Value, c.Plan, "technology_value_exceeds_value");
                break;
            case 3:
                Draft(another, c.Seller.Uscc, c.TechnologyValue, [new("M1", Rate.Parse("0.5"))], "shares_not_one");
                break;
        }
        if (c.Title is not null && c.Number % 3 == 0)
        {
            var other = c.SellerMarket.Universities.First(u => u != c.Seller);
            Draft(another, other.Uscc, c.TechnologyValue, c.Plan, "title_not_held");
        }
    }

    private void Draft(string id, string seller, Money technologyValue, IReadOnlyList<PlannedMilestone> plan, string expect)
    {
        var draft = new SampleLine(_at, Clerk, "contract.draft", ("contract", id), ("type", c.Type.ToString().ToLowerInvariant()),
            ("title", c.Title), ("seller", seller), ("buyer", c.Buyer.Uscc), ("buyerMarket", c.BuyerMarket.Region),
            ("value", c.Value), ("technologyValue", technologyValue), ("objectionDays", c.ObjectionDays), ("plan", plan));
        script.Add(draft with { Expect = expect });
    }

    private void Line(string actor, string name, params (string Name, object? Value)[] fields) =>
        script.Add(_at, actor, name, [("contract", c.Id), .. fields]);

    private void Refused(string code, string actor, string name, params (string Name, object? Value)[] fields) =>
        script.Add(new SampleLine(_at, actor, name, [("contract", c.Id), .. fields]) { Expect = code });

    /// <summary>Some days later; false, and no time goes by, when nothing more can happen in the year.</summary>
    private bool Wait(int low, int high)
    {
        var next = SampleCalendar.After(_at, random.Between(low, high), random);
        if (next > SampleCalendar.LastApproval)
        {
            return false;
        }
        _at = next;
        return true;
    }
}
