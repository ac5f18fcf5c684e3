using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>What is asked of the technology markets next: titles, drafts, and the next step of a contract, mostly one that it allows.</summary>
internal sealed class ContractChoice(CommandWriter write, Model model, Chance chance)
{
    private readonly ContractWriter _contract = new(write, chance);
    private readonly UseChoice _uses = new(write, chance);
    private readonly RoyaltyChoice _royalties = new(write, chance);
    private readonly PlanChoice _plans = new(write, chance);
    private int _things;

    public Envelope Next(string? id)
    {
        if (model.Contracts.Contracts.Count == 0 || chance.OneIn(9))
        {
            return Draft(id);
        }
        if (chance.OneIn(16))
        {
            return Register(id);
        }
        if (chance.OneIn(50))
        {
            return _uses.Deposit(chance.Of(Cast.Markets), id);
        }
        if (chance.OneIn(4) && model.Contracts.Contracts.Values.Where(c => c.Claim > 0).ToList() is { Count: > 0 } claimed)
        {
            return _uses.Subrogation(chance.Of(claimed), id);
        }
        var c = Recent(model.Contracts.Contracts.Values);
        return chance.OneIn(25)                                                         ? OutOfTurn(c, id) :
            c is { IsOver: false, Amendment: { } waiting } && chance.OneIn(2)           ? Sign(c, waiting.Signed, id) :
            Step(c, id);
    }

    private Envelope Step(ModelContract c, string? id) => c.Status switch
    {
        "Draft" => Sign(c, c.Signed, id),
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
            m.Period is not null                        ? IsShort(c, m) ? Fund(c, id) : _royalties.Period(c, m, id) :
            m.IsInstalment                              ? IsShort(c, m) ? Fund(c, id) : _royalties.Instalment(c, m, id) :
            m.Status != "Delivered"                     ? _contract.OfMilestone(seller, "milestone.deliver", c, m, "", id) :
            IsShort(c, m)                               ? Fund(c, id) :
            chance.OneIn(3)                             ? _contract.OfMilestone(buyer, "milestone.object", c, m, Reason, id) :
            _contract.OfMilestone(buyer, "milestone.accept", c, m, "", id);
    }

    /// <summary>The escrow does not cover it; now and then it is asked for all the same.</summary>
    private bool IsShort(ModelContract c, ModelMilestone m) => c.Escrow < Math.Max(1, m.Amount) && !chance.OneIn(8);

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
            return Draft(id);
        }
        var m = chance.Of(released);
        var left = m.PayoutClawedBack - m.Received;
        return chance.Below(8) switch
        {
            0 => _contract.OfMilestone(Sellers(c), "contract.refund", c, m, _contract.Part(c.Refundable(m)) + Reason, id),
            1 or 2 when left > 0 => _contract.OfMilestone("bank:network", "recovery.receive", c, m, _contract.Part(left), id),
            _ when m.Owners.Count > 0 && chance.OneIn(2) => OwnerPayout(c, m, chance.Of(m.Owners), id),
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

    private Envelope Register(string? id)
    {
        var (holder, _) = chance.Of(Cast.Enterprises);
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "title.register", $$"""
            "title":"{{NewId("T")}}","holder":"{{holder}}","kind":"patent"
            """, id);
    }

    private Envelope Draft(string? id)
    {
        var title = model.Contracts.Titles.Titles.Count > 0 && !chance.OneIn(3) ? Recent(model.Contracts.Titles.Titles.Values) : null;
        var type = title is null ? chance.Of(["development", "consulting", "service"]) : chance.Of(["transfer", "transfer", "licence"]);
        var seller = title is null || chance.OneIn(15) ? chance.Of(Cast.Enterprises).Uscc : title.Register.Holder;
        var buyer = chance.Of(Cast.Enterprises).Uscc;
        var value = chance.OneIn(20) ? chance.Between(1, 5) : chance.Between(10_000, 5_000_000);
        var named = title is null ? "" : $"""
            "title":"{title.Id}",
            """;
        return write.Write($"market:{chance.Of(Cast.Markets)}/li", "contract.draft", $$"""
            "contract":"{{NewId("K")}}","type":"{{type}}",{{named}}"seller":"{{seller}}","buyer":"{{buyer}}",
            "buyerMarket":"{{chance.Of(Cast.Markets)}}","objectionDays":{{chance.Below(4)}},
            {{Terms(value, "M", isWhole: type == "transfer")}}{{_plans.Owners(seller, buyer)}}
            """, id);
    }

    private Envelope Amend(ModelContract c, string? id)
    {
        // Half the time below what the escrow holds, so that something is left over.
        var value = chance.OneIn(2) ? Math.Max(1, c.Released + c.Escrow / 2) : c.Value + chance.Between(1, 100_000);
        return _contract.Write(Sellers(c), "contract.amend", c, "," + Terms(value, $"A{++_things}-", hasEntry: !HasPaidEntry(c)), id);
    }

    private Envelope Sign(ModelContract c, HashSet<string> signed, string? id)
    {
        var isSeller = signed.Count == 1 && !chance.OneIn(12) ? !signed.Contains("Seller") : chance.OneIn(2);
        return _contract.Write(Party(c, isSeller), "contract.sign", c, "", id);
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

    /// <param name="value">In fen.</param>
    /// <param name="parts">What the ids of the parts begin with.</param>
    /// <param name="isWhole">Mostly one milestone is all.</param>
    /// <param name="hasEntry">A royalty may have an entry fee.</param>
    private string Terms(long value, string parts, bool isWhole = false, bool hasEntry = true)
    {
        var yuan = CommandWriter.Yuan(value);
        return $$"""
            "value":"{{yuan}}","technologyValue":"{{yuan}}","plan":{{_plans.Plan(value, parts, isWhole, hasEntry)}}
            """;
    }

    private string NewId(string kind) => $"{kind}{write.Prefix}{++_things}";

    private T Recent<T>(IReadOnlyCollection<T> things) => chance.Recent(things);
}
