using System.Globalization;
using Npgsql;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>
/// The database of peers (a) and (b): their tables, and the network of the load already in them, every account they will post to included.
/// </summary>
internal static class PeerDatabase
{
    private const string Reference = """
        INSERT INTO policy SELECT f, 'P-' || f, 5000, 365, 90 FROM unnest($1::text[]) AS f;
        """;

    private const string Enterprises = "INSERT INTO enterprise SELECT u, r, TRUE, FALSE FROM unnest($1::text[], $2::text[]) AS e (u, r)";

    private const string Providers = """
        INSERT INTO provider SELECT DISTINCT u, f, ARRAY['testing', 'design'], $3::text[], FALSE
        FROM unnest($1::text[], $2::text[]) AS p (u, f)
        """;

    private const string Accounts = "INSERT INTO balance SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::smallint[])";

    public static async Task CreateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, Script("peer.sql"));
        await ExecuteAsync(source, Script("peer-functions.sql"));
        var enterprises = Enumerable.Range(0, LoadNetwork.Enterprises).ToList();
        await ExecuteAsync(source, Reference, (object)LoadNetwork.Funds.ToArray());
        await ExecuteAsync(
            source, Enterprises, enterprises.ConvertAll(LoadNetwork.Enterprise).ToArray(),
            enterprises.ConvertAll(LoadNetwork.FundOf).ToArray());
        await ExecuteAsync(
            source, Providers, enterprises.ConvertAll(LoadNetwork.ProviderOf).ToArray(),
            enterprises.ConvertAll(LoadNetwork.HostOf).ToArray(),
            LoadNetwork.Funds.ToArray());
        var accounts = PeerAccounts.All().ToList();
        await ExecuteAsync(
            source, Accounts, accounts.ConvertAll(a => a.Book).ToArray(), accounts.ConvertAll(a => a.Account).ToArray(),
            accounts.ConvertAll(a => a.Fen).ToArray(), accounts.ConvertAll(a => a.Side).ToArray());
        await ExecuteAsync(source, "VACUUM ANALYZE");
    }

    /// <summary>A pool of connections that keep their statements prepared.</summary>
    public static NpgsqlDataSource Open(string connectionString, int connections) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = connections,
            MinPoolSize = connections,
            MaxAutoPrepare = 100,
            NoResetOnClose = true,
            // A lane waits for a connection as long as it takes.
            Timeout = 600,
        });

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, params object[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }
        await command.ExecuteNonQueryAsync();
    }

    private static string Script(string name)
    {
        using var stream = typeof(PeerDatabase).Assembly.GetManifestResourceStream($"YrdClearing.Benchmarks.Peers.{name}")
            ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>An account of a peer with its opening balance in fen and its guard: 1 debit, -1 credit, 0 none.</summary>
internal sealed record PeerAccount(string Book, string Account, long Fen, short Side);

/// <summary>Every account that the load posts to, opened with what the set-up of the load gives.</summary>
internal static class PeerAccounts
{
    private const long Money = 100_000_000_000_000;
    private const long Cap = 100_000_000_000;
    private const int Year = 2026;

    public static IEnumerable<PeerAccount> All()
    {
        foreach (var fund in LoadNetwork.Funds)
        {
            var book = "fund:" + fund;
            yield return new(book, "assets:cash", Money, 0);
            yield return new(book, "equity:treasury", -Money, 0);
            yield return new(book, "budget:appropriated", Money, 0);
            yield return new(book, "budget:available", -Money, -1);
            yield return new(book, "budget:issued", 0, -1);
            yield return new(book, "budget:reserved", 0, -1);
            yield return new(book, "budget:approved", 0, -1);
            yield return new(book, "expenses:subsidy", 0, 0);
            yield return new(book, "liabilities:payments-in-transit", 0, -1);
            foreach (var other in LoadNetwork.Funds.Where(f => f != fund))
            {
                yield return new(book, "liabilities:due-to:fund:" + other, 0, -1);
                yield return new(book, "assets:due-from:fund:" + other, 0, 1);
            }
        }
        for (var enterprise = 0; enterprise < LoadNetwork.Enterprises; enterprise++)
        {
            var book = "fund:" + LoadNetwork.FundOf(enterprise);
            var quota = string.Create(CultureInfo.InvariantCulture, $"{LoadNetwork.Enterprise(enterprise)}:{Year}");
            yield return new(book, "quota:available:" + quota, -Cap, -1);
            yield return new(book, "quota:granted:" + quota, Cap, 0);
        }
        var payees = Enumerable.Range(0, LoadNetwork.Enterprises)
            .Select(e => (LoadNetwork.HostOf(e), LoadNetwork.ProviderOf(e))).Distinct();
        foreach (var (host, provider) in payees)
        {
            yield return new("fund:" + host, "liabilities:claims:" + provider, 0, -1);
        }
    }
}
