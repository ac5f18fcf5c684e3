using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Sample;

/// <summary>Counts and totals of a sample, computed from its plan; the tests compute them again from the lines.</summary>
internal sealed record SampleSummary(
    int Lines, int Refusals, int Funds, int Enterprises, int Providers, int Vouchers, int Orders, Money OrderTotal,
    Money LargestOrder, Money Redeemed,
    IReadOnlyList<SampleCycle> Cycles,
    IReadOnlyList<SampleContract> Contracts,
    IReadOnlyList<SampleCycle> MarketCycles);

/// <summary>
/// A synthetic year of both networks, 2025. The vouchers add up to the published figures: 2,207 enterprises that applied, orders worth 130
/// million CNY, 54.46 million CNY redeemed; the contracts of the four markets are drawn freely. The same seed gives the same bytes on every
/// machine.
/// </summary>
internal sealed class SampleYear
{
    private SampleYear(IReadOnlyList<SampleLine> lines, SampleSummary summary) => (Lines, Summary) = (lines, summary);

    /// <summary>In order of business time.</summary>
    public IReadOnlyList<SampleLine> Lines { get; }

    public SampleSummary Summary { get; }

    public static SampleYear Generate(ulong seed)
    {
        var random = new SampleRandom(seed);
        var parties = new SampleParties(random.Fork("parties"));
        var vouchers = new SampleVouchers(parties, random.Fork("vouchers")).Draw();
        new SampleAmounts(vouchers, random.Fork("amounts")).Assign();

        var script = new SampleScript();
        var setup = new SampleSetup(script, parties, random.Fork("setup"));
        setup.Write();
        var money = new SampleMoney(script);
        money.Appropriate(vouchers);
        var stories = new SampleStories(script, setup, parties, vouchers, random.Fork("stories"));
        var sharedInvoices = stories.ShareInvoices();
        var orderLines = new SampleOrderLines(script, random.Fork("orders"));
        foreach (var voucher in vouchers)
        {
            orderLines.Write(voucher);
        }
        stories.Write(sharedInvoices);
        new SampleRefusals(script, parties, vouchers, random.Fork("refusals")).Write();
        var cycles = new SampleCycles(script, random.Fork("cycles"), SampleNetwork.Vouchers).Write(orderLines.Obligations);
        money.Deposit([.. orderLines.Payments, .. cycles.SelectMany(PaymentsOf)], stories.ShortOfCash(orderLines.Payments));
        SampleMarkets.Write(script);
        var contracts = new SampleContracts(random.Fork("contracts")).Draw();
        var (ofStories, contractMoney) = (random.Fork("contract stories"), new SampleContractMoney(script, random.Fork("contract money")));
        foreach (var contract in contracts)
        {
            new SampleContractStory(script, ofStories, contractMoney, contract).Write();
        }
        var marketCycles = new SampleCycles(script, random.Fork("market cycles"), SampleNetwork.Markets).Write(contractMoney.Obligations);
        foreach (var run in SampleCalendar.DeadlineRuns)
        {
            script.Add(run, "operator:network", "deadlines.run");
        }
        var lines = script.InOrder();
        return new(lines, Summarise(lines, parties, vouchers, cycles, contracts, marketCycles));
    }

    /// <summary>JSON Lines, as <c>yrd replay</c> reads them.</summary>
    public void Write(Stream output) => SampleScript.Write(Lines, output);

    private static IEnumerable<SamplePayment> PaymentsOf(SampleCycle cycle) =>
        cycle.Netting.Instructions.Select(i => new SamplePayment(SampleFunds.Of(i.From), cycle.CutOff.AddDays(2).AddHours(7), i.Amount));

    private static SampleSummary Summarise(
        IReadOnlyList<SampleLine> lines, SampleParties parties, IReadOnlyList<SampleVoucher> vouchers, IReadOnlyList<SampleCycle> cycles,
        IReadOnlyList<SampleContract> contracts, IReadOnlyList<SampleCycle> marketCycles)
    {
        var orders = vouchers.SelectMany(v => v.Orders).ToList();
        return new(
            lines.Count,
            lines.Count(l => l.Expect != SampleLine.Ok),
            SampleFunds.All.Count,
            vouchers.Select(v => v.Enterprise).Distinct().Count(),
            parties.Providers.Count,
            vouchers.Count(v => v.IsApproved),
            orders.Count,
            new(orders.Sum(o => o.Price.Fen)),
            orders.Max(o => o.Price),
            new(orders.Sum(o => o.Subsidy.Fen - o.ClawedBack.Fen)),
            cycles,
            contracts,
            marketCycles);
    }
}
