using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>What is asked of the technology markets next; of a contract mostly a step that it allows.</summary>
internal sealed class ContractChoice(CommandWriter write, Model model, Chance chance)
{
    private readonly ContractWriter _contract = new(write, chance);
    private readonly UseChoice _uses = new(write, chance);
    private readonly RoyaltyChoice _royalties = new(write, chance);
    private readonly DraftChoice _drafts = new(write, model, chance);
    private readonly ListingChoice _listings = new(write, model, chance);
    private readonly LicenceChoice _licences = new(write, model, chance);
    private int _amendments;

    public Envelope Next(string? id)
    {
        if (_listings.End(id) is { } end)
        {
            return end;
        }
        if (model.Contracts.Contracts.Count == 0 || chance.OneIn(14))
        {
            return _drafts.Any(id);
        }
        if (chance.OneIn(20))
        {
            return _drafts.Title(id);
        }
        if (chance.OneIn(6))
        {
            return chance.OneIn(5) ? _licences.Next(id) : _listings.Next(id);
        }
        if (chance.OneIn(50))
        {
            return _uses.Deposit(chance.Of(Cast.Markets), id);
        }
        if (chance.OneIn(4) && model.Contracts.Contracts.Values.Where(c => c.Claim > 0).ToList() is { Count: > 0 } claimed)
        {
            return _uses.Subrogation(chance.Of(claimed), id);
        }
        // Mostly one that money is in already: few others get that far.
        var all = model.Contracts.Contracts.Values;
        var performing = !chance.OneIn(3) ? all.Where(c => c.Status == "Performing").ToList() : [];
        var c = performing.Count > 0 ? Recent(performing) : Recent(all);
        return chance.OneIn(25)                                                         ? OutOfTurn(c, id) :
            c is { IsOver: false, Amendment: { } waiting } && chance.OneIn(2)           ? _drafts.Sign(c, waiting.Signed, id) :
            Step(c, id);
    }

    private Envelope Step(ModelContract c, string? id) => c.Status switch
    {
        "Draft" => _drafts.Sign(c, c.Signed, id),
        "Signed" => chance.Below(12) switch
        {
            0 => _contract.Write(Sellers(c), "contract.refuse", c, Reason, id),
            1 => _contract.Write(Sellers(c), "contract.terminate", c, Reason, id),
            2 => Amend(c, id),
            < 6 when c.Use is { } use => _uses.Step(c, use, id),
            < 7 => RegisterContract(c, id),
            _ => Fund(c, id),
        },
        "Registered" => chance.Below(8) switch
        {
            0 => Amend(c, id),
            1 => _contract.Write(Sellers(c), "contract.terminate", c, Reason, id),
            < 6 when c.Use is { } use => _uses.Step(c, use, id),
            _ => Fund(c, id),
        },
        "Performing" => Perform(c, id),
        "Disputed" when !chance.OneIn(4) =>
            _contract.Write(Sellers(c), chance.OneIn(4) ? "contract.terminate" : "contract.resolve", c, Reason, id),
        _ => Pay(c, id),
    };

    private Envelope Perform(ModelContract c, string? id)
    {
        switch (chance.Below(24))
        {
            case 0: return _contract.Write(Party(c, chance.OneIn(2)), "contract.dispute", c, Reason, id);
            case 1: return _contract.Write(Sellers(c), "contract.terminate", c, Reason, id);
            case 2 or 3: return Amend(c, id);
            case 4 when c.Number is null: return RegisterContract(c, id);
            case < 9: return Pay(c, id);
        }
        var open = c.Milestones.FindAll(m => !m.IsReleased);
        var m = chance.Of(open);
        var (seller, buyer) = (Party(c, isSeller: true), Party(c, isSeller: false));
        return m == c.Use                               ? m.Due is not null && chance.OneIn(4) ? Fund(c, id) : _uses.Step(c, m, id) :
            m.Period is { } period                      ? IsToFund(c, m, period) ? Fund(c, id) : _royalties.Period(c, m, id) :
            m.IsInstalment                              ? IsShort(c, m) ? Fund(c, id) : _royalties.Instalment(c, m, id) :
            m.Status != "Delivered"                     ? _contract.OfMilestone(seller, "milestone.deliver", c, m, "", id) :
            chance.OneIn(2)                             ? _contract.OfMilestone(buyer, "milestone.object", c, m, Reason, id) :
            IsShort(c, m)                               ? Fund(c, id) :
            _contract.OfMilestone(buyer, "milestone.accept", c, m, "", id);
    }

    /// <summary>The escrow does not cover it; now and then it is asked for all the same.</summary>
    private bool IsShort(ModelContract c, ModelMilestone m) => c.Escrow < Math.Max(1, m.Amount) && !chance.OneIn(8);

    /// <summary>Mostly only when nothing but money is missing, so that periods come to wait for it.</summary>
    private bool IsToFund(ModelContract c, ModelMilestone m, ModelPeriod period) =>
        period.Status == "Payable" ? IsShort(c, m) : chance.OneIn(8);

    /// <summary>What is due to somebody from this contract; a new one when nothing is.</summary>
    private Envelope Pay(ModelContract c, string? id)
    {
        var released = c.Milestones.FindAll(m => m.IsReleased);
        if (c.RefundInstructed > 0 || (c.RefundDue > 0 && (released.Count == 0 || chance.OneIn(2))))
        {
            return Payout(OfPart("refund"), c.RefundInstructed > 0 ? "Instructed" : "Due", c.HomeBook, c, id);
        }
        if (released.Count == 0)
        {
            return _drafts.Any(id);
        }
        var m = chance.Of(released);
        var left = m.PayoutClawedBack - m.Received;
        return chance.Below(8) switch
        {
            0 => _contract.OfMilestone(Sellers(c), "contract.refund", c, m, _contract.Part(c.Refundable(m)) + Reason, id),
            1 or 2 when left > 0 => _contract.OfMilestone("bank:network", "recovery.receive", c, m, _contract.Part(left), id),
            _ when m.Owners.Count > 0 && !chance.OneIn(3) => OwnerPayout(c, m, chance.Of(m.Owners), id),
            _ => Payout(OfPart(m.Id), m.Payout, c.SellerBook, c, id),
        };
    }

    private Envelope OwnerPayout(ModelContract c, ModelMilestone m, ModelOwnerPart owner, string? id) =>
        Payout($"""
            {OfPart(m.Id)},"owner":"{owner.Party}"
            """, owner.Payout, c.SellerBook, c, id);

    private static string OfPart(string id) => $"""
        ,"milestone":"{id}"
        """;

    private Envelope Payout(string fields, string? status, string payingBook, ModelContract c, string? id) =>
        status != "Instructed"  ? _contract.Write(payingBook + "/li", "payout.instruct", c, fields, id) :
        chance.OneIn(4)         ? _contract.Write("bank:network", "payout.fail", c, fields + Reason, id) :
        _contract.Write("bank:network", "payout.confirm", c, fields, id);

    /// <summary>A step that the contract is hardly ready for, or by somebody whom it does not concern.</summary>
    private Envelope OutOfTurn(ModelContract c, string? id)
    {
        var m = chance.Of(c.Milestones);
        return chance.Below(5) switch
        {
            0 => _contract.Write(Party(c, isSeller: true), "contract.sign", c, "", id),
            1 => _contract.OfMilestone(Party(c, isSeller: true), "milestone.accept", c, m, "", id),
            2 => _contract.OfMilestone(Party(c, isSeller: false), "milestone.accept", c, m, "", id),
            3 => _contract.OfMilestone(Sellers(c), "contract.refund", c, m, _contract.Part(m.Amount), id, Reason),
            _ => _contract.Write("bank:network", "contract.fund", c, _contract.Part(c.Value + 1), id),
        };
    }

    private Envelope Amend(ModelContract c, string? id)
    {
        // Half the time below what the escrow holds, so that something is left over.
        var value = chance.OneIn(2) ? Math.Max(1, c.Released + c.Escrow / 2) : c.Value + chance.Between(1, 100_000);
        var terms = _drafts.Terms(value, $"A{++_amendments}-", hasEntry: !HasPaidEntry(c));
        return _contract.Write(Sellers(c), "contract.amend", c, "," + terms, id);
    }

    private Envelope RegisterContract(ModelContract c, string? id)
    {
        // Now and then a number that another contract has.
        var number = chance.OneIn(8) ? Recent(model.Contracts.Contracts.Values).Number ?? "R-" + c.Id : "R-" + c.Id;
        return _contract.Write(Sellers(c), "contract.register", c, $$"""
            ,"number":"{{number}}","technologyValue":"{{CommandWriter.Yuan(Math.Max(1, c.Value / 2))}}"
            """, id);
    }

    private Envelope Fund(ModelContract c, string? id)
    {
        var room = c.Value - c.Compensated - (c.Funded - c.Returned);
        // Little for a royalty, so that a period must wait for money.
        var part = c.Plan.Royalty is not null && chance.OneIn(2) ? room / 16 : chance.OneIn(3) ? room / 2 : room;
        return _contract.Write("bank:network", "contract.fund", c, _contract.Part(Math.Max(1, part)), id);
    }

    private static bool HasPaidEntry(ModelContract c) => c.Milestones.Exists(m => m is { Id: ModelMilestone.Entry, IsReleased: true });

    private T Recent<T>(IReadOnlyCollection<T> things) => chance.Recent(things);
}
