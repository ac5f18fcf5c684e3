using Npgsql;
using YrdClearing.Benchmarks.Load;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>What peers (a) and (b) must have written: every acknowledged command once, every balance the sum of its postings.</summary>
internal static class PeerCheck
{
    private const string Commands = "SELECT count(command_id) = $1 AND count(DISTINCT command_id) = $1 FROM entry";

    private const string Balances = """
        SELECT count(*) = 0 FROM balance b
        JOIN (SELECT e.book, p.account, sum(p.fen) AS fen FROM entry e, unnest(e.accounts, e.amounts) AS p (account, fen) GROUP BY 1, 2) s
            USING (book, account)
        WHERE b.account LIKE 'liabilities:%' AND b.fen <> s.fen
        """;

    public static async Task CheckAsync(string connectionString, Redemptions redemptions)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var commands = source.CreateCommand(Commands);
        commands.Add(redemptions.Acknowledged);
        await using var balances = source.CreateCommand(Balances);
        if (await commands.ExecuteScalarAsync() is not true || await balances.ExecuteScalarAsync() is not true)
        {
            throw new InvalidOperationException("A peer's tables are not what was acknowledged.");
        }
    }
}
