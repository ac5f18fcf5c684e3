using Dapper;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>How many entries a transaction of the journal held on average, as the database itself remembers it.</summary>
internal static class BatchSize
{
    // Each row knows the transaction that wrote it.
    private const string OnPostgres = """
        SELECT count(*)::float8 / count(DISTINCT xmin::text) FROM entry
        WHERE recorded BETWEEN (SELECT min(recorded) FROM entry WHERE command_id = @first)
                           AND (SELECT max(recorded) FROM entry WHERE command_id = @last)
        """;

    // SQLite does not: entries of one book with one time of recording are one batch, of which a transaction may hold one of each book.
    private const string OnSqlite = """
        SELECT CAST(count(*) AS REAL) / (SELECT count(*) FROM (SELECT DISTINCT book, recorded FROM entry WHERE command_id > @first))
        FROM entry WHERE command_id > @first OR cause_seq IS NOT NULL
        """;

    public static async Task<double> OfRunAsync(JournalStore store, LoadResult result)
    {
        await using var connection = await store.OpenReadAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<double>(store.IsPostgres ? OnPostgres : OnSqlite, new
        {
            first = RedemptionScript.CommandId(result.FirstNumber, 0),
            last = RedemptionScript.CommandId(result.EndNumber - 1, RedemptionScript.Steps - 1),
        });
    }
}
