using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>A command to one period of a contract's royalty.</summary>
/// <param name="Contract">The contract's id.</param>
/// <param name="Period">The period's id.</param>
/// <param name="Base">What the rate applies to; not negative.</param>
public abstract record RoyaltyCommand(string Contract, string Period, Money Base) : ContractCommand(Contract);

/// <summary>The buyer reports what it made in a period.</summary>
public sealed record ReportRoyalty(string Contract, string Period, Money Base) : RoyaltyCommand(Contract, Period, Base);

/// <summary>The seller's market confirms or corrects the base, or finds it itself when the buyer reported nothing in time.</summary>
public sealed record InspectRoyalty(string Contract, string Period, Money Base, string Reason) : RoyaltyCommand(Contract, Period, Base);

internal static class RoyaltyCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("royalty.report", "the buyer", "Reports the base of a royalty period that has ended; the objection days begin.",
            "买方申报提成基数。",
            f => new ReportRoyalty(f.Id("contract"), f.Id("period"), f.Amount("base")),
            """{"contract":"K1","period":"P1","base":"3333333.33"}"""),
        new("royalty.inspect", "the seller's market",
            "Confirms or corrects the base of a royalty period, within the objection days, or finds it when nothing was reported in time.",
            "卖方市场核查提成基数，逾期未申报的可直接核定。",
            f => new InspectRoyalty(f.Id("contract"), f.Id("period"), f.Amount("base"), f.Text("reason")),
            """{"contract":"K1","period":"P1","base":"3400000.00","reason":"books of the buyer"}"""),
    ];
}
