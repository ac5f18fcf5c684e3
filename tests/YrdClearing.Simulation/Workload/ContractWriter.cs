using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation.Workload;

/// <summary>Writes commands that name a contract, or a part of one.</summary>
internal sealed class ContractWriter(CommandWriter write, Chance chance)
{
    public const string Reason = """
        ,"reason":"test"
        """;

    public Envelope Write(string actor, string name, ModelContract c, string fields, string? id) => write.Write(actor, name, $$"""
        "contract":"{{c.Id}}"{{fields}}
        """, id);

    public Envelope OfMilestone(
        string actor, string name, ModelContract c, ModelMilestone m, string fields, string? id, string more = "") =>
        Write(actor, name, c, $$"""
            ,"milestone":"{{m.Id}}"{{fields}}{{more}}
            """, id);

    /// <summary>All that is left, half of it, or a fen too much.</summary>
    public string Part(long left)
    {
        var fen = chance.OneIn(10) ? left + 1 : chance.OneIn(2) ? left : left / 2;
        return $$"""
            ,"amount":"{{CommandWriter.Yuan(Math.Max(0, fen))}}"
            """;
    }

    /// <summary>An officer of the seller's market.</summary>
    public static string Sellers(ModelContract c) => c.SellerBook + "/li";

    public static string Party(ModelContract c, bool isSeller) => "enterprise:" + (isSeller ? c.Seller : c.Buyer);
}
