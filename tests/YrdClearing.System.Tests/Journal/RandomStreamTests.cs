using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>The two databases are one journal: the same stream gives the same outcomes, balances and hashes on both.</summary>
public sealed class RandomStreamTests(SqliteDatabase sqlite, PostgresDatabase postgres)
    : IClassFixture<SqliteDatabase>, IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_same_random_stream_ends_alike_on_both_databases(int seed)
    {
        var onSqlite = await new Stream(sqlite, seed).PlayAsync();
        var onPostgres = await new Stream(postgres, seed).PlayAsync();
        onSqlite.Outcomes.Distinct().Count().ShouldBeGreaterThan(400);
        onSqlite.Outcomes.ShouldBe(onPostgres.Outcomes);
        onSqlite.Balances.ShouldBe(onPostgres.Balances);
        onSqlite.Hash.ShouldBe(onPostgres.Hash);
    }

    private sealed record End(List<string> Outcomes, List<string> Balances, string Hash);

    private sealed class Stream(JournalDatabase database, int seed) : JournalTestBase(database)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<string, long> _versions = [];
        private Book _book = null!;

        public async Task<End> PlayAsync()
        {
            _book = await OpenAsync();
            var outcomes = new List<string>();
            for (var round = 0; round < 40; round++)
            {
                var requests = Enumerable.Range(0, _random.Next(1, 40)).Select(_ => Next()).ToArray();
                var results = await CommitAsync(_book, requests);
                outcomes.AddRange(results.Select(r => $"{r.Status} {r.Seq} {r.Rejection}"));
                foreach (var row in requests.Where((_, i) => results[i].Status == CommitStatus.Written).SelectMany(r => r.Rows))
                {
                    _versions[row.Row.Id] = row.ExpectedVersion + 1;
                }
                if (_random.Next(8) == 0)
                {
                    _book = await OpenAsync();
                }
            }
            string[] accounts = [Accounts.BudgetAppropriated, Accounts.BudgetAvailable, .. Enumerable.Range(0, 6).Select(Account)];
            var balances = await Database.Store.BalancesAsync(Fund, accounts, default);
            return new(outcomes, [.. balances.Select(b => $"{b.Key} {b.Value}").Order()], Convert.ToHexString(_book.Head.Hash));
        }

        // A clock that stands still, so that the recorded times and with them the hashes are the same.
        private Task<Book> OpenAsync() => Database.OpenBookAsync(Fund, new StoppedClock());

        private CommitRequest Next()
        {
            // Ids and keys out of few, so that some are used again.
            var id = "r" + _random.Next(900);
            var fen = _random.Next(1, 1_000);
            var request = _random.Next(4) switch
            {
                0 => Appropriate(id, fen),
                1 => Issue(id, fen),
                _ => Move(id, Accounts.SubsidyExpenses, Account(_random.Next(6)), fen) with
                {
                    Grants = [new(Account(0), [new(Accounts.QuotaGranted("E", 2026), 500), new(Account(0), -500)])],
                },
            };
            var key = new KeyClaim("invoice/" + Id("k" + _random.Next(60)), "order", RejectionCode.InvoiceAlreadyClaimed);
            var row = "voucher:" + Id("v" + _random.Next(30));
            return request with
            {
                Claims = _random.Next(3) == 0 ? [key] : [],
                Frees = _random.Next(6) == 0 ? [key.Key] : [],
                Rows = _random.Next(2) == 0 ? [new(Row(row, "S" + fen), _versions.GetValueOrDefault(row))] : [],
            };
        }

        private static string Account(int i) => i == 0 ? Accounts.QuotaAvailable("E", 2026) : Accounts.Claims("P" + i);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    }
}
