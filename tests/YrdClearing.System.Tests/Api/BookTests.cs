using System.Text.Json.Nodes;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.System.Tests.Api;

public sealed class BookOnSqliteTests(PlayedServer server) : BookTests(server), IClassFixture<PlayedServer>;

public sealed class BookOnPostgresTests(PlayedOnPostgres server) : BookTests(server), IClassFixture<PlayedOnPostgres>;

public abstract class BookTests(PlayedServer server)
{
    [Fact]
    public async Task The_totals_of_every_statement_are_the_balances()
    {
        foreach (var book in new[] { "fund:310000", "fund:330000" })
        {
            var balances = (await server.GetAsync($"/api/v1/books/{book}/balances")).Json["balances"]!.AsObject();
            balances.Count.ShouldBeGreaterThan(5);
            balances.Sum(b => Money.Parse(b.Value!.GetValue<string>()).Fen).ShouldBe(0);
            foreach (var (account, balance) in balances)
            {
                var csv = await server.GetAsync($"/api/v1/books/{book}/accounts/{account}/statement", "text/csv");
                csv.ContentType.ShouldBe("text/csv");
                var rows = csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).ToList();
                rows[0][^1].ShouldBe("0.00");
                rows[^1][^1].ShouldBe(balance!.GetValue<string>());
                rows.Where(r => r[0] == "line").Sum(r => Money.Parse(r[^2]).Fen).ShouldBe(Money.Parse(rows[^1][^1]).Fen);
            }
        }
    }

    [Fact]
    public async Task A_statement_between_two_days_opens_with_what_was_before_and_runs()
    {
        var statement = (await server.GetAsync(
            "/api/v1/books/fund:330000/accounts/assets:cash/statement?from=2026-03-18&to=2026-04-02&format=json")).Json;
        statement["opening"]!.GetValue<string>().ShouldBe("150000.00");
        statement["lines"]!.AsArray().Select(l => (l!["amount"]!.GetValue<string>(), l["balance"]!.GetValue<string>())).ShouldBe(
            [("-32000.00", "118000.00"), ("20000.00", "138000.00")]);
        statement["closing"]!.GetValue<string>().ShouldBe("138000.00");
    }

    [Fact]
    public async Task Balances_and_the_trial_balance_can_be_asked_as_of_a_day()
    {
        var then = (await server.GetAsync("/api/v1/books/fund:330000/balances?asOf=2026-03-17")).Json["balances"]!;
        then["assets:cash"]!.GetValue<string>().ShouldBe("150000.00");
        then["assets:due-from:fund:310000"]!.GetValue<string>().ShouldBe("32000.00");
        var trial = (await server.GetAsync("/api/v1/trial-balance?asOf=2026-03-17")).Json["books"]!["fund:330000"]!;
        trial["balances"]!["assets:cash"]!.GetValue<string>().ShouldBe("150000.00");
        trial["total"]!.GetValue<string>().ShouldBe("0.00");
        trial["debits"]!.GetValue<string>().ShouldBe(trial["credits"]!.GetValue<string>());
        var nothing = (await server.GetAsync("/api/v1/books/fund:330000/balances?asOf=2026-03-01")).Json["balances"]!.AsObject();
        nothing.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_trial_balance_as_csv_adds_up_for_every_book()
    {
        var csv = await server.GetAsync("/api/v1/trial-balance?format=csv");
        var rows = csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).ToList();
        foreach (var book in rows.GroupBy(r => r[0]))
        {
            var total = book.Single(r => r[1] == "total");
            total[2].ShouldBe(total[3]);
            book.Where(r => r[1] != "total" && r[2] != "").Sum(r => Money.Parse(r[2]).Fen).ShouldBe(Money.Parse(total[2]).Fen);
            book.Where(r => r[1] != "total" && r[3] != "").Sum(r => Money.Parse(r[3]).Fen).ShouldBe(Money.Parse(total[3]).Fen);
        }
    }

    [Fact]
    public async Task Balances_come_in_pages()
    {
        var all = (await server.GetAsync("/api/v1/books/fund:310000/balances")).Json["balances"]!.AsObject();
        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await PageAsync("balances?limit=3", cursor);
            paged.AddRange(page["balances"]!.AsObject().Select(b => b.Key));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        paged.ShouldBe(all.Select(b => b.Key));
    }

    [Fact]
    public async Task Entries_come_in_pages_and_one_by_one()
    {
        var seqs = new List<long>();
        string? cursor = null;
        do
        {
            var page = await PageAsync("entries?limit=10", cursor);
            foreach (var entry in page["items"]!.AsArray())
            {
                entry!["postings"]!.AsArray().Sum(p => Money.Parse(p!["amount"]!.GetValue<string>()).Fen).ShouldBe(0);
                seqs.Add(entry["seq"]!.GetValue<long>());
            }
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        var books = (await server.GetAsync("/api/v1/books")).Json["items"]!.AsArray();
        var book = books.Single(b => b!["book"]!.GetValue<string>() == "fund:310000")!;
        seqs.ShouldBe(Enumerable.Range(1, (int)book["seq"]!.GetValue<long>()).Select(i => (long)i));
        var last = await server.GetAsync($"/api/v1/books/fund:310000/entries/{seqs[^1]}");
        last["hash"].ShouldBe(book["hash"]!.GetValue<string>());
    }

    [Fact]
    public async Task Entries_can_be_asked_for_one_aggregate()
    {
        var entries = (await server.GetAsync("/api/v1/books/fund:310000/entries?aggregate=voucher:V3")).Json["items"]!.AsArray();
        entries.Select(e => e!["event"]!.GetValue<string>()).ShouldBe(["voucher.applied.1", "voucher.rejected.1"]);
    }

    private async Task<JsonNode> PageAsync(string list, string? cursor) =>
        (await server.GetAsync($"/api/v1/books/fund:310000/{list}" + (cursor is null ? "" : "&cursor=" + cursor))).Json;
}
