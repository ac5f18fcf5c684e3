using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Cli;

/// <summary>The moment a balance is asked for: now, a business time (inclusive), or a sequence of one book (inclusive).</summary>
internal readonly record struct AsOf(BusinessTime? Time, long? Seq);

/// <summary>Balances of whole books by SQL: now from the checkpoint and the tail, at an earlier moment from the entries.</summary>
internal sealed class BalanceReads(JournalStore store)
{
    /// <summary>A book is opened by its first entry; <c>network</c> has no accounts.</summary>
    private const string Books = """
        SELECT e.book FROM head h JOIN entry e ON e.book = h.book AND e.seq = 1
        WHERE e.book <> 'network' AND e.at <= @time ORDER BY e.book
        """;

    private const string Now = """
        SELECT account, {sum:fen} AS fen FROM (
            SELECT account, fen FROM balance WHERE book = @book
            UNION ALL
            SELECT account, fen FROM posting
            WHERE book = @book AND seq > COALESCE((SELECT seq FROM checkpoint WHERE book = @book), 0)
        ) every
        GROUP BY account HAVING {sum:fen} <> '0'
        """;

    private const string AtTime = """
        SELECT account, {sum:fen} AS fen FROM posting WHERE book = @book AND at <= @time
        GROUP BY account HAVING {sum:fen} <> '0'
        """;

    private const string AtSeq = """
        SELECT account, {sum:fen} AS fen FROM posting WHERE book = @book AND seq <= @seq
        GROUP BY account HAVING {sum:fen} <> '0'
        """;

    private const string HeadOf = "SELECT seq FROM head WHERE book = @book";

    /// <summary>Balances by book and account, both in order; zeros are left out, books without any balance are not.</summary>
    /// <param name="book">One book, or null for all that were opened by then.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FailedException">The named book was not opened by then.</exception>
    public async Task<SortedDictionary<string, SortedDictionary<string, MoneySum>>> ReadAsync(
        string? book, AsOf asOf, CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var time = asOf.Time?.UnixMicroseconds ?? long.MaxValue;
        var opened = new CommandDefinition(Books, new { time }, cancellationToken: cancellation);
        var books = (await connection.QueryAsync<string>(opened)).AsList();
        if (book is not null && !books.Contains(book))
        {
            throw new FailedException($"There is no book {book}" + (asOf.Time is null ? "." : " at that time."));
        }
        if (asOf.Seq is { } seq
            && await connection.ExecuteScalarAsync<long>(new CommandDefinition(HeadOf, new { book }, cancellationToken: cancellation)) is var head
            && seq > head)
        {
            throw new FailedException($"The book {book} has {head} entries.");
        }
        var sql = store.WithSums(asOf.Seq is not null ? AtSeq : asOf.Time is not null ? AtTime : Now);
        var balances = new SortedDictionary<string, SortedDictionary<string, MoneySum>>(StringComparer.Ordinal);
        foreach (var name in book is null ? books : [book])
        {
            var parameters = new { book = name, time, seq = asOf.Seq ?? 0 };
            var rows = await connection.QueryAsync<(string Account, string Fen)>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellation));
            balances[name] = new(rows.ToDictionary(r => r.Account, r => MoneySum.OfFen(r.Fen)), StringComparer.Ordinal);
        }
        return balances;
    }
}
