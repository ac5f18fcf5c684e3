using System.Globalization;
using System.Text;
using Dapper;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;

namespace YrdClearing.Server.Sample;

/// <summary>What a year came to, read from the journal's state rows: totals, who owed whom, and what its cycles made of it.</summary>
internal sealed record DemoReport(
    DemoTotals Totals, MarketTotals Markets, IReadOnlyList<CycleView> Cycles, IReadOnlyList<CycleView> MarketCycles)
{
    // An order's second amount is its subsidy, its third what was clawed back; a claim that is approved stays so in one of these statuses.
    private const string TotalsSql = """
        SELECT
            (SELECT COUNT(DISTINCT enterprise) FROM state WHERE kind = 'voucher') AS applicants,
            COUNT(*) AS orders,
            CAST(SUM(amount) AS BIGINT) AS ordered,
            CAST(SUM(CASE WHEN claim IN ('Approved', 'Instructed', 'PaymentFailed', 'Paid', 'Recovered')
                THEN amount2 - amount3 ELSE 0 END) AS BIGINT) AS redeemed,
            (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM state
                WHERE kind = 'payout' AND status = 'Paid' AND id NOT LIKE '%/%') AS paid,
            CAST(SUM(amount3) AS BIGINT) AS clawedback
        FROM state WHERE kind = 'order'
        """;

    // A contract's amounts are its value, what is in escrow and what was released; a contract's payout names its milestone after a slash.
    private const string MarketsSql = """
        SELECT
            COUNT(*) AS contracts,
            CAST(COALESCE(SUM(CASE WHEN status = 'Completed' THEN 1 ELSE 0 END), 0) AS BIGINT) AS completed,
            CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS value,
            CAST(COALESCE(SUM(amount3), 0) AS BIGINT) AS released,
            CAST(COALESCE(SUM(amount2), 0) AS BIGINT) AS escrow,
            (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM state
                WHERE kind = 'payout' AND status = 'Paid' AND id LIKE '%/%') AS paid
        FROM state WHERE kind = 'contract'
        """;

    private const string CyclesSql = "SELECT id FROM state WHERE kind = 'cycle' ORDER BY id";

    public static async Task<DemoReport> ReadAsync(JournalStore store, CancellationToken cancellation)
    {
        DemoTotals totals;
        MarketTotals markets;
        List<string> ids;
        await using (var connection = await store.OpenReadAsync(cancellation))
        {
            var row = await connection.QuerySingleAsync<TotalsRow>(TotalsSql);
            totals = new(row.Applicants, row.Orders, new(row.Ordered), new(row.Redeemed), new(row.Paid), new(row.ClawedBack));
            var market = await connection.QuerySingleAsync<MarketsRow>(MarketsSql);
            markets = new(
                market.Contracts, market.Completed, new(market.Value), new(market.Released), new(market.Escrow), new(market.Paid));
            ids = (await connection.QueryAsync<string>(CyclesSql)).ToList();
        }
        var cycles = new List<CycleView>();
        foreach (var id in ids)
        {
            var rows = await store.LoadAsync(id, cancellation);
            cycles.Add(CycleView.Of(CycleRows.Read(rows.Select(r => r.Row).ToList())!));
        }
        var ofMarkets = cycles.ToLookup(c => c.Network == SampleNetwork.Markets.Word);
        return new(totals, markets, [.. ofMarkets[false]], [.. ofMarkets[true]]);
    }

    /// <summary>Aligned text, headed in English and Chinese; amounts in CNY.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteMatrix(text, "Who owed whom before netting: the row owes the column, CNY · 轧差前的应付（行）与应收（列）", Cycles);
        WriteMatrix(text, "Which market owed which before netting, CNY · 技术市场之间轧差前的应付（行）与应收（列）", MarketCycles);
        WriteCycles(text, "What was netted and paid, CNY · 各清算周期的轧差与支付", Cycles);
        WriteCycles(text, "The same among the markets, CNY · 技术市场之间", MarketCycles);
        WriteTotals(text);
        return text.ToString();
    }

    private static void WriteMatrix(StringBuilder text, string heading, IReadOnlyList<CycleView> cycles)
    {
        var owed = cycles.SelectMany(c => c.Obligations)
            .GroupBy(o => (o.From, o.To))
            .ToDictionary(g => g.Key, g => new Money(g.Sum(o => Money.Parse(o.Amount).Fen)));
        var regions = owed.Keys.SelectMany(k => new[] { k.From, k.To }).Distinct().Order(StringComparer.Ordinal).ToList();
        text.AppendLine(heading);
        text.Append($"{"",-8}").AppendJoin("", regions.Select(r => $"{r,14}")).AppendLine();
        foreach (var from in regions)
        {
            var cells = regions.Select(to => owed.TryGetValue((from, to), out var amount) ? Thousands.Of(amount) : "–");
            text.Append($"{from,-8}").AppendJoin("", cells.Select(c => $"{c,14}")).AppendLine();
        }
        text.AppendLine();
    }

    private static void WriteCycles(StringBuilder text, string heading, IReadOnlyList<CycleView> cycles)
    {
        text.AppendLine(heading);
        text.AppendLine($"{"cycle",-10}{"status",-10}{"owed",16}{"netted away",16}{"to pay",16}{"paid",16}{"payments",10}");
        foreach (var cycle in cycles)
        {
            var (gross, net) = (Money.Parse(cycle.Gross), Money.Parse(cycle.Net));
            WriteCycle(text, cycle.Id, cycle.Status, gross, net, PaidOf(cycle), cycle.Instructions.Count);
        }
        Money Sum(Func<CycleView, Money> amount) => new(cycles.Sum(c => amount(c).Fen));
        var (allGross, allNet) = (Sum(c => Money.Parse(c.Gross)), Sum(c => Money.Parse(c.Net)));
        WriteCycle(text, "all", "", allGross, allNet, Sum(PaidOf), cycles.Sum(c => c.Instructions.Count));
        text.AppendLine();
    }

    private static void WriteCycle(StringBuilder text, string id, string status, Money gross, Money net, Money paid, int payments) => text
        .Append($"{id,-10}{status,-10}{Thousands.Of(gross),16}{Thousands.Of(gross - net),16}{Thousands.Of(net),16}{Thousands.Of(paid),16}")
        .AppendLine(CultureInfo.InvariantCulture, $"{payments,10}");

    private void WriteTotals(StringBuilder text)
    {
        text.AppendLine("Totals · 合计");
        (string Value, string Name)[] rows =
        [
            (Thousands.Of(Totals.Applicants), "enterprises that applied · 申请企业（家）"),
            (Thousands.Of(Totals.Orders), "orders · 服务订单（笔）"),
            (Thousands.Of(Totals.Ordered), "CNY ordered · 订单金额（元）"),
            (Thousands.Of(Totals.Redeemed), "CNY redeemed: approved less clawed back · 兑付金额（元）"),
            (Thousands.Of(Totals.Paid), "CNY paid out to claimants · 已支付（元）"),
            (Thousands.Of(Totals.ClawedBack), "CNY clawed back · 追回（元）"),
            (Thousands.Of(Markets.Contracts), "technology contracts · 技术合同（项）"),
            (Thousands.Of(Markets.Completed), "of them completed · 其中已完成（项）"),
            (Thousands.Of(Markets.Value), "CNY contract value · 合同成交额（元）"),
            (Thousands.Of(Markets.Released), "CNY released by milestones · 按节点支付（元）"),
            (Thousands.Of(Markets.Escrow), "CNY still in escrow · 仍在托管（元）"),
            (Thousands.Of(Markets.Paid), "CNY paid out to sellers · 已付卖方（元）"),
        ];
        foreach (var (value, name) in rows)
        {
            text.AppendLine($"{value,16}  {name}");
        }
    }

    private static Money PaidOf(CycleView cycle) =>
        new(cycle.Instructions.Where(i => i.Status == nameof(InstructionStatus.Paid)).Sum(i => Money.Parse(i.Amount).Fen));

    private sealed record MarketsRow(long Contracts, long Completed, long Value, long Released, long Escrow, long Paid);

    private sealed record TotalsRow(long Applicants, long Orders, long Ordered, long Redeemed, long Paid, long ClawedBack);
}

/// <summary>Sums over a whole network.</summary>
/// <param name="Applicants">Enterprises with an application.</param>
/// <param name="Orders">Placed orders.</param>
/// <param name="Ordered">Sum of their prices.</param>
/// <param name="Redeemed">Approved less clawed back.</param>
/// <param name="Paid">What payees were paid, before claw-backs.</param>
/// <param name="ClawedBack">What was clawed back.</param>
internal sealed record DemoTotals(long Applicants, long Orders, Money Ordered, Money Redeemed, Money Paid, Money ClawedBack);

/// <summary>Sums over all technology contracts.</summary>
/// <param name="Contracts">Drafted.</param>
/// <param name="Completed">With every milestone released.</param>
/// <param name="Value">Sum of their values in force.</param>
/// <param name="Released">By milestones, fees included.</param>
/// <param name="Escrow">Held for what is still to be released.</param>
/// <param name="Paid">What sellers were paid, before refunds.</param>
internal sealed record MarketTotals(long Contracts, long Completed, Money Value, Money Released, Money Escrow, Money Paid);
