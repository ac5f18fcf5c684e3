-- The journal. Entries are only ever inserted; head, state, key and balance can be rebuilt from them.
-- Ids compare by their bytes (COLLATE "C") whatever the database's collation is, as they do in SQLite.

-- Ends a batch of statements, and its transaction, when a statement touched fewer rows than the journal's writer expects.
CREATE FUNCTION must_touch(touched BIGINT, expected BIGINT, what TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
    IF touched <> expected THEN
        RAISE EXCEPTION '% rows of % instead of %', touched, what, expected USING ERRCODE = 'YR001';
    END IF;
    RETURN TRUE;
END
$$;

CREATE TABLE meta (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row a book: who may write it (epoch) and where it stands. Every batch updates it where seq and epoch are its own.
CREATE TABLE head (
    book  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq   BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    hash  BYTEA NOT NULL
);

CREATE TABLE entry (
    book       TEXT COLLATE "C" NOT NULL,
    seq        BIGINT NOT NULL,                   -- from 1, without a gap
    at         BIGINT NOT NULL,                   -- business time, microseconds since 1970-01-01 UTC
    recorded   BIGINT NOT NULL,                   -- system time of the commit, the same unit
    actor      TEXT NOT NULL,
    command_id TEXT,                              -- null for entries that a message caused
    body_hash  BYTEA,                             -- SHA-256 of the command's canonical body; null where command_id is
    cause_book TEXT COLLATE "C",                  -- the sender of the message that caused this entry
    cause_seq  BIGINT,
    cause_n    BIGINT,
    aggregate  TEXT COLLATE "C" NOT NULL,         -- voucher:V1
    event      TEXT NOT NULL,                     -- stored name, voucher.approved.1
    data       TEXT NOT NULL,                     -- the event as JSON
    currency   TEXT NOT NULL,
    accounts   TEXT[] COLLATE "C" NOT NULL,       -- account names
    amounts    BIGINT[] NOT NULL,                 -- fen, same order; debit positive; they add up to zero
    messages   TEXT,                              -- JSON array of {n,to,target,type,command,afterAll}; null when there are none
    due_kind   TEXT COLLATE "C",                  -- Approval, ClawBack, ApprovalMirror, ClawBackMirror
    due_book   TEXT COLLATE "C",
    due_fen    BIGINT,
    hash       BYTEA NOT NULL,                    -- SHA-256 over the previous entry's hash and this entry's canonical bytes
    PRIMARY KEY (book, seq)
);
CREATE INDEX entry_aggregate ON entry (aggregate, book, seq);
CREATE INDEX entry_due ON entry (book, due_kind, seq) WHERE due_book IS NOT NULL;
CREATE INDEX entry_mirror ON entry (book, cause_book, cause_seq) WHERE due_book IS NOT NULL AND cause_book IS NOT NULL;
CREATE INDEX entry_accounts ON entry USING gin (accounts);
CREATE INDEX entry_messages ON entry (book, seq) WHERE messages IS NOT NULL;

-- The writer asserts it before the commit; this is the second look, once for all entries of a statement.
CREATE FUNCTION must_balance() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added
               WHERE cardinality(accounts) <> cardinality(amounts) OR (SELECT SUM(fen) FROM unnest(amounts) AS fen) <> 0) THEN
        RAISE EXCEPTION 'an entry does not balance' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER entry_balances AFTER INSERT ON entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION must_balance();

CREATE VIEW posting AS
    SELECT e.book, e.seq, p.n - 1 AS n, p.account, p.fen, e.currency, e.at
    FROM entry e, unnest(e.accounts, e.amounts) WITH ORDINALITY AS p (account, fen, n);

-- Network-wide keys: cmd/ID, order/ID, invoice/NUMBER, application/FUND/USCC, msg/BOOK/SEQ/N, ...
CREATE TABLE key (
    key   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    book  TEXT COLLATE "C" NOT NULL,
    seq   BIGINT NOT NULL
);

-- Current state, written with the entry that changed it. version counts the writes of the row, from 1.
CREATE TABLE state (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL,
    parent     TEXT COLLATE "C",
    book       TEXT COLLATE "C" NOT NULL,
    version    BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    created    BIGINT NOT NULL,                   -- seq of the first write
    at         BIGINT NOT NULL,                   -- business time of the last write
    status     TEXT NOT NULL,
    fund       TEXT,
    enterprise TEXT,
    provider   TEXT,
    claim      TEXT,
    amount     BIGINT,
    amount2    BIGINT,
    amount3    BIGINT,
    due        TEXT COLLATE "C",                  -- ISO date
    body       TEXT NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX state_parent ON state (parent) WHERE parent IS NOT NULL;
CREATE INDEX state_kind ON state (kind, id);
CREATE INDEX state_due ON state (book, kind, due) WHERE due IS NOT NULL;

-- Balances as of seq, written now and then; what came after is in the tail of entry. An account once posted to stays, also at zero.
CREATE TABLE balance (
    book    TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    fen     BIGINT NOT NULL,
    PRIMARY KEY (book, account)
);
CREATE TABLE checkpoint (
    book TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq  BIGINT NOT NULL
);

-- Values that may be erased; the journal holds only their keyed hashes.
CREATE TABLE personal (
    hash  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind  TEXT COLLATE "C" NOT NULL,
    value TEXT NOT NULL
);

-- The first outcome of each replayed line.
CREATE TABLE replayed (
    file    TEXT COLLATE "C" NOT NULL,
    hash    TEXT COLLATE "C" NOT NULL,
    line    BIGINT NOT NULL,
    command TEXT NOT NULL,
    outcome TEXT NOT NULL,
    book    TEXT COLLATE "C",
    seq     BIGINT,
    PRIMARY KEY (file, hash, line)
);
