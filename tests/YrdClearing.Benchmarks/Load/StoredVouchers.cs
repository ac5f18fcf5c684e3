using Npgsql;

namespace YrdClearing.Benchmarks.Load;

/// <summary>
/// Vouchers stored before a measurement: rows as the journal would hold them (two entries with postings, three keys and a state row each),
/// made by the database itself. Balances are checkpointed as they would be; only the hashes chain nothing.
/// </summary>
internal static class StoredVouchers
{
    // Numbers of a book's entries go on where they stand; each fund has the same part of the vouchers.
    private static readonly string[] Statements =
    [
        """
        CREATE TEMP TABLE stored AS
        SELECT h.book, split_part(h.book, ':', 2) AS fund, h.seq + 2 * n AS seq, 'S' || split_part(h.book, ':', 2) || '-' || n AS voucher,
            '91310000MAXX' || lpad((n % 2048)::text, 6, '0') AS enterprise
        FROM head h, generate_series(1, @each) AS n WHERE h.book LIKE 'fund:%'
        """,
        """
        INSERT INTO entry (book, seq, at, recorded, actor, command_id, body_hash, aggregate, event, data, currency, accounts, amounts, hash)
        SELECT s.book, s.seq - 2 + k, 1772413200000000, 1772413200000000, 'enterprise:' || s.enterprise, s.voucher || '-' || k,
            sha256(s.voucher::bytea), 'voucher:' || s.voucher, CASE k WHEN 1 THEN 'voucher.applied.1' ELSE 'voucher.approved.1' END,
            json_build_object('voucher', s.voucher, 'enterprise', s.enterprise, 'fund', s.fund, 'amount', 10000000)::text, 'CNY',
            CASE k WHEN 1 THEN '{}' ELSE ARRAY['budget:available', 'budget:issued'] END,
            CASE k WHEN 1 THEN '{}' ELSE ARRAY[10000000, -10000000]::bigint[] END, sha256((s.voucher || k)::bytea)
        FROM stored s, generate_series(1, 2) AS k
        """,
        """
        INSERT INTO key (key, value, book, seq)
        SELECT 'cmd/' || voucher || '-' || k, 'voucher:' || voucher, book, seq - 2 + k FROM stored, generate_series(1, 2) AS k
        UNION ALL SELECT 'voucher/' || voucher, 'voucher:' || voucher, book, seq - 1 FROM stored
        """,
        """
        INSERT INTO state (id, kind, book, version, seq, created, at, status, fund, enterprise, amount, amount2, amount3, due, body)
        SELECT 'voucher:' || voucher, 'voucher', book, 2, seq, seq - 1, 1772413200000000, 'Issued', fund, enterprise, 10000000, 10000000, 0,
            '2027-03-02', json_build_object('id', voucher, 'fund', fund, 'enterprise', enterprise, 'amount', 10000000,
                'standing', json_build_object('status', 'Issued', 'available', 10000000, 'reserved', 0, 'redeemed', 0),
                'useBy', '2027-03-02', 'claimBy', '2027-05-31', 'policy', 'P-' || fund, 'quotaYear', 2026,
                'orders', json_build_array(), 'status', 'Issued', 'homeBook', book)::text
        FROM stored
        """,
        "UPDATE head h SET seq = s.seq FROM (SELECT book, max(seq) AS seq FROM stored GROUP BY book) s WHERE s.book = h.book",
        """
        INSERT INTO balance (book, account, fen)
        SELECT e.book, p.account, sum(p.fen) FROM entry e, unnest(e.accounts, e.amounts) AS p (account, fen) GROUP BY 1, 2
        ON CONFLICT (book, account) DO UPDATE SET fen = excluded.fen
        """,
        "INSERT INTO checkpoint (book, seq) SELECT book, seq FROM head ON CONFLICT (book) DO UPDATE SET seq = excluded.seq",
        "VACUUM ANALYZE",
        // What was stored long ago is on the disk: the writing of it is not part of the load.
        "CHECKPOINT",
    ];

    /// <summary>The id of one of them, from 0.</summary>
    public static string IdOf(int n) => $"S{LoadNetwork.FundOf(n)}-{1 + n / LoadNetwork.Funds.Count}";

    /// <summary>Stores so many vouchers in a database whose funds are open and which no process writes.</summary>
    public static async Task StoreAsync(string connectionString, int vouchers)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var sql in Statements)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            if (sql.Contains("@each", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue("each", vouchers / LoadNetwork.Funds.Count);
            }
            await command.ExecuteNonQueryAsync();
        }
    }
}
