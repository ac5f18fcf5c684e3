using Dapper;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>How many entries a transaction of the journal held on average, as the database itself remembers it.</summary>
internal static class BatchSize
{
    // Each row knows the transaction that wrote it.
    private const string OnPostgres = """
        SELECT count(*)::float8 / greatest(count(DISTINCT xmin::text), 1) FROM entry WHERE recorded BETWEEN @from AND @to
        """;

    // SQLite does not: entries of one book with one time of recording are one batch, of which a transaction may hold one of each book.
    private const string OnSqlite = """
        SELECT CAST(count(*) AS REAL) / max(count(DISTINCT book || recorded), 1) FROM entry WHERE recorded BETWEEN @from AND @to
        """;

    public static async Task<double> OfWindowAsync(JournalStore store, LoadResult result)
    {
        await using var connection = await store.OpenReadAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<double>(store.IsPostgres ? OnPostgres : OnSqlite, new
        {
            from = Microseconds(result.From),
            to = Microseconds(result.To),
        });
    }

    private static long Microseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1000;
}
