using System.Data.Common;
using System.Globalization;
using Dapper;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>Where a book stands.</summary>
/// <param name="Book">Its name, <c>fund:310000</c>.</param>
/// <param name="Seq">The number of its last entry.</param>
/// <param name="Hash">The hash of its last entry: the anchor of everything before it.</param>
internal sealed record BookView(string Book, long Seq, string Hash);

/// <summary>An account's balance in whole fen; a debit is positive.</summary>
internal sealed record AccountBalance(string Account, MoneySum Balance);

/// <summary>One line of a statement: what an entry did to the account, and the balance after it.</summary>
internal sealed record StatementLine(
    long Seq, BusinessTime At, string Event, string Aggregate, string Actor, string? Command, Money Amount, MoneySum Balance);

/// <summary>An account between two days; opening plus the lines is closing.</summary>
internal sealed record Statement(
    string Book, string Account, DateOnly? From, DateOnly? To, MoneySum Opening, IReadOnlyList<StatementLine> Lines, MoneySum Closing);

/// <summary>Books, balances and statements by SQL, from the entries and the checkpointed balances.</summary>
internal sealed class BookReads(JournalStore store)
{
    /// <summary>Checkpoint plus tail; zero balances are left out.</summary>
    private const string CurrentBalances = """
        SELECT account, {sum:fen} AS fen FROM (
            SELECT account, fen FROM balance WHERE book = @book
            UNION ALL
            SELECT account, fen FROM posting
            WHERE book = @book AND seq > COALESCE((SELECT seq FROM checkpoint WHERE book = @book), 0)
        ) every
        WHERE account > @after GROUP BY account HAVING {sum:fen} <> '0' ORDER BY account LIMIT @take
        """;

    private const string BalancesBefore = """
        SELECT account, {sum:fen} AS fen FROM posting
        WHERE book = @book AND at < @before AND account > @after
        GROUP BY account HAVING {sum:fen} <> '0' ORDER BY account LIMIT @take
        """;

    /// <summary>The postings of one account; the first condition lets the database skip entries without it.</summary>
    private const string SqlitePostings = """
        FROM entry e, json_each(e.accounts) a JOIN json_each(e.amounts) m ON m.key = a.key
        WHERE e.book = @book AND instr(e.accounts, @quoted) > 0 AND a.value = @account
        """;

    private const string PostgresPostings = """
        FROM entry e CROSS JOIN LATERAL unnest(e.accounts, e.amounts) AS m (account, value)
        WHERE e.book = @book AND e.accounts @> ARRAY[@account] AND m.account = @account
        """;

    /// <summary>One statement, so that opening and lines are of one moment: the opening first, then the lines.</summary>
    private const string StatementBefore = """
        WITH line AS (
            SELECT e.seq, e.at, e.event, e.aggregate, e.actor, e.command_id AS command, m.value AS fen
        """ + "\n";

    private const string StatementAfter = """

        )
        SELECT 0 AS part, 0 AS seq, 0 AS at, '' AS event, '' AS aggregate, '' AS actor, CAST(NULL AS TEXT) AS command,
               COALESCE({sum:CASE WHEN at < @from THEN fen ELSE 0 END}, '0') AS fen, COUNT(*) AS postings
        FROM line
        UNION ALL
        SELECT 1, seq, at, event, aggregate, actor, command, CAST(fen AS TEXT), 0 FROM line WHERE at >= @from AND at < @to
        ORDER BY part, at, seq LIMIT @take
        """;

    public async Task<IReadOnlyList<BookView>> BooksAsync(CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var heads = await connection.QueryAsync<(string Book, long Seq, byte[] Hash)>(
            new CommandDefinition("SELECT book, seq, hash FROM head ORDER BY book", cancellationToken: cancellation));
        return heads.Select(h => new BookView(h.Book, h.Seq, Convert.ToHexStringLower(h.Hash))).ToList();
    }

    public async Task<BookView?> FindBookAsync(string book, CancellationToken cancellation) =>
        (await BooksAsync(cancellation)).SingleOrDefault(b => b.Book == book);

    /// <summary>Balances at the end of <paramref name="asOf"/> (24:00), or now; accounts after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<AccountBalance>> BalancesAsync(
        string book, DateOnly? asOf, string after, int take, CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var before = asOf is { } day ? BusinessTime.EndOf(day).UnixMicroseconds : 0;
        var rows = await connection.QueryAsync<(string Account, string Fen)>(new CommandDefinition(
            store.WithSums(asOf is null ? CurrentBalances : BalancesBefore), new { book, after, take, before }, cancellationToken: cancellation));
        return rows.Select(r => new AccountBalance(r.Account, MoneySum.OfFen(r.Fen))).ToList();
    }

    /// <summary>
    /// The account from the beginning of <paramref name="from"/> to the end of <paramref name="to"/>, by business time, then sequence; null
    /// when nothing was ever posted to it. At most one line more than <see cref="ApiLimits.MaxStatementLines"/>.
    /// </summary>
    public async Task<Statement?> StatementAsync(string book, string account, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        await using var connection = await store.OpenReadAsync(cancellation);
        var parameters = new
        {
            book,
            account,
            quoted = $"\"{account}\"",
            from = from is { } f ? BusinessTime.EndOf(f.AddDays(-1)).UnixMicroseconds : long.MinValue,
            to = to is { } t ? BusinessTime.EndOf(t).UnixMicroseconds : long.MaxValue,
            take = ApiLimits.MaxStatementLines + 2,
        };
        var postings = store.IsPostgres ? PostgresPostings : SqlitePostings;
        var rows = (await connection.QueryAsync<StatementRow>(
            new CommandDefinition(
                store.WithSums(StatementBefore + postings + StatementAfter), parameters, cancellationToken: cancellation))).AsList();
        var opening = rows[0];
        if (opening.Postings == 0)
        {
            return null;
        }
        var balance = MoneySum.OfFen(opening.Fen);
        var lines = new List<StatementLine>();
        foreach (var row in rows.Skip(1))
        {
            var amount = new Money(long.Parse(row.Fen, CultureInfo.InvariantCulture));
            balance += amount;
            lines.Add(new(row.Seq, new(row.At), row.Event, row.Aggregate, row.Actor, row.Command, amount, balance));
        }
        return new(book, account, from, to, MoneySum.OfFen(opening.Fen), lines, balance);
    }

    public async Task PingAsync(CancellationToken cancellation)
    {
        await using DbConnection connection = await store.OpenReadAsync(cancellation);
        await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM head", cancellationToken: cancellation));
    }

    private sealed class StatementRow
    {
        public long Seq { get; set; }
        public long At { get; set; }
        public string Event { get; set; } = "";
        public string Aggregate { get; set; } = "";
        public string Actor { get; set; } = "";
        public string? Command { get; set; }
        public string Fen { get; set; } = "";
        public long Postings { get; set; }
    }
}
