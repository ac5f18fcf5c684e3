using System.Globalization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Server.Sample;

/// <summary>A planned cycle, for the lines and for the summary.</summary>
internal sealed record SampleCycle(string Id, DateTime CutOff, NettingResult Netting);

/// <summary>One of the two networks, whose cycles are cut off by themselves.</summary>
/// <param name="Word">As cycle.cut-off names it.</param>
/// <param name="Prefix">Of the ids of its cycles.</param>
/// <param name="Settler">Who confirms for a region.</param>
internal sealed record SampleNetwork(string Word, string Prefix, Func<string, string> Settler)
{
    public static readonly SampleNetwork Vouchers = new("vouchers", "C", region => SampleFunds.Of(region).Actor("settlement-1"));
    public static readonly SampleNetwork Markets = new("markets", "M", region => SampleMarkets.Of(region).Actor("settlement-1"));
}

/// <summary>
/// One multilateral cycle a month: cut off at midnight, calculated at once, confirmed by everybody concerned, instructed, paid, closed. The
/// lines that name payers need to know who will owe whom, so the obligations of the plan are netted here by the same pure function.
/// </summary>
internal sealed class SampleCycles(SampleScript script, SampleRandom random, SampleNetwork network)
{
    private const string Clearing = "clearing:network";
    private const string Bank = "bank:network";

    /// <summary>Midnights; the year's last one leaves time to pay.</summary>
    public static readonly IReadOnlyList<DateTime> CutOffs =
        [.. Enumerable.Range(2, 11).Select(month => SampleCalendar.Day(month, 1)), SampleCalendar.LastCutOff];

    public IReadOnlyList<SampleCycle> Write(IReadOnlyList<SampleObligation> obligations)
    {
        var cycles = new List<SampleCycle>();
        var from = DateTime.MinValue;
        for (var month = 1; month <= 12; month++)
        {
            var cutOff = CutOffs[month - 1];
            var cycle = Calculate(month, cutOff, obligations.Where(o => o.At >= from && o.At < cutOff).ToList());
            Write(cycle, hasFailure: month % 3 == 0);
            cycles.Add(cycle);
            from = cutOff;
        }
        return cycles;
    }

    private SampleCycle Calculate(int month, DateTime cutOff, List<SampleObligation> taken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{network.Prefix}{SampleCalendar.Year}-{month:00}");
        var obligations = taken.Select(o => new PairAmount(o.From, o.To, o.Amount));
        return new(id, cutOff, Netting.Of(NettingMode.Multilateral, obligations));
    }

    private void Write(SampleCycle cycle, bool hasFailure)
    {
        script.Add(cycle.CutOff, Clearing, "cycle.cut-off", ("cycle", cycle.Id), ("network", network.Word), ("mode", "multilateral"));
        script.Add(cycle.CutOff.AddMinutes(1), Clearing, "cycle.calculate", ("cycle", cycle.Id));
        if (cycle.Netting.Instructions.Count == 0)
        {
            // Nothing to pay: calculate has confirmed it, instruct settles it.
            script.Add(cycle.CutOff.AddMinutes(2), Clearing, "cycle.instruct", ("cycle", cycle.Id));
            script.Add(cycle.CutOff.AddMinutes(3), Clearing, "cycle.close", ("cycle", cycle.Id));
            return;
        }
        var confirming = cycle.CutOff.AddDays(1).AddHours(7);
        var concerned = cycle.Netting.Positions.Where(p => !p.Amount.IsZero).Select(p => p.Book).Order(StringComparer.Ordinal).ToList();
        foreach (var region in concerned)
        {
            script.Add(confirming, network.Settler(region), "cycle.confirm", ("cycle", cycle.Id));
        }
        var early = new SampleLine(confirming, network.Settler(concerned[0]), "cycle.confirm", ("cycle", cycle.Id));
        script.Add(early with { Expect = "wrong_state" });
        script.Add(confirming.AddMinutes(30), Clearing, "cycle.instruct", ("cycle", cycle.Id));
        Pay(cycle, cycle.CutOff.AddDays(2).AddHours(7), hasFailure ? (int)random.Below(cycle.Netting.Instructions.Count) : -1);
    }

    private void Pay(SampleCycle cycle, DateTime paying, int failing)
    {
        for (var i = 0; i < cycle.Netting.Instructions.Count; i++)
        {
            var (from, to, _) = cycle.Netting.Instructions[i];
            if (i != failing)
            {
                script.Add(paying, Bank, "cycle.pay", ("cycle", cycle.Id), ("from", from), ("to", to));
                continue;
            }
            script.Add(paying, Bank, "cycle.fail", ("cycle", cycle.Id), ("from", from), ("to", to),
                ("reason", "付款行系统故障 payer's bank out of service"));
            script.Add(paying.AddDays(2), Bank, "cycle.pay", ("cycle", cycle.Id), ("from", from), ("to", to));
        }
        script.Add(paying.AddDays(failing < 0 ? 0 : 2).AddMinutes(30), Clearing, "cycle.close", ("cycle", cycle.Id));
    }
}
