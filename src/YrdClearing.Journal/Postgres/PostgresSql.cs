namespace YrdClearing.Journal.Postgres;

/// <summary>
/// The writer's statements on PostgreSQL: one of each for a whole transaction, their rows as arrays. Those that must touch a row for each
/// element end the transaction with <see cref="MissedState"/> when they do not. Arrays become rows in the select list, all of one length:
/// in FROM each would first be stored as a table of its own.
/// </summary>
internal static class PostgresSql
{
    /// <summary>SQLSTATE raised by must_touch.</summary>
    public const string MissedState = "YR001";

    /// <summary>What a violation calls the table of the journal's entries.</summary>
    public const string EntryTable = "entry";

    public const string Among = "= ANY(@list)";

    public const string Now = "SELECT clock_timestamp()";

    public const string HasJournal = "SELECT to_regclass('head') IS NOT NULL";

    public const string Scripts = "SELECT scriptname FROM schemaversions";

    /// <summary>
    /// A script that has to wait for who reads for long (a dump) lets go in between, for whoever comes after it waits for it.
    /// </summary>
    public const string UpgradeOptions = "-c lock_timeout=1s";

    // Any number will do, if only all versions use the same: concurrent starts upgrade one after the other.
    public const string LockUpgrade = "SELECT pg_advisory_lock(7395206411)";

    /// <summary>
    /// Settings of the writer's connections. Its joins are a handful of rows against an index, always: without statistics (a new database)
    /// the planner may settle on reading whole tables, and planning anew for the length of each array changes nothing.
    /// </summary>
    public const string WriterOptions =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";

    /// <summary>
    /// Settings of all connections. A commit that is acknowledged is on disk, whatever the server's default. The server sees within a
    /// quarter minute, not after two hours, that a silo's machine is gone: until then the rows of a transaction that it had begun stay
    /// locked, and nobody can take over its books.
    /// </summary>
    public const string Options =
        "-c synchronous_commit=on -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=4 -c tcp_user_timeout=13000";

    /// <summary>
    /// Ends the transaction unless the condition holds; the eviction that it tells of was committed before others took over.
    /// </summary>
    public static string MayWrite(string condition) => $"SELECT must_touch(CASE WHEN {condition} THEN 1 ELSE 0 END, 1, 'writer')";

    public const string Load = $"""
        SELECT {ReadSql.RowColumns} FROM state WHERE id = ANY(@list)
        UNION ALL
        SELECT {ReadSql.RowColumns} FROM state WHERE parent = ANY(@list)
        """;

    public const string Claim = """
        INSERT INTO head (book, seq, epoch, hash) VALUES ($1, 0, 1, $2)
        ON CONFLICT (book) DO UPDATE SET epoch = head.epoch + 1 RETURNING seq, epoch, hash, delivered
        """;

    // A transaction whose process is paused while it sends it waits for the rest without end: to the server it is at work (so it is not
    // idle in a transaction), no statement of it is, and the kernel answers for the process that it lives.
    public const string EndPaused = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid = ANY(pg_blocking_pids($1)) AND wait_event = 'ClientRead' AND query_start < clock_timestamp() - $2
        """;

    public const string MoveHeads = """
        WITH moved AS (
            UPDATE head h SET seq = b.to_seq, hash = b.hash, delivered = b.delivered
            FROM (SELECT unnest($1::text[]) AS book, unnest($2::bigint[]) AS from_seq, unnest($3::bigint[]) AS epoch,
                unnest($4::bigint[]) AS to_seq, unnest($5::bytea[]) AS hash, unnest($6::bigint[]) AS delivered) AS b
            WHERE h.book = b.book AND h.seq = b.from_seq AND h.epoch = b.epoch RETURNING 1)
        SELECT must_touch((SELECT count(*) FROM moved), cardinality($1::text[]), 'head')
        """;

    // Before the transaction's own changes: what it is about to change was decided beside these, not before them.
    public const string Facts = """
        SELECT must_touch((SELECT count(*) FROM (SELECT unnest($1::text[]) AS id, unnest($2::bigint[]) AS version) AS f
            LEFT JOIN state s USING (id) WHERE coalesce(s.version, 0) = f.version), cardinality($1::text[]), 'fact')
        """;

    public const string FreeKeys = """
        DELETE FROM key k USING (SELECT unnest($1::text[]) AS key, unnest($2::text[]) AS book) AS f WHERE k.key = f.key AND k.book = f.book
        """;

    // The arrays are sorted by key: two transactions then wait for each other's keys in one order only. A taken key ends the transaction
    // by itself: ON CONFLICT would insert each row in two steps and look twice.
    public const string TakeKeys = """
        INSERT INTO key (key, value, book, seq) SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::bigint[])
        """;

    public const string TryTakeKey = "INSERT INTO key (key, value, book, seq) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    public const string NewRows = """
        INSERT INTO state (id, kind, parent, book, version, seq, created, at, status, fund, enterprise, provider, claim,
            amount, amount2, amount3, due, body)
        SELECT id, kind, parent, book, 1, seq, seq, at, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body
        FROM (SELECT unnest($1::text[]) AS id, unnest($2::text[]) AS kind, unnest($3::text[]) AS book, unnest($4::text[]) AS parent,
            unnest($5::bigint[]) AS seq, unnest($6::bigint[]) AS at, unnest($7::text[]) AS status, unnest($8::text[]) AS fund,
            unnest($9::text[]) AS enterprise, unnest($10::text[]) AS provider, unnest($11::text[]) AS claim,
            unnest($12::bigint[]) AS amount, unnest($13::bigint[]) AS amount2, unnest($14::bigint[]) AS amount3,
            unnest($15::text[]) AS due, unnest($16::text[]) AS body) AS r
        """;

    public const string ChangeRows = """
        WITH changed AS (
            UPDATE state s SET version = s.version + 1, seq = r.seq, at = r.at, parent = r.parent, status = r.status, fund = r.fund,
                enterprise = r.enterprise, provider = r.provider, claim = r.claim, amount = r.amount, amount2 = r.amount2,
                amount3 = r.amount3, due = r.due, body = r.body
            FROM (SELECT unnest($1::text[]) AS id, unnest($2::bigint[]) AS expected, unnest($3::text[]) AS parent,
                unnest($4::bigint[]) AS seq, unnest($5::bigint[]) AS at, unnest($6::text[]) AS status, unnest($7::text[]) AS fund,
                unnest($8::text[]) AS enterprise, unnest($9::text[]) AS provider, unnest($10::text[]) AS claim,
                unnest($11::bigint[]) AS amount, unnest($12::bigint[]) AS amount2, unnest($13::bigint[]) AS amount3,
                unnest($14::text[]) AS due, unnest($15::text[]) AS body) AS r
            WHERE s.id = r.id AND s.version = r.expected RETURNING 1)
        SELECT must_touch((SELECT count(*) FROM changed), cardinality($1::text[]), 'state')
        """;

    public const string Personal = """
        INSERT INTO personal (hash, kind, value) SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING
        """;

    public const string Entries = $"""
        INSERT INTO entry (book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data,
            currency, accounts, amounts, messages, due_kind, due_book, due_fen, hash)
        SELECT book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data,
            '{NumberedEntry.Currency}', string_to_array(accounts, ' '), string_to_array(amounts, ' ')::bigint[], messages,
            due_kind, due_book, due_fen, hash
        FROM (SELECT unnest($1::text[]) AS book, unnest($2::bigint[]) AS seq, unnest($3::bigint[]) AS at,
            unnest($4::bigint[]) AS recorded, unnest($5::text[]) AS actor, unnest($6::text[]) AS command_id,
            unnest($7::bytea[]) AS body_hash, unnest($8::text[]) AS cause_book, unnest($9::bigint[]) AS cause_seq,
            unnest($10::bigint[]) AS cause_n, unnest($11::text[]) AS aggregate, unnest($12::text[]) AS event, unnest($13::text[]) AS data,
            unnest($14::text[]) AS accounts, unnest($15::text[]) AS amounts, unnest($16::text[]) AS messages,
            unnest($17::text[]) AS due_kind, unnest($18::text[]) AS due_book, unnest($19::bigint[]) AS due_fen,
            unnest($20::bytea[]) AS hash) AS e
        """;

    public const string Balances = """
        INSERT INTO balance (book, account, fen) SELECT unnest($1::text[]), unnest($2::text[]), unnest($3::bigint[])
        ON CONFLICT (book, account) DO UPDATE SET fen = excluded.fen
        """;

    public const string Checkpoints = """
        INSERT INTO checkpoint (book, seq) SELECT * FROM unnest($1::text[], $2::bigint[])
        ON CONFLICT (book) DO UPDATE SET seq = excluded.seq
        """;

    public const string Heads = "SELECT book, seq, epoch FROM head WHERE book = ANY($1)";

    public const string TakenKeys = "SELECT key, book FROM key WHERE key = ANY($1)";

    public const string Versions = "SELECT id, version FROM state WHERE id = ANY($1)";

    public const string Replayed = """
        INSERT INTO replayed (file, hash, line, command, outcome, book, seq)
        SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[]) ON CONFLICT DO NOTHING
        """;

    public const string Meta = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    public const string AddMeta = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
}
