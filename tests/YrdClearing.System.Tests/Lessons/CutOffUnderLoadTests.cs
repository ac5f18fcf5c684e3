using Dapper;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Lesson 8: a settlement window that closed under load was off by one. Here claims are approved abroad, both ways, and some clawed back,
/// while cycles are cut off again and again: every obligation falls into exactly one cycle, to the fen.
/// </summary>
public sealed class CutOffUnderLoadTests
{
    private const int CutOffs = 30;
    private const int OrdersEachWay = 180;
    private const int Clients = 16;

    [Theory]
    [InlineData(ReplayData.Sqlite)]
    [InlineData(ReplayData.Postgres)]
    public async Task Every_obligation_falls_into_exactly_one_cycle_however_often_it_is_cut_off_under_load(string database)
    {
        await using var data = await ReplayData.CreateAsync(database);
        await using (var host = await ClearingHost.StartAsync(data.Store with { Write = true }, TimeProvider.System, Stop))
        {
            var network = new NetworkClient(host);
            foreach (var line in Network.Setup)
            {
                await network.SendAsync(line);
            }
            var orders = OrderAbroad.BothWays(Enumerable.Range(0, OrdersEachWay)).ToList();
            await Parallel.ForEachAsync(orders, Parallelism, async (order, _) => await network.SendAsync(order.UntilReviewed));

            using var approved = new SemaphoreSlim(0);
            var cutting = CutOffAsync(network, approved, orders.Count / (CutOffs + 1));
            await Parallel.ForEachAsync(orders, Parallelism, async (order, _) =>
            {
                await network.SendAsync(order.Approve);
                approved.Release();
                if (order.IsClawedBack)
                {
                    await network.SendAsync(order.PayAndClawBack);
                }
            });
            await cutting;
            await network.SendAsync(CutOff(CutOffs + 1));
            for (var cycle = 1; cycle <= CutOffs + 1; cycle++)
            {
                // Refused (cycle_not_reconciled) if a mirror differed.
                await network.SendAsync(Clearing("calculate", cycle, ""));
            }
            await CheckAsync(host.Store, orders);
        }
        (await Yrd.RunAsync(["verify", .. data.Options])).ExitCode.ShouldBe(ExitCode.Ok);
    }

    private static ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = Clients, CancellationToken = Stop };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One cut-off after the other, without waiting until the books have made theirs: some are under way at a time.</summary>
    private static async Task CutOffAsync(NetworkClient network, SemaphoreSlim approved, int every)
    {
        var applied = new List<Task>();
        for (var cycle = 1; cycle <= CutOffs; cycle++)
        {
            for (var i = 0; i < every; i++)
            {
                await approved.WaitAsync(Stop);
            }
            applied.Add(network.UntilAppliedAsync(await network.ExecuteAsync(CutOff(cycle))));
        }
        await Task.WhenAll(applied);
    }

    private static async Task CheckAsync(JournalStore store, IReadOnlyList<OrderAbroad> orders)
    {
        await using var connection = await store.OpenReadAsync(Stop);
        var stated = (await connection.QueryAsync<string>("SELECT data FROM entry WHERE event = 'clearing.obligations-stated.1'"))
            .Select(d => DomainJson.Read<ObligationsStated>(StoredJson.Of(d)))
            .OrderBy(s => s.FromSeq)
            .ToLookup(s => s.Book);
        foreach (var book in stated)
        {
            // One range ends where the next one begins: nothing is between two cycles, nothing in both.
            book.Select(s => s.FromSeq).ShouldBe(book.Select(s => s.ToSeq).SkipLast(1).Prepend(0), book.Key);
            book.Select(s => s.Cycle).ShouldBe(Enumerable.Range(1, CutOffs + 1).Select(c => $"C{c}"), book.Key);
        }
        var obligations = (await connection.QueryAsync<Due>(
            """
            SELECT book, seq, due_kind AS kind, due_book AS counterparty, due_fen AS fen FROM entry
            WHERE due_kind IN ('Approval', 'ClawBack')
            """))
            .ToList();
        obligations.Count.ShouldBe(orders.Count + orders.Count(o => o.IsClawedBack));
        obligations.Sum(o => o.Fen).ShouldBe(orders.Sum(o => o.SubsidyFen + (o.IsClawedBack ? OrderAbroad.ClawBackFen : 0)));

        var expected = obligations
            .GroupBy(o => (stated[o.Book].Where(s => s.FromSeq < o.Seq && o.Seq < s.ToSeq).ShouldHaveSingleItem().Cycle, o.From, o.To))
            .ToDictionary(g => g.Key, g => g.Sum(o => o.Fen));
        expected.Select(e => e.Key.Cycle).Distinct().Count().ShouldBeGreaterThan(CutOffs / 2, "the cut-offs came while nothing happened");

        var taken = new Dictionary<(string, string, string), long>();
        for (var cycle = 1; cycle <= CutOffs + 1; cycle++)
        {
            var rows = await store.LoadAsync(CycleState.AggregateOf($"C{cycle}"), Stop);
            foreach (var o in CycleRows.Read(rows.Select(r => r.Row).ToList())!.Net().Obligations.Where(o => !o.Amount.IsZero))
            {
                taken.Add(($"C{cycle}", o.From, o.To), o.Amount.Fen);
            }
        }
        taken.OrderBy(t => t.Key).ShouldBe(expected.OrderBy(e => e.Key));
    }

    private static string CutOff(int cycle) => Clearing("cut-off", cycle, ""","mode":"multilateral" """);

    private static string Clearing(string what, int cycle, string more) =>
        $$"""{"at":"2026-03-20T09:00:00+08:00","as":"clearing:network","do":"cycle.{{what}}","cycle":"C{{cycle}}"{{more}}}""";

    /// <summary>An obligation as its home book has it.</summary>
    private sealed class Due
    {
        public string Book { get; set; } = "";
        public long Seq { get; set; }
        public string Kind { get; set; } = "";
        public string Counterparty { get; set; } = "";
        public long Fen { get; set; }

        /// <summary>Who owes: home, but for a claw-back.</summary>
        public string From => Kind == nameof(ObligationKind.Approval) ? Book : Counterparty;

        public string To => Kind == nameof(ObligationKind.Approval) ? Counterparty : Book;
    }
}
