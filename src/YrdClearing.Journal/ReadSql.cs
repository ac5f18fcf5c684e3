namespace YrdClearing.Journal;

/// <summary>The journal's reads, in the SQL that both databases share. <c>{among}</c> stands for "is one of the texts of @list".</summary>
internal static class ReadSql
{
    public const string Controls = """
        SELECT account, fen FROM balance
        WHERE book = @book AND account NOT LIKE 'quota:%' AND account NOT LIKE 'liabilities:claims:%'
            AND account NOT LIKE 'assets:recoverable:%' AND account NOT LIKE '%:settlement:%'
            AND account NOT LIKE 'liabilities:escrow:%' AND account NOT LIKE 'liabilities:sellers:%'
            AND account NOT LIKE 'liabilities:refunds:%' AND account NOT LIKE 'liabilities:deposits:%'
        """;

    public const string CheckpointSeq = "SELECT seq FROM checkpoint WHERE book = @book";

    public const string LastRecorded = "SELECT recorded FROM entry WHERE book = @book AND seq = @seq";

    public const string Tail = """
        SELECT account, CAST(SUM(fen) AS BIGINT) AS fen FROM posting WHERE book = @book AND seq > @seq GROUP BY account
        """;

    public const string Checkpointed = "SELECT account, fen FROM balance WHERE book = @book AND account {among}";

    // One statement, so that checkpoint and tail are of one state.
    public const string Balances = """
        SELECT account, CAST(SUM(fen) AS BIGINT) AS fen FROM (
            SELECT account, fen FROM balance WHERE book = @book AND account {among}
            UNION ALL
            SELECT account, fen FROM posting
            WHERE book = @book AND seq > COALESCE((SELECT seq FROM checkpoint WHERE book = @book), 0) AND account {among}) AS lines
        GROUP BY account
        """;

    public const string RowColumns =
        "id, kind, parent, book, version, seq, created, status, fund, enterprise, provider, claim, amount, amount2, amount3, due, body";

    public const string Keys = "SELECT key, value, book, seq FROM key WHERE key {among}";

    public const string Receipt = """
        SELECT e.command_id, e.body_hash, e.book, e.seq, e.at, e.aggregate
        FROM key k JOIN entry e ON e.book = k.book AND e.seq = k.seq WHERE k.key = @key
        """;

    public const string Books = "SELECT book FROM head";

    public const string IsHead = "SELECT book FROM head WHERE book = @book AND seq = @seq AND epoch = @epoch";

    public const string Due = """
        SELECT id, created FROM state
        WHERE book = @book AND kind = @kind AND due < @day AND (created, id) > (@afterCreated, @afterId) ORDER BY created, id LIMIT @limit
        """;

    public const string Obligations = """
        SELECT due_book AS counterparty, due_kind AS kind, CAST(SUM(due_fen) AS BIGINT) AS fen FROM entry
        WHERE book = @book AND due_book IS NOT NULL AND due_kind IN ('Approval', 'ClawBack') AND seq > @fromSeq AND seq < @toSeq
        GROUP BY due_book, due_kind
        """;

    public const string Mirrors = """
        SELECT due_book AS counterparty, due_kind AS kind, CAST(SUM(due_fen) AS BIGINT) AS fen FROM entry
        WHERE book = @book AND due_book IS NOT NULL AND due_kind IN ('ApprovalMirror', 'ClawBackMirror')
            AND cause_book = @causeBook AND cause_seq > @fromSeq AND cause_seq < @toSeq
        GROUP BY due_book, due_kind
        """;

    public const string Sent = """
        SELECT seq, actor, at, messages FROM entry
        WHERE book = @book AND seq > @afterSeq AND messages IS NOT NULL ORDER BY seq LIMIT @page
        """;

    public const string Replayed = "SELECT line, command, outcome, book, seq FROM replayed WHERE file = @file AND hash = @hash";

    public const string Meta = "SELECT value FROM meta WHERE name = @name";
}
