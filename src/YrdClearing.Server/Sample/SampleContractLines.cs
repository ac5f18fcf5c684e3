using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>
/// Writes what happens to each contract, from its title to the seller's money; a story that the year is too short for stays where it is.
/// Amounts are the domain's own, so the cycles of the markets can be netted in advance.
/// </summary>
internal sealed class SampleContractLines(SampleScript script, SampleRandom random)
{
    private readonly List<SampleObligation> _obligations = [];

    /// <summary>Releases and refunds between two markets.</summary>
    public IReadOnlyList<SampleObligation> Obligations => _obligations;

    public void Write(SampleContract contract) => new Story(script, random, _obligations, contract).Write();

    private sealed class Story(SampleScript script, SampleRandom random, List<SampleObligation> obligations, SampleContract c)
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
            if (c.IsAbroad && !milestone.Owed.IsZero)
            {
                obligations.Add(new(_at, c.BuyerMarket.Region, c.SellerMarket.Region, milestone.Owed));
            }
            Pay(PayableAt(_at), c.SellerMarket, milestone.Id);
        }

        /// <summary>What follows the first release: the milestones of an amended plan, none when the contract ends, null when it goes on.</summary>
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

        private void Refund(string milestone, Money amount)
        {
            Line(Clerk, "contract.refund", ("milestone", milestone), ("amount", amount), ("reason", "仲裁裁决 arbitration"));
            if (c.IsAbroad)
            {
                obligations.Add(new(_at, c.SellerMarket.Region, c.BuyerMarket.Region, amount));
            }
            // The seller repays at once, so that its market has the money for whoever is paid next.
            script.Add(_at.AddMinutes(10), Bank, "recovery.receive", ("contract", c.Id), ("milestone", milestone), ("amount", amount));
            Pay(PayableAt(_at.AddMinutes(10)), c.BuyerMarket, PlannedMilestone.ReservedId);
        }

        private void ReturnEscrow(Money amount)
        {
            _escrow -= amount;
            if (!amount.IsZero)
            {
                Pay(SampleCalendar.After(_at, 1, random), c.BuyerMarket, PlannedMilestone.ReservedId);
            }
        }

        /// <summary>Within a market at once; abroad when the cycle that takes the debt has been paid, a failed payment included.</summary>
        private DateTime PayableAt(DateTime at) => c.IsAbroad
            ? SampleCalendar.After(SampleCycles.CutOffs.First(cutOff => cutOff > at).AddDays(4), 0, random)
            : SampleCalendar.After(at, 1, random);

        /// <summary>Now and then the bank returns a payment, which is made again.</summary>
        private void Pay(DateTime at, SampleMarket market, string milestone)
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

        private void Register()
        {
            Line(Clerk, "contract.register",
                ("number", string.Create(CultureInfo.InvariantCulture, $"{SampleCalendar.Year}{c.SellerMarket.Region}{c.Number:000000}")),
                ("technologyValue", c.TechnologyValue));
        }

        private void Fund(Money amount)
        {
            Line(Bank, "contract.fund", ("amount", amount));
            _escrow += amount;
            if (c.Number % 40 == 1)
            {
                Refused("amount_exceeds_contract", Bank, "contract.fund", ("amount", c.Value));
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

        private void Draft(string id, string seller, Money technologyValue, IReadOnlyList<PlannedMilestone> plan, string expect) => script.Add(
            new SampleLine(_at, Clerk, "contract.draft", ("contract", id), ("type", c.Type.ToString().ToLowerInvariant()),
                ("title", c.Title), ("seller", seller), ("buyer", c.Buyer.Uscc), ("buyerMarket", c.BuyerMarket.Region),
                ("value", c.Value), ("technologyValue", technologyValue), ("objectionDays", c.ObjectionDays), ("plan", plan))
            {
                Expect = expect,
            });

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

        private const string Bank = "bank:network";
    }
}
