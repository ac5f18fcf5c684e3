using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>
/// What is asked next of a contract that is used first and paid later, and of the compensation fund that pays in the place of its buyer.
/// </summary>
internal sealed class UseChoice(CommandWriter write, Chance chance)
{
    private readonly ContractWriter _contract = new(write, chance);

    /// <summary>Half the time too little for a default.</summary>
    public Envelope Deposit(string market, string? id) => write.Write("bank:network", "compensation.deposit", $$"""
        "market":"{{market}}","amount":"{{CommandWriter.Yuan(chance.Between(1, chance.OneIn(2) ? 4_000_000 : 100_000))}}"
        """, id);

    /// <summary>The next step of a contract's use; by its price as well as by its time.</summary>
    public Envelope Step(ModelContract c, ModelMilestone use, string? id) => (use.Status, chance.Below(4)) switch
    {
        ("Pending", _)  => _contract.Write(Party(c, chance.OneIn(2)), "use.begin", c, "", id),
        ("InUse", 0)    => _contract.Write(Sellers(c), "use.trigger", c, Evidence, id),
        ("InUse", _)    => _contract.Write(Party(c, isSeller: false), "use.trigger", c, Evidence, id),
        ("Payable", 1)  => Deposit(c.HomeBook["market:".Length..], id),
        (_, 0)          => _contract.OfMilestone(Party(c, isSeller: false), "milestone.accept", c, use, "", id),
        _               => RunDeadlines(use, id),
    };

    /// <summary>
    /// What a buyer owes the fund is paid back, or given up by the buyer's market: in many parts, so that runs begin with some left.
    /// </summary>
    public Envelope Subrogation(ModelContract c, string? id)
    {
        var part = _contract.Part(chance.OneIn(8) ? c.Claim : Math.Max(1, c.Claim / 8));
        return chance.OneIn(2)
            ? _contract.Write(c.HomeBook + "/li", "subrogation.write-off", c, part + Reason, id)
            : _contract.Write("bank:network", "subrogation.receive", c, part, id);
    }

    /// <summary>Mostly when the last day to pay is over.</summary>
    private Envelope RunDeadlines(ModelMilestone use, string? id)
    {
        var over = new DateTimeOffset(use.Due!.Value.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(8));
        return write.RunDeadlines(chance.OneIn(4) ? write.Now : over, id);
    }

    private const string Evidence = """
        ,"evidence":"first invoice"
        """;
}
