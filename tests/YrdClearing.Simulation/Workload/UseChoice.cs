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
    /// <summary>What a fund pays of what a buyer did not: nothing, all of it, or a part that leaves half fens.</summary>
    private static readonly string[] Shares = ["0.00", "0.3333", "0.50", "0.80", "1.00"];

    private readonly ContractWriter _contract = new(write, chance);

    /// <summary>A plan, as JSON.</summary>
    public string Plan() => $$"""
        {"kind":"deferred","trigger":"first sale","dueDays":{{chance.Below(4)}},"compensationShare":"{{chance.Of(Shares)}}"}
        """;

    /// <summary>Mostly too little for a default.</summary>
    public Envelope Deposit(string market, string? id) => write.Write("bank:network", "compensation.deposit", $$"""
        "market":"{{market}}","amount":"{{CommandWriter.Yuan(chance.Between(1, chance.OneIn(4) ? 2_000_000 : 100_000))}}"
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

    /// <summary>What a buyer owes the fund is paid back, or given up by the buyer's market.</summary>
    public Envelope Subrogation(ModelContract c, string? id) => chance.OneIn(3)
        ? _contract.Write(c.HomeBook + "/li", "subrogation.write-off", c, _contract.Part(c.Claim) + Reason, id)
        : _contract.Write("bank:network", "subrogation.receive", c, _contract.Part(c.Claim), id);

    /// <summary>Mostly when the last day to pay is over.</summary>
    private Envelope RunDeadlines(ModelMilestone use, string? id)
    {
        var over = new DateTimeOffset(use.Due!.Value.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(8));
        if (over > write.Now && !chance.OneIn(4))
        {
            write.Pass(over - write.Now);
        }
        return write.Write("operator:network", "deadlines.run", "", id);
    }

    private const string Evidence = """
        ,"evidence":"first invoice"
        """;
}
