-- The journal. Entries are only ever inserted; head, state, key and balance can be rebuilt from them.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One row a book: who may write it (epoch) and where it stands. Every batch updates it where seq and epoch are its own.
CREATE TABLE head (
    book  TEXT    NOT NULL PRIMARY KEY,
    seq   INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    hash  BLOB    NOT NULL
) WITHOUT ROWID;

CREATE TABLE entry (
    book       TEXT    NOT NULL,
    seq        INTEGER NOT NULL,      -- from 1, without a gap
    at         INTEGER NOT NULL,      -- business time, microseconds since 1970-01-01 UTC
    recorded   INTEGER NOT NULL,      -- system time of the commit, the same unit
    actor      TEXT    NOT NULL,
    command_id TEXT,                  -- null for entries that a message caused
    body_hash  BLOB,                  -- SHA-256 of the command's canonical body; null where command_id is
    cause_book TEXT,                  -- the sender of the message that caused this entry
    cause_seq  INTEGER,
    cause_n    INTEGER,
    aggregate  TEXT    NOT NULL,      -- voucher:V1
    event      TEXT    NOT NULL,      -- stored name, voucher.approved.1
    data       TEXT    NOT NULL,      -- the event as JSON
    currency   TEXT    NOT NULL,
    accounts   TEXT    NOT NULL,      -- JSON array of account names
    amounts    TEXT    NOT NULL,      -- JSON array of fen, same order; debit positive; they add up to zero
    messages   TEXT,                  -- JSON array of {n,to,target,type,command,afterAll}; null when there are none
    due_kind   TEXT,                  -- Approval, ClawBack, ApprovalMirror, ClawBackMirror
    due_book   TEXT,
    due_fen    INTEGER,
    hash       BLOB    NOT NULL,      -- SHA-256 over the previous entry's hash and this entry's canonical bytes
    PRIMARY KEY (book, seq)
) WITHOUT ROWID;
CREATE INDEX entry_aggregate ON entry (aggregate, book, seq);
CREATE INDEX entry_due ON entry (book, due_kind, seq) WHERE due_book IS NOT NULL;
CREATE INDEX entry_mirror ON entry (book, cause_book, cause_seq) WHERE due_book IS NOT NULL AND cause_book IS NOT NULL;
CREATE INDEX entry_messages ON entry (book, seq) WHERE messages IS NOT NULL;

-- The writer asserts it before the commit; this is the second look.
CREATE TRIGGER entry_balances BEFORE INSERT ON entry
WHEN json_array_length(NEW.accounts) <> json_array_length(NEW.amounts) OR (SELECT SUM(value) FROM json_each(NEW.amounts)) <> 0
BEGIN
    SELECT RAISE(ABORT, 'the entry does not balance');
END;

CREATE VIEW posting AS
    SELECT e.book, e.seq, a.key AS n, a.value AS account, m.value AS fen, e.currency, e.at
    FROM entry e, json_each(e.accounts) a JOIN json_each(e.amounts) m ON m.key = a.key;

-- Network-wide keys: cmd/ID, order/ID, invoice/NUMBER, application/FUND/USCC, msg/BOOK/SEQ/N, ...
CREATE TABLE key (
    key   TEXT    NOT NULL PRIMARY KEY,
    value TEXT    NOT NULL,
    book  TEXT    NOT NULL,
    seq   INTEGER NOT NULL
) WITHOUT ROWID;

-- Current state, written with the entry that changed it. version counts the writes of the row, from 1.
CREATE TABLE state (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    parent     TEXT,
    book       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    created    INTEGER NOT NULL,      -- seq of the first write
    at         INTEGER NOT NULL,      -- business time of the last write
    status     TEXT    NOT NULL,
    fund       TEXT,
    enterprise TEXT,
    provider   TEXT,
    claim      TEXT,
    amount     INTEGER,
    amount2    INTEGER,
    amount3    INTEGER,
    due        TEXT,                  -- ISO date
    body       TEXT    NOT NULL
) WITHOUT ROWID;
CREATE INDEX state_parent ON state (parent) WHERE parent IS NOT NULL;
CREATE INDEX state_kind ON state (kind, id);
CREATE INDEX state_due ON state (book, kind, due) WHERE due IS NOT NULL;

-- Balances as of seq, written now and then; what came after is in the tail of entry. An account once posted to stays, also at zero.
CREATE TABLE balance (
    book    TEXT    NOT NULL,
    account TEXT    NOT NULL,
    fen     INTEGER NOT NULL,
    PRIMARY KEY (book, account)
) WITHOUT ROWID;
CREATE TABLE checkpoint (
    book TEXT    NOT NULL PRIMARY KEY,
    seq  INTEGER NOT NULL
) WITHOUT ROWID;

-- Values that may be erased; the journal holds only their keyed hashes.
CREATE TABLE personal (
    hash  TEXT NOT NULL PRIMARY KEY,
    kind  TEXT NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The first outcome of each replayed line.
CREATE TABLE replayed (
    file    TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    line    INTEGER NOT NULL,
    command TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    book    TEXT,
    seq     INTEGER,
    PRIMARY KEY (file, hash, line)
) WITHOUT ROWID;
