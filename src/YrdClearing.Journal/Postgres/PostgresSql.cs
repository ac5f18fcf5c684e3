namespace YrdClearing.Journal.Postgres;

/// <summary>
/// The writer's statements on PostgreSQL: one of each for a whole transaction, their rows as arrays. Those that must touch a row for each
/// element end the transaction with <see cref="MissedState"/> when they do not.
/// </summary>
internal static class PostgresSql
{
    /// <summary>SQLSTATE raised by must_touch.</summary>
    public const string MissedState = "YR001";

    public const string Among = "= ANY(@list)";

    public const string HasJournal = "SELECT to_regclass('head') IS NOT NULL";

    // Any number will do, if only all versions use the same: concurrent starts upgrade one after the other.
    public const string LockUpgrade = "SELECT pg_advisory_lock(7395206411)";

    /// <summary>
    /// Settings of the writer's connections. Its joins are a handful of rows against an index, always: without statistics (a new database)
    /// the planner may settle on reading whole tables, and planning anew for the length of each array changes nothing. A commit that is
    /// acknowledged is on disk, whatever the server's default.
    /// </summary>
    public const string WriterOptions =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan "
        + "-c synchronous_commit=on";

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

    public const string MoveHeads = """
        WITH moved AS (
            UPDATE head h SET seq = b.to_seq, hash = b.hash, delivered = b.delivered
            FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[])
                AS b (book, from_seq, epoch, to_seq, hash, delivered)
            WHERE h.book = b.book AND h.seq = b.from_seq AND h.epoch = b.epoch RETURNING 1)
        SELECT must_touch((SELECT count(*) FROM moved), cardinality($1::text[]), 'head')
        """;

    // Before the transaction's own changes: what it is about to change was decided beside these, not before them.
    public const string Facts = """
        SELECT must_touch((SELECT count(*) FROM unnest($1::text[], $2::bigint[]) AS f (id, version) LEFT JOIN state s USING (id)
            WHERE coalesce(s.version, 0) = f.version), cardinality($1::text[]), 'fact')
        """;

    public const string FreeKeys = """
        DELETE FROM key k USING unnest($1::text[], $2::text[]) AS f (key, book) WHERE k.key = f.key AND k.book = f.book
        """;

    // The arrays are sorted by key: two transactions then wait for each other's keys in one order only. A taken key ends the transaction
    // by itself: ON CONFLICT would insert each row in two steps and look twice.
    public const string TakeKeys = """
        INSERT INTO key (key, value, book, seq) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
        """;

    public const string TryTakeKey = "INSERT INTO key (key, value, book, seq) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    public const string NewRows = """
        INSERT INTO state (id, kind, parent, book, version, seq, created, at, status, fund, enterprise, provider, claim,
            amount, amount2, amount3, due, body)
        SELECT id, kind, parent, book, 1, seq, seq, at, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::text[])
            AS r (id, kind, book, parent, seq, at, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body)
        """;

    public const string ChangeRows = """
        WITH changed AS (
            UPDATE state s SET version = s.version + 1, seq = r.seq, at = r.at, parent = r.parent, status = r.status, fund = r.fund,
                enterprise = r.enterprise, provider = r.provider, claim = r.claim, amount = r.amount, amount2 = r.amount2,
                amount3 = r.amount3, due = r.due, body = r.body
            FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::text[])
                AS r (id, expected, parent, seq, at, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body)
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
        FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::bigint[],
            $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
            $19::bigint[], $20::bytea[])
            AS e (book, seq, at, recorded, actor, command_id, body_hash, cause_book, cause_seq, cause_n, aggregate, event, data,
                accounts, amounts, messages, due_kind, due_book, due_fen, hash)
        """;

    public const string Balances = """
        INSERT INTO balance (book, account, fen) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
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
