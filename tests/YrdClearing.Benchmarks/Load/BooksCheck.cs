using System.Globalization;
using Dapper;
using YrdClearing.Journal;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// What a run of the load must have left in the journal, so that a fast wrong system is not measured: every acknowledged command once,
/// every case paid, and what each fund owes another the same in both books.
/// </summary>
internal static class BooksCheck
{
    /// <summary>The last messages are applied soon after the last acknowledgement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private const string Commands = """
        SELECT count(*), count(DISTINCT command_id) FROM entry WHERE command_id >= @first AND command_id < @end
        """;

    private const string Pairs = """
        SELECT due_kind, CASE WHEN due_kind = 'Approval' THEN book ELSE due_book END,
            CASE WHEN due_kind = 'Approval' THEN due_book ELSE book END, sum(due_fen) FROM entry WHERE due_kind IS NOT NULL GROUP BY 1, 2, 3
        """;

    /// <summary>Checks all commands of the load that this database has acknowledged.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, doubled or different.</exception>
    public static async Task CheckAsync(JournalStore store, LoadCases cases)
    {
        await using var connection = await store.OpenReadAsync(CancellationToken.None);
        var (rows, ids) = await connection.QuerySingleAsync<(long, long)>(Commands, new
        {
            first = cases.IdPrefix,
            end = (char)(cases.IdPrefix[0] + 1) + "",
        });
        Expect(rows, cases.Acknowledged, "entries of acknowledged commands");
        Expect(ids, rows, "command ids among them");

        var confirmed = cases.Finished;
        var paid = await connection.ExecuteScalarAsync<long>(cases.PaidSql);
        for (var waited = TimeSpan.Zero; waited < Patience && paid < confirmed; waited += Poll)
        {
            await Task.Delay(Poll);
            paid = await connection.ExecuteScalarAsync<long>(cases.PaidSql);
        }
        Expect(paid, confirmed, "cases that are paid");

        var sums = (await connection.QueryAsync<(string Kind, string From, string To, decimal Fen)>(Pairs)).ToList();
        var mirrors = sums.Where(s => s.Kind == "ApprovalMirror").ToDictionary(s => (s.From, s.To), s => s.Fen);
        var owed = sums.Where(s => s.Kind == "Approval").ToList();
        Expect(mirrors.Count, owed.Count, "pairs of books with a mirror");
        foreach (var (_, from, to, fen) in owed)
        {
            Expect((long)mirrors.GetValueOrDefault((from, to)), (long)fen, $"fen that {to} has mirrored of what {from} owes it");
        }
    }

    private static void Expect(long actual, long expected, string what)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The journal is not what was acknowledged: {actual} {what} instead of {expected}."));
        }
    }
}
