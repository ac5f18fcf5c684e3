using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Invariants;
using YrdClearing.Simulation.Scheduling;
using static YrdClearing.Simulation.Workload.ContractWriter;

namespace YrdClearing.Simulation.Workload;

/// <summary>What is asked next of what falls due by its day: instalments, entry fees and the periods of a royalty.</summary>
internal sealed class RoyaltyChoice(CommandWriter write, Chance chance)
{
    private readonly ContractWriter _contract = new(write, chance);

    /// <summary>The buyer pays early, or the day comes; now and then it is asked too early.</summary>
    public Envelope Instalment(ModelContract c, ModelMilestone m, string? id) => chance.OneIn(2)
        ? _contract.OfMilestone(Party(c, isSeller: false), "milestone.accept", c, m, "", id)
        : write.RunDeadlines(StartOf(m.Due!.Value.AddDays(chance.OneIn(3) ? -1 : 0)), id);

    /// <summary>The next step of the first period that is not final yet; of one that waits for money, if all are.</summary>
    public Envelope Period(ModelContract c, ModelMilestone asked, string? id)
    {
        var m = chance.OneIn(8) ? asked : c.Milestones.Find(m => m.Period is { IsFinal: false } && !m.IsReleased) ?? asked;
        var (p, buyer) = (m.Period!, Party(c, isSeller: false));
        switch (p.Status)
        {
            case "Open":
                var isLate = chance.OneIn(4);
                PassUntil(isLate ? p.ReportBy : p.Ends);
                return isLate ? Inspect(c, m, id) : _contract.Write(buyer, "royalty.report", c, OfPeriod(m) + Base(c), id);
            case "Reported" when chance.OneIn(2):
                return Inspect(c, m, id);
            case "Inspected" when chance.OneIn(6):
                return Inspect(c, m, id);
            case "Inspected" or "Payable" when chance.OneIn(2):
                return _contract.OfMilestone(buyer, "milestone.accept", c, m, "", id);
            default:
                return write.RunDeadlines(chance.OneIn(5) || m.AcceptBy is null ? write.Now : StartOf(m.AcceptBy.Value.AddDays(1)), id);
        }
    }

    private Envelope Inspect(ModelContract c, ModelMilestone m, string? id) =>
        _contract.Write(Sellers(c), "royalty.inspect", c, OfPeriod(m) + Base(c) + Reason, id);

    private static string OfPeriod(ModelMilestone m) => $"""
        ,"period":"{m.Id}"
        """;

    /// <summary>Nothing, a few fen, or up to twice the contract's value.</summary>
    private string Base(ModelContract c) => $"""
        ,"base":"{CommandWriter.Yuan(chance.OneIn(8) ? chance.Between(0, 9) : chance.Between(1, 2 * c.Value))}"
        """;

    /// <summary>The day is over; now and then not yet.</summary>
    private void PassUntil(DateOnly day)
    {
        var over = StartOf(day.AddDays(1));
        if (over > write.Now && !chance.OneIn(6))
        {
            write.Pass(over - write.Now);
        }
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.FromHours(8));
}
