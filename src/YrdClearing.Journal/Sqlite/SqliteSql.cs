namespace YrdClearing.Journal.Sqlite;

/// <summary>The writer's statements on SQLite; parameters by position.</summary>
internal static class SqliteSql
{
    // Pages of 8 KiB hold most entries without overflow pages (rows of a WITHOUT ROWID table may fill a quarter of a page), and the log
    // grows to 64 MB before it is written back: pages that many commits change are then written back once.
    public const string Pragmas = """
        PRAGMA page_size = 8192;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 10000;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA cache_size = -65536;
        PRAGMA temp_store = MEMORY;
        """;

    public const string Among = "IN (SELECT value FROM json_each(@list))";

    public const string HasJournal = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'head'";

    public const string Scripts = "SELECT ScriptName FROM SchemaVersions";

    public const string Load = $"""
        SELECT {ReadSql.RowColumns} FROM state WHERE id = ? UNION ALL SELECT {ReadSql.RowColumns} FROM state WHERE parent = ?
        """;

    public const string FindKey = "SELECT value, book, seq FROM key WHERE key = ?";

    public const string FindBalance = "SELECT fen FROM balance WHERE book = ? AND account = ?";

    public const string Claim = """
        INSERT INTO head (book, seq, epoch, hash) VALUES (?, 0, 1, ?)
        ON CONFLICT (book) DO UPDATE SET epoch = epoch + 1 RETURNING seq, epoch, hash, delivered
        """;

    public const string MoveHead = "UPDATE head SET seq = ?, hash = ?, delivered = ? WHERE book = ? AND seq = ? AND epoch = ?";

    public const string Version = "SELECT coalesce((SELECT version FROM state WHERE id = ?), 0)";

    public const string FreeKey = "DELETE FROM key WHERE key = ? AND book = ?";

    public const string TakeKey = "INSERT INTO key (key, value, book, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    public const string NewRow = """
        INSERT INTO state (id, kind, parent, book, version, seq, created, at, status, fund, enterprise, provider, claim,
            amount, amount2, amount3, due, body)
        VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    public const string ChangeRow = """
        UPDATE state SET version = version + 1, seq = ?, at = ?, parent = ?, status = ?, fund = ?, enterprise = ?, provider = ?, claim = ?,
            amount = ?, amount2 = ?, amount3 = ?, due = ?, body = ?
        WHERE id = ? AND version = ?
        """;

    public const string Personal = "INSERT INTO personal (hash, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    public const string Entry = """
        INSERT INTO entry (book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data,
            currency, accounts, amounts, messages, due_kind, due_book, due_fen, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    public const string Balance = """
        INSERT INTO balance (book, account, fen) VALUES (?, ?, ?) ON CONFLICT (book, account) DO UPDATE SET fen = excluded.fen
        """;

    public const string Checkpoint = "INSERT INTO checkpoint (book, seq) VALUES (?, ?) ON CONFLICT (book) DO UPDATE SET seq = excluded.seq";

    public const string Replayed = """
        INSERT INTO replayed (file, hash, line, command, outcome, book, seq) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    public const string Meta = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    public const string AddMeta = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
}
